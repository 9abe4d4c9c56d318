/** Numbers that come alone: what follows from them is made anew, what does not is not shown beside them. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { GraphNumbers } from "../src/answers";
import { faceOf } from "../src/drawing/face";
import type { Graph, Summary } from "../src/model";
import { followsFromNumbers, summaryOf, withNumbers } from "../src/moved";
import { REST_MS, createMoves } from "../src/program/moving";
import { playOf } from "../src/stepper/frames";
import { createStage } from "../src/stepper/stage";
import { edge, graph, node, said, summary, twoUses } from "./graphs";

/** The numbers of `h = tanh(a); y = h * a` at another `a`. */
function at(a: number): GraphNumbers {
  const h = Math.tanh(a);
  const local = a * (1 - h * h);
  return { structure: twoUses().structure, values: [a, h, h * a], grads: [h + local, a, 1], contributions: [local, a, h] };
}

const moved = (a = 2): Graph => withNumbers(twoUses(), at(a)) as Graph;

test("what is read comes behind numbers that move, and is there at once for a step and at rest", () => {
  vi.useFakeTimers();
  const stage = createStage();
  const toldOf = (): unknown => stage.told.value.play?.nodes.get("n0")?.value.data;
  stage.show(twoUses());
  expect(toldOf()).toBe(0.5);
  vi.advanceTimersByTime(1000);
  for (const [wait, a, told] of [[0, 1, 1], [16, 2, 1], [16, 3, 1], [200, 4, 4]] as const) {
    vi.advanceTimersByTime(wait);
    stage.show(moved(a));
    expect(toldOf()).toBe(told);
  }
  stage.show(moved(5));
  stage.move(2);
  expect([toldOf(), stage.told.value.frame?.position]).toEqual([5, 2]);
  stage.show(twoUses());
  expect(toldOf()).toBe(0.5);
  vi.useRealTimers();
});

describe("a graph with other numbers", () => {
  test("has them as values, gradients and contributions", () => {
    const [a, h, y] = moved().nodes;
    expect([a, h, y].map((one) => one?.value.data)).toEqual([2, Math.tanh(2), 2 * Math.tanh(2)]);
    expect(a?.grad?.data).toBe(Math.tanh(2) + 2 * (1 - Math.tanh(2) ** 2));
    expect(moved().edges.map(({ grad }) => grad?.data)).toEqual(at(2).contributions);
  });
  test("adds up what is sent, step by step", () => {
    const backward = moved().events.filter(({ phase }) => phase === "backward");
    expect(backward.map(({ accumulated }) => accumulated?.["n0"]?.data)).toEqual([Math.tanh(2), moved().nodes[0]?.grad?.data]);
    expect(moved().edges.map(({ before }) => before?.data ?? null)).toEqual([Math.tanh(2), null, null]);
  });
  test("says the sentences of these numbers at every step", () => {
    const play = playOf(moved(0.5));
    const whole = playOf(twoUses());
    for (let position = 0; position <= play.events.length; position += 1) expect(said(play, position)).toBe(said(whole, position));
    expect(said(playOf(moved()), 4)).not.toBe(said(whole, 4));
  });
  test("finds the factors in what came and what went", () => {
    const factors = moved().edges.map(({ local }) => local.value);
    expect(factors[0]).toBeCloseTo(1 - Math.tanh(2) ** 2, 12);
    expect(factors.slice(1)).toEqual([2, Math.tanh(2)]);
  });
  test("knows no factor where nothing came, and finds it again after that", () => {
    const still = withNumbers(twoUses(), { ...at(2), grads: [0, 0, 0], contributions: [0, 0, 0] }) as Graph;
    expect(still.edges.map(({ local }) => local.value)).toEqual([null, null, null]);
    expect(withNumbers(still, at(2))?.edges[1]?.local.value).toBe(2);
  });
  test("says nothing of the numbers of before", () => {
    const known = twoUses();
    known.findings = [{ code: "small", node: "n1", observed: null, threshold: null, message: "h is 0.46", advice: "", nodes: ["n1"], cure: null }];
    for (const one of known.nodes) if (one.op) one.formula = { forward: "", local: [], numbers: { forward: "0.46", local: [] } };
    const next = withNumbers(known, at(2)) as Graph;
    const spoken = (of: Graph): string => {
      const play = playOf(of);
      return faceOf(of.drawing.cards[1] as never, of.nodes[1] as never, play, play.frame(5), { value: null, gradient: null }).spoken;
    };
    expect(spoken(known)).toContain("h is 0.46");
    expect(spoken(next)).not.toContain("0.46");
    expect(next.nodes.map(({ formula }) => formula?.numbers ?? null)).toEqual([null, null, null]);
  });
  test("is none where the numbers are another graph's", () => {
    expect(withNumbers(twoUses(), { ...at(2), structure: "another" })).toBeNull();
    expect(withNumbers(twoUses(), { ...at(2), values: [1] })).toBeNull();
  });
});

