import { describe, expect, test } from "vitest";
import type { GraphNode } from "../src/model";
import { isCutOff, noPathWords, withheldBy } from "../src/stepper/cuts";
import { gradientMark, playOf, positionOf, segments, stops, usesOf } from "../src/stepper/frames";
import { amount } from "../src/stepper/amounts";
import { expression } from "../src/stepper/expression";
import { unbroadcast } from "../src/stepper/ways";
import { createStage, sameValue } from "../src/stepper/stage";
import { edge, graph, node, said, summary, twoUses } from "./graphs";

const play = playOf(twoUses());

describe("frames", () => {
  test("before the first event only leaves have values, and nothing has a gradient", () => {
    const frame = play.frame(0);
    expect([...frame.computed]).toEqual(["n0"]);
    expect(frame.gradients.size).toBe(0);
  });
  test("a gradient grows with every use, and going back takes it away again", () => {
    expect(play.frame(4).gradients.get("n0")?.data).toBeCloseTo(Math.tanh(0.5));
    expect(play.frame(5).gradients.get("n0")?.data).toBeCloseTo(0.8553, 4);
    expect(play.frame(3).gradients.has("n0")).toBe(false);
  });
  test("the five states of a gradient are told apart", () => {
    const marks = [
      gradientMark(node("a", "a"), null), gradientMark(node("a", "a", { grad_state: "not_required" }), null),
      gradientMark(node("a", "a", { grad_state: "no_path" }), null), gradientMark(node("a", "a"), summary([0, 0])),
      gradientMark(node("a", "a"), summary(1e-300)), gradientMark(node("a", "a"), summary("NaN")),
    ];
    expect(marks).toEqual(["pending", "not_required", "no_path", "zero", "number", "nonfinite"]);
  });
  test("segments, halts and uses follow the events", () => {
    expect(segments(play.events).map(({ phase, length }) => [phase, length])).toEqual([["forward", 2], ["seed", 1], ["backward", 2]]);
    expect(stops(play, "pass")).toEqual([0, 2, 3, 5]);
    expect(stops(play, "operation")).toEqual([0, 1, 2, 3, 4, 5]);
    expect(stops(play, "group")).toEqual([0, 1, 2, 3, 4, 5]);
    expect(positionOf(play, "n1")).toBe(5);
    expect(positionOf(play, "n0")).toBe(5); // complete only with its last part
    expect(usesOf(play, "n0").map(({ consumer }) => consumer.label)).toEqual(["y", "h"]);
  });
});

describe("sentences", () => {
  test("a forward step calculates", () => expect(said(play, 1)).toBe("h = tanh(a) = tanh(0.5) = 0.4621."));
  test("a backward step says upstream, local, contribution and the total before and after", () =>
    expect(said(play, 5)).toBe(
      "h = tanh(a). Upstream 0.5; local 1 − h² = 0.7864, sends 0.5 × 0.7864 = 0.3932 to a. a has 0.4621 + 0.3932 = 0.8553 now.",
    ));
  test("operands are filled in where the expression has them, in brackets only where a sign would run into a neighbour", () => {
    const written = (text: string, operands: Record<string, string>): string => {
      const inputs = Object.keys(operands).map((label) => node(label, label, { name: label, kind: /^\d/.test(label) ? "constant" : "parameter" }));
      return expression(node("y", "y", { expression: text }), inputs, Object.values(operands));
    };
    expect(written("relu(v4)", { v4: "−2.5" })).toBe("relu(−2.5)");
    expect(written("hypot(a, b)", { a: "1", b: "−2" })).toBe("hypot(1, −2)");
    expect(written("a × b", { a: "−1", b: "−2" })).toBe("−1 × (−2)");
    expect(written("−a", { a: "−6" })).toBe("−(−6)");
    expect(written("x³", { x: "1e−9" })).toBe("(1e−9)³");
    expect(written("mean(mean, axis=0)", { mean: "[1, 2]" })).toBe("mean([1, 2], axis=0)");
    expect(written("x[0, 1]", { x: "[[1, 2]]" })).toBe("[[1, 2]][0, 1]");
    expect(written("2 × x", { "2": "2", x: "3" })).toBe("2 × 3");
  });
  test("short tensors show their shape by their brackets; longer ones by words", () => {
    expect(amount(summary([[1], [-2]]))).toBe("[[1], [−2]]");
    expect(amount(summary([1, 1, 1, 1, 1]))).toBe("shape (5,), rms 1.00");
  });
  test("a step that takes several operations together says so", () => {
    expect(said(play, 2, "pass")).toMatch(/^2 operations forward; the last of them: y = h × a = /);
    expect(said(play, 5, "pass")).toBe("2 operations backward. The gradient of a is now 0.8553.");
    expect(said(play, 1, "pass")).toBe(said(play, 1));
  });
  test("a number that is shared out is said once for all that get it", () => {
    const sum = node("n2", "y", { op: "add", expression: "a + b", inputs: ["n0", "n1"], value: summary(3), grad: summary(1) });
    const edges = ["n0", "n1"].map((source, slot) => edge(source, "n2", slot, { grad: summary(1), local: { text: "1", latex: "1", rule: false, value: 1 } }));
    const event = { phase: "backward" as const, node: "n2", edges: ["n2.0", "n2.1"], accumulated: { n0: summary(1), n1: summary(1) } };
    const added = playOf(graph([node("n0", "a"), node("n1", "b"), sum], edges, [event]));
    expect(said(added, 1)).toBe("y = a + b. Upstream 1; local 1, sends 1 × 1 = 1 to a and to b.");
  });
  test("a tensor that has just been said is not repeated", () => {
    const sent = { grad: summary([1, 2, 3]), local: { text: "1", latex: "1", rule: false, value: null } };
    const y = node("n1", "y", { op: "add", expression: "a + a", inputs: ["n0", "n0"], value: summary([2, 4, 6]), grad: summary([1, 2, 3]) });
    const event = { phase: "backward" as const, node: "n1", edges: ["n1.0"], accumulated: { n0: summary([1, 2, 3]) } };
    const once = playOf(graph([node("n0", "a"), y], [edge("n0", "n1", 0, sent)], [event]));
    expect(said(once, 1)).toMatch(/Upstream \[1, 2, 3\]; sends upstream to a\.$/);
  });
  test("undone broadcasting is spelled out", () => {
    const bias = edge("b", "z", 1, { grad: summary([[1, 2, 3]]), unbroadcast_from: [32, 3] });
    expect(unbroadcast(bias)).toBe("(32, 3) → sum over axis 0 → (1, 3)");
  });
});

