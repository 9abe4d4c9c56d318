import { describe, expect, test } from "vitest";
import type { Example } from "../src/api";
import { inSight } from "../src/editor/Console";
import { placeOf } from "../src/editor/following";
import { faceOf } from "../src/drawing/face";
import { DETAILS } from "../src/drawing/detail";
import { formOf } from "../src/drawing/form";
import type { Card, Graph, GraphEvent } from "../src/model";
import { isUnfinished } from "../src/program/judgement";
import { writtenNumbers } from "../src/leaves/beginning";
import { CURVE, lossCurve } from "../src/program/losses";
import { asRows, besideLines } from "../src/program/printed";
import { PLAIN_VIEW } from "../src/share/link";
import { known, readable } from "../src/share/shown";
import { accumulatedAt, playOf, segments, valueAt } from "../src/stepper/frames";
import { accumulatedWords } from "../src/stepper/sentences";
import { createStage } from "../src/stepper/stage";
import { summary, twoUses, said } from "./graphs";

const span = (line: number, column = 1, endColumn = 9) => ({ line, column, end_line: line, end_column: endColumn });

const updated = (before: number | number[], after: number | number[], line: number | null = 24): GraphEvent => ({
  phase: "update", node: "n0", before: summary(before), after: summary(after), ...(line === null ? {} : { line }),
});

/** The graph of two uses, after which `a` is updated. */
function learning(...updates: GraphEvent[]): Graph {
  const graph = twoUses();
  graph.events.push(...updates);
  return graph;
}

describe("updates", () => {
  const play = playOf(learning(updated(0.5, 0.605)));
  const [a] = play.graph.nodes;
  test("a leaf has its old value before its update, and the new one from there on", () => {
    expect(valueAt(play.frame(5), a as never)?.data).toBe(0.5);
    expect(valueAt(play.frame(6), a as never)?.data).toBe(0.605);
  });
  test("they have a segment of their own and a sentence with both numbers and the line", () => {
    expect(segments(play.events).at(-1)).toMatchObject({ phase: "update", length: 1 });
    expect(said(play, 6)).toBe("a is updated: 0.5 → 0.605 (line 24).");
  });
  test("as many digits are said as tell the numbers apart; short tensors are written out", () => {
    expect(said(playOf(learning(updated(1.00000123, 1.00000456, null))), 6)).toBe("a is updated: 1.000001 → 1.000005.");
    expect(said(playOf(learning(updated([1, 2], [0.9, 1.8]))), 6)).toBe("a is updated: [1, 2] → [0.9, 1.8] (line 24).");
    expect(said(playOf(learning(updated(Array(9).fill(2), Array(9).fill(1)))), 6)).toBe("a is updated: (9,) rms 2.000 → 1.000 (line 24).");
  });
  test("several in one step are counted", () =>
    expect(said(playOf(learning(updated(0.5, 0.6), updated(0.6, 0.7, 25))), 7, "pass")).toBe("2 parameters; the last of them: a is updated: 0.6 → 0.7 (line 25)."));
  test("the card shows the value of the moment", () => {
    const [card] = play.graph.drawing.cards;
    const at = (position: number): string => faceOf(card as never, a as never, play, play.frame(position), { value: null, gradient: null }).spoken;
    expect([at(5), at(6)].map((spoken) => /value (\S+),/.exec(spoken)?.[1])).toEqual(["+0.5000", "+0.6050"]);
  });
  test("a moment with other updates keeps the step, and the end stays the end", () => {
    const stage = createStage();
    stage.show(learning(updated(0.5, 0.6)));
    stage.move(4);
    stage.show(learning());
    expect(stage.position.value).toBe(4);
    stage.move(5);
    stage.show(learning(updated(0.5, 0.6)));
    expect(stage.position.value).toBe(6);
  });
});

describe("what is left in .grad", () => {
  const graph = twoUses();
  const [a] = graph.nodes;
  if (a) a.accumulated_grad = summary(10.75);
  const play = playOf(graph);
  test("is said as soon as the whole gradient has arrived, with both numbers", () => {
    expect([3, 4, 5].map((position) => accumulatedAt(graph, play.frame(position), a as never)?.data)).toEqual([undefined, undefined, 10.75]);
    expect(accumulatedWords(a as never, summary(10.75))).toBe(".grad is 10.75 after this pass, which sent 0.8553: the rest was left from before.");
  });
  test("stands on the card below the gradient, and is spoken", () => {
    const [card] = graph.drawing.cards as [Card];
    const face = faceOf(card, a as never, play, play.frame(5), { value: null, gradient: null });
    const slot = formOf(card, face, DETAILS[1] as (typeof DETAILS)[number]).texts.find(({ part }) => part === "accumulated");
    expect(slot?.say(face, 20)).toBe(".grad +10.8");
    expect(face.spoken).toContain(".grad is 10.75");
  });
});