describe("a summary made on the page", () => {
  const same = (figure: never, shape: number[], expected: Partial<Summary>): void => expect(summaryOf(figure, shape)).toMatchObject(expected);
  test("is what the server says of few numbers", () => {
    same(-3 as never, [], { min: -3, max: -3, mean: -3, rms: 3, zeros: 0, nonfinite: 0, data: -3 });
    same([[3, 0], [-4, 0]] as never, [2, 2], { min: -4, max: 3, mean: -0.25, rms: 2.5, zeros: 2, nonfinite: 0 });
    same([] as never, [0, 3], { min: null, mean: null, zeros: 0, data: [] });
  });
  test("counts what is not finite, and lets it spoil the mean", () => {
    same("NaN" as never, [], { nonfinite: 1, mean: Number.NaN, data: "NaN" });
    same([1, "NaN", "Infinity"] as never, [3], { nonfinite: 2, mean: Number.NaN, min: Number.NaN });
  });
  test("is the server's where that sent one, and none where there are no numbers", () => {
    const large = { ...summary(0), shape: [100], data: null };
    expect(summaryOf(large, [100])).toBe(large);
    expect(summaryOf(null, [2])).toBeNull();
  });
});

describe("a graph follows from its numbers", () => {
  const refused: [string, Partial<Graph>][] = [
    ["with an error", { error: { detail: "" } as never }],
    ["with printed text", { printed: [{ moment: 1, line: 1, text: "0.5" }] }],
    ["of one of several moments", { moments: { count: 2, of: "backward", lines: [], losses: [], stopped: null } }],
    ["with an update", { events: [...twoUses().events, { phase: "update", node: "n0" }] }],
    ["that is reduced", { reduced: ["digits"] }],
  ];
  test("as a rule", () => expect(followsFromNumbers(twoUses())).toBe(true));
  test.each(refused)("but not %s", (_, more) => expect(followsFromNumbers({ ...twoUses(), ...more })).toBe(false));
  test("but not where large gradients are added, whose elements are not all there", () => {
    const large = (size: number): Graph => {
      const x = node("n0", "x", { shape: [size], kind: "parameter" });
      return graph([x, node("n1", "y", { op: "mul" })], [0, 1].map((slot) => edge("n0", "n1", slot, { grad: summary(1) })), []);
    };
    expect([64, 65].map((size) => followsFromNumbers(large(size)))).toEqual([true, false]);
  });
});

describe("while a leaf moves", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  function scene() {
    const stage = createStage();
    const askForAll = vi.fn();
    stage.show(twoUses());
    const moves = createMoves(stage, askForAll);
    const move = (a: number): void => {
      moves.begin();
      moves.known(true);
      const next = moves.graphOf(at(a));
      if (next) stage.show(next);
    };
    return { stage, askForAll, moves, move };
  }

  test("numbers are asked for where only a leaf is another one", () => {
    const { stage, moves } = scene();
    expect(moves.known(true)).toBeNull();
    moves.begin();
    expect(moves.known(false)).toBeNull();
    moves.begin();
    expect(moves.known(true)).toBe(stage.graph.value);
    moves.begin();
    stage.stale.value = true;
    expect(moves.known(true)).toBeNull();
  });
  test("the whole graph is asked for when it rests, once", () => {
    const { askForAll, move } = scene();
    move(1);
    vi.advanceTimersByTime(REST_MS - 1);
    move(2);
    vi.advanceTimersByTime(REST_MS - 1);
    expect(askForAll).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(askForAll).toHaveBeenCalledTimes(1);
  });
  test("or when a value is selected", () => {
    const { stage, askForAll, move } = scene();
    stage.selected.value = "n1";
    expect(askForAll).not.toHaveBeenCalled();
    move(1);
    stage.selected.value = "n0";
    expect(askForAll).toHaveBeenCalledTimes(1);
  });
  test("or at once where the numbers are of no graph that is shown", () => {
    const { askForAll, moves } = scene();
    expect(moves.graphOf({ ...at(1), structure: "another" })).toBeNull();
    expect(askForAll).toHaveBeenCalledTimes(1);
  });
  test("a whole graph that is answered all the same is shown, and ends the waiting", () => {
    const { stage, askForAll, moves, move } = scene();
    move(1);
    moves.begin();
    const whole = twoUses();
    moves.known(true);
    expect(moves.graphOf(whole)).toBe(whole);
    stage.show(whole);
    vi.advanceTimersByTime(2 * REST_MS);
    expect(askForAll).not.toHaveBeenCalled();
  });
});