describe("stage", () => {
  test("the selection stays with its value when a line is put in above", () => {
    const before = graph([node("n0", "w"), node("n1", "b"), node("n2", "v2", { name: null, op: "add" })], [], []);
    const next = graph([node("n0", "a"), node("n1", "w"), node("n2", "b")], [], []);
    expect(["n0", "n1", "n2"].map((id) => sameValue(before, next, id))).toEqual(["n1", "n2", null]);
    expect(sameValue(null, next, "n0")).toBe("n0");
  });
  test("a graph is shown complete, steps both ways and keeps its place when only values change", () => {
    const stage = createStage();
    stage.show(twoUses());
    expect(stage.position.value).toBe(5);
    stage.step(-1);
    stage.show(twoUses());
    expect(stage.position.value).toBe(4);
    stage.step(1, "pass");
    expect(stage.position.value).toBe(5);
  });
});

describe("a path that is cut", () => {
  const nodes = [
    node("n0", "w", { grad_state: "no_path", cut_by: ["n1", "n2"] }), node("n1", "h", { op: "detach", grad_state: "not_required" }),
    node("n2", "m", { op: "gt", grad_state: "not_required" }), node("n3", "u", { grad_state: "no_path" }), node("n4", "x", { cut_by: ["n2"] }), node("n5", "y", { cut_by: ["n1"] }),
  ];
  const [w, , , u, x, y] = nodes as [GraphNode, GraphNode, GraphNode, GraphNode, GraphNode, GraphNode];
  const all = graph(nodes, [], []);

  test("is named, and told from none", () => {
    expect(noPathWords(all, w)).toBe("no gradient path: detach (h), gt (m) cut it");
    expect(noPathWords(all, u)).toBe("no path: the output does not depend on it");
    expect([w, u, x].map(isCutOff)).toEqual([true, false, false]);
  });
  test("is called as the program has it, where that is known", () => {
    const there = { ...w, cut_at: ["detach() in line 3", "the comparison > in line 4"] };
    expect(noPathWords(all, there)).toBe("no gradient path: detach() in line 3 (h), the comparison > in line 4 (m) cut it");
    expect(withheldBy(all, there)).toBe("detach() in line 3 (h)");
  });
  test("ends where Python took a number out, too", () => {
    const taken = { ...u, cut_at: ["item() in line 3"] };
    expect(noPathWords(all, taken)).toBe("no gradient path: its way to the output ends at item() in line 3");
    expect(isCutOff(taken)).toBe(true);
  });
  test("takes a part of the slope only where what cuts has one", () => {
    expect([w, u, x, y].map((leaf) => withheldBy(all, leaf))).toEqual(["detach (h)", "", "", "detach (h)"]);
  });
});