describe("the curve of the losses", () => {
  test("is logarithmic where they span decades", () => {
    expect(lossCurve([100, 10, 1], 3)).toEqual({ path: "M0.0 0.0L500.0 50.0L1000.0 100.0", log: true, bad: [] });
    expect(lossCurve([3, 2, 1], 3)).toEqual({ path: "M0.0 0.0L500.0 50.0L1000.0 100.0", log: false, bad: [] });
    expect(lossCurve([100, 0, 1], 3).log).toBe(false);
  });
  test("breaks off and is marked where a loss is not finite; what is no number is a gap without a mark", () => {
    expect(lossCurve([2, "NaN", 1, "Infinity"], 4)).toMatchObject({ path: "M0.0 0.0M666.7 100.0", bad: [1000 / 3, 1000] });
    expect(lossCurve([2, null, 1], 3)).toMatchObject({ path: "M0.0 0.0M1000.0 100.0", bad: [] });
    expect(lossCurve(["NaN"], 2)).toMatchObject({ path: "", bad: [0] });
  });
  test("has a place for every moment, also where losses are missing, and stays in bounds of its size", () => {
    expect(lossCurve([1, 1], 11).path).toBe(`M0.0 50.0L${CURVE.width / 10}.0 50.0`);
    const long = lossCurve(Array.from({ length: 10_000 }, (_, index) => (index === 5005 ? 1000 : 1)), 10_000);
    expect(long.path.length).toBeLessThan(10_000);
    expect(long.path).toContain(" 0.0L"); // The one high loss is drawn.
  });
});

describe("printed text", () => {
  const printed = [1, 2, 3].flatMap((moment) => [{ moment, line: 6, text: `loss ${moment}` }, ...(moment === 2 ? [{ moment, line: 7, text: "two\nlines" }] : [])]);
  test("stands beside its line: what was printed last by the moment, and how often in all", () => {
    expect(besideLines(printed, 2)).toEqual([{ line: 6, text: "loss 2", times: 3, moment: 2 }, { line: 7, text: "two\nlines", times: 1, moment: 2 }]);
    expect(besideLines(printed, 1).map(({ line }) => line)).toEqual([6]);
    expect(besideLines([{ moment: 1, line: null, text: "nowhere" }], 1)).toEqual([]);
  });
  test("is a row for each of its lines", () => expect(asRows(printed).map(({ text }) => text)).toEqual(["loss 1", "loss 2", "two", "lines", "loss 3"]));
  test("of thousands only those in sight are drawn", () => {
    expect(inSight(0, 100, 25, 5000)).toEqual({ from: 0, to: 14 });
    expect(inSight(50_000, 100, 25, 5000)).toEqual({ from: 1990, to: 2014 });
    expect(inSight(0, 100, 25, 3)).toEqual({ from: 0, to: 3 });
  });
});

describe("what is computed", () => {
  test("is the expression of the event's node; an update is a line", () => {
    const graph = learning(updated(0.5, 0.6));
    const [, h, y] = graph.nodes;
    if (h && y) [h.span, y.span] = [span(4), span(5)];
    const play = playOf(graph);
    expect([1, 3, 5, 6].map((position) => placeOf(play, play.frame(position)))).toEqual([
      { phase: "forward", line: 4, span: span(4) }, { phase: "seed", line: 5, span: span(5) }, { phase: "backward", line: 4, span: span(4) }, { phase: "update", line: 24, span: null },
    ]);
    expect(placeOf(play, play.frame(0))).toBeNull();
  });
});

describe("judgement", () => {
  const here = [{ span: span(5) }];
  test("waits for a word, a list of completions, and the line that is being written", () => {
    expect(isUnfinished(here, null, false)).toBe(false);
    expect(isUnfinished(here, null, true)).toBe(true);
    expect(isUnfinished([{ span: span(1) }], { line: 5, inWord: true }, false)).toBe(true);
    expect(isUnfinished(here, { line: 5, inWord: false }, false)).toBe(true);
    expect(isUnfinished([{ span: null }], { line: 5, inWord: false }, false)).toBe(true);
  });
  test("does not wait for other lines", () => expect(isUnfinished(here, { line: 6, inWord: false }, false)).toBe(false));
});

test("a readable address says the moment, and nothing of the last one", () => {
  known.value = { name: "a-loop" } as Example;
  const state = { ...PLAIN_VIEW, source: "w = 1.0", leaves: {}, step: null, node: null, moment: 12, example: "a-loop" };
  expect(readable(state)).toBe("?example=a-loop&moment=12");
  expect(readable({ ...state, moment: null })).toBe("?example=a-loop");
});

describe("where a leaf begins", () => {
  test("is read from its literal, in whatever call it stands", () => {
    expect(writtenNumbers("0.5", [])).toBe(0.5);
    expect(writtenNumbers("torch.tensor(-1., requires_grad=True)", [])).toBe(-1);
    expect(writtenNumbers("np.array([[1, .5], [1_000, 2e-3],])", [2, 2])).toEqual([[1, 0.5], [1000, 0.002]]);
    expect(writtenNumbers("(1.0, 2.0)", [2])).toEqual([1, 2]);
  });
  test("is not known where it is computed", () => {
    for (const text of ["randn(2, 3)", "3 * 2", "w", "nn.Linear(2, 1)", "[1.0, w]", ""]) expect(writtenNumbers(text, [2])).toBeNull();
    expect(writtenNumbers("[1.0, 2.0]", [3])).toBeNull();
  });
});
