import { describe, expect, test } from "vitest";
import { derivative } from "../src/inspector/MathsTab";
import type { Edge, NestedNumbers, Summary } from "../src/model";
import { playOf } from "../src/stepper/frames";
import { withNumbers } from "../src/stepper/expression";
import { edge, graph, node, said, summary } from "./graphs";

interface Step {
  op: string;
  text?: string;
  rule?: boolean;
  params?: Record<string, unknown>;
  x?: NestedNumbers;
  upstream?: NestedNumbers;
  sent?: NestedNumbers;
  before?: Summary;
  after?: Summary;
}

const MATRIX = [[1, 2], [3, 4]];

/** What the sentence of `y = op(x)` says is sent to x, and what then becomes of x's gradient. */
function backward({ op, text = "", rule = false, params = {}, x = MATRIX, upstream = [1, 1], sent = MATRIX, before, after = summary(sent) }: Step): string {
  const local: Edge["local"] = { text, latex: "", rule, value: null };
  const nodes = [node("x", "x", { value: summary(x) }), node("y", "y", { op, params, expression: `${op}(x)`, inputs: ["x"], value: summary(upstream), grad: summary(upstream) })];
  const first = { phase: "backward" as const, node: "x", edges: [], accumulated: before ? { x: before } : {} };
  const second = { phase: "backward" as const, node: "y", edges: ["y.0"], accumulated: { x: after } };
  return said(playOf(graph(nodes, [edge("x", "y", 0, { grad: summary(sent), local })], [first, second])), 2);
}

const sends = (step: Step): string => /; sends (.*?),? to x/.exec(backward(step))?.[1] ?? "";

describe("what is sent back", () => {
  test("a choice multiplies upstream in every case", () => {
    expect(sends({ op: "maximum", text: "1 / 2 if x = b else [x > b]" })).toBe("upstream × (½ if x = b, 1 if x > b, else 0)");
    expect(sends({ op: "div", text: "1 / b" })).toBe("upstream / b");
    expect(sends({ op: "relu", text: "1 if x > 0 else 0" })).toBe("upstream where x > 0, 0 elsewhere");
  });
  test("a factor of 0 makes zeros only of finite numbers", () => {
    expect(sends({ op: "mul", text: "0", sent: [0, 0] })).toBe("zeros");
    expect(sends({ op: "mul", text: "0", sent: ["NaN", "NaN"] })).toBe("upstream × 0");
  });
  test.each([
    [{ op: "sum" }, "upstream, copied to every element"],
    [{ op: "sum", params: { axis: 0 } }, "upstream, copied along axis 0"],
    [{ op: "sum", params: { axis: [0, -1] } }, "upstream, copied to every element"],
    [{ op: "sum", params: { axis: [0, -1] }, x: [[[1, 2], [3, 4]]] }, "upstream, copied along axes 0 and 2"],
    [{ op: "mean", text: "1 / 2", params: { axis: -1 } }, "upstream / 2, repeated along axis 1"],
    [{ op: "mean", text: "1 / 2", params: { axis: 1, keepdims: true }, upstream: [[1], [1]] }, "upstream / 2"],
    [{ op: "logsumexp", text: "exp(x − y)", params: { axis: 1 } }, "upstream × exp(x − y), upstream and y repeated along axis 1"],
    [{ op: "logsumexp", text: "exp(x − y)", upstream: 1 }, "upstream × exp(x − y)"],
    [{ op: "prod", params: { axis: 0 } }, "upstream × the product of the other elements along axis 0"],
    [{ op: "max", params: { axis: 0 }, sent: [[0, 0], [1, 1]] }, "upstream, to where the largest element along axis 0 was"],
    [{ op: "max", upstream: 1, sent: [0, 0.5, 0.5] }, "upstream, shared by equal largest elements"],
  ])("axes belong to what goes along them: %j", (step, words) => expect(sends(step)).toBe(words));
});

describe("running totals", () => {
  const total = (numbers: NestedNumbers): Summary => summary(numbers);
  test("are written out like what is added, or the sum could not be followed", () => {
    expect(backward({ op: "sum", before: total([[0, -0.7], [0.7, 0]]), after: total(MATRIX) })).toMatch(/ x had \[\[0, −0\.7\], \[0\.7, 0\]\] and has \[\[1, 2\], \[3, 4\]\] now\.$/);
  });
  test("of many elements say their size, and if they are not finite how many are not", () => {
    const many = Array.from({ length: 6 }, () => 1);
    const broken = { ...total(many), nonfinite: 2, rms: "NaN" as const };
    expect(backward({ op: "sum", before: total(many), after: broken })).toMatch(/ x had rms 1\.00 and has 2 of 6 elements not finite now\.$/);
  });
});

test("NaN has no sign", () => {
  const inputs = [node("x", "x", { value: summary("NaN") })];
  expect(withNumbers(node("y", "y", { expression: "−x" }), inputs)).toBe("NaN");
  expect(withNumbers(node("y", "y", { expression: "2 − x" }), inputs)).toBe("2 − NaN");
});

test("numbers that repeat the derivative are said once", () => {
  expect(derivative("d = \\frac{1}{2}", "\\frac{1}{2} = 0.5")).toBe("d = \\frac{1}{2} = 0.5");
  expect(derivative("d = x", "3")).toBe("d = x = 3");
  expect(derivative("d = 1", "1")).toBe("d = 1");
  expect(derivative("d = 1 - h", "")).toBe("d = 1 - h");
});
