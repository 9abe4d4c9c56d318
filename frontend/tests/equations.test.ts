/** A step as equations: names, numbers and result, every term tagged with what it stands for. */
import katex from "katex";
import { describe, expect, test } from "vitest";
import type { NestedNumbers } from "../src/model";
import { called } from "../src/stepper/expression";
import { contributionLatex, equationsAt, ruleLatex } from "../src/stepper/equations";
import { playOf } from "../src/stepper/frames";
import { cutAtNames, matrixLatex } from "../src/stepper/notation";
import { createStage } from "../src/stepper/stage";
import { localFunction } from "../src/plot/local";
import { sumOfProducts } from "../src/stepper/Equations";
import { edge, graph, node, said, summary } from "./graphs";

/** Without tags, and without the braces around them. */
const bare = (latex: string): string => latex.replace(/\\htmlData\{[^{}]*\}\{((?:[^{}]|\{[^{}]*\})*)\}/g, "$1");
const untagged = (latex: string): string => {
  for (let before = ""; before !== latex; ) [before, latex] = [latex, bare(latex)];
  return latex;
};

/** `loss = (w * x - y) ** 2`, as the server sends it: the product and the difference have no name. */
function squared(w: number, x: number, y: number) {
  const [product, difference] = [w * x, w * x - y];
  const rule = (forward: string, ...local: string[]) => ({ formula: { forward, local, numbers: null } });
  const nodes = [
    node("n0", "w", { latex: "w", kind: "parameter", value: summary(w), grad: summary(2 * difference * x) }),
    node("n1", "x", { latex: "x", kind: "data", value: summary(x), requires_grad: false }),
    node("n2", "y", { latex: "y", kind: "data", value: summary(y), requires_grad: false }),
    node("n3", "v3", { name: null, latex: "v_{3}", op: "mul", expression: "w × x", inputs: ["n0", "n1"], value: summary(product), grad: summary(2 * difference), ...rule("v_{3} = w \\cdot x") }),
    node("n4", "v4", { name: null, latex: "v_{4}", op: "sub", expression: "v3 − y", inputs: ["n3", "n2"], value: summary(difference), grad: summary(2 * difference), ...rule("v_{4} = v_{3} - y") }),
    node("n5", "loss", { latex: "\\mathrm{loss}", kind: "output", op: "pow", expression: "v4²", inputs: ["n4"], value: summary(difference ** 2), grad: summary(1), ...rule("\\mathrm{loss} = v_{4}^{2}") }),
  ];
  const edges = [
    edge("n0", "n3", 0, { grad: summary(2 * difference * x), local: { text: "x", latex: "x", rule: false, value: x } }),
    edge("n3", "n4", 0, { grad: summary(2 * difference), local: { text: "1", latex: "1", rule: false, value: 1 } }),
    edge("n4", "n5", 0, { grad: summary(2 * difference), local: { text: "2 · v4", latex: "2 \\cdot v_{4}", rule: false, value: 2 * difference } }),
  ];
  return playOf(graph(nodes, edges, [
    { phase: "forward", node: "n3" }, { phase: "forward", node: "n4" }, { phase: "forward", node: "n5" }, { phase: "seed", node: "n5" },
    { phase: "backward", node: "n5", edges: ["n5.0"], accumulated: { n4: summary(2 * difference) } },
    { phase: "backward", node: "n4", edges: ["n4.0"], accumulated: { n3: summary(2 * difference) } },
    { phase: "backward", node: "n3", edges: ["n3.0"], accumulated: { n0: summary(2 * difference * x) } },
  ]));
}

describe("a step of single numbers", () => {
  const play = squared(1.5, 2, 1);
  test("goes from names over numbers to the result, without invented names", () => {
    expect(equationsAt(play, 1, "operation").map(untagged)).toEqual(["w \\cdot x = 1.5 \\cdot 2 = 3"]);
    expect(equationsAt(play, 3, "operation").map(untagged)).toEqual(["\\mathrm{loss} = \\left(w \\cdot x - y\\right)^{2} = 2^{2} = 4"]);
  });
  test("says on the way back what is upstream, what is local, and which rule that is", () => {
    expect(untagged(equationsAt(play, 5, "operation")[0] ?? "")).toBe(
      "\\partial \\left(w \\cdot x - y\\right) = \\underbrace{1}_{\\text{upstream}} \\cdot \\underbrace{4}_{\\text{local}:\\; 2 \\cdot \\left(w \\cdot x - y\\right)} = 4",
    );
  });
  test("tags every term with its value, and the local derivative with its edge", () => {
    const [latex = ""] = equationsAt(play, 7, "operation");
    expect(latex).toContain("\\htmlData{node=n0,kind=gradient}{\\partial w}");
    expect(latex).toContain("\\htmlData{edge=n3.0,kind=local}{2}");
    expect(() => katex.renderToString(latex, { trust: true })).not.toThrow();
  });
  test("puts negative numbers in brackets where a sign would run into them", () => {
    expect(untagged(equationsAt(squared(-1, 2, 1), 1, "operation")[0] ?? "")).toBe("w \\cdot x = \\left(-1\\right) \\cdot 2 = -2");
    expect(untagged(equationsAt(squared(-1, 2, 1), 3, "operation")[0] ?? "")).toMatch(/= \\left\(-3\\right\)\^\{2\} = 9$/);
  });
  test("has none where several operations are taken at once", () => expect(equationsAt(play, 3, "pass")).toEqual([]));
  test("is said with the same names", () => {
    expect(said(play, 6)).toBe("w × x − y. Upstream 4; local 1, sends 4 × 1 = 4 to w × x.");
    expect(said(play, 5)).toBe("loss = (w × x − y)². Upstream 1; local 2 · (w × x − y) = 4, sends 1 × 4 = 4 to w × x − y.");
  });
});

describe("what a value without a name is called", () => {
  const name = (expression: string, operand: string): string => {
    const nodes = [
      node("a", "a"), node("b", "b"),
      node("v2", "v2", { name: null, op: "f", expression: operand, inputs: ["a", "b"] }),
      node("v3", "v3", { name: null, op: "g", expression, inputs: ["v2", "b"] }),
    ];
    return called(new Map(nodes.map((one) => [one.id, one])), "v3");
  };
  test.each([
    ["v2 × b", "a + b", "(a + b) × b"],
    ["v2 + b", "a × b", "a × b + b"],
    ["b − v2", "a − b", "b − (a − b)"],
    ["v2²", "a @ b", "(a @ b)²"],
    ["tanh(v2)", "a + b", "tanh(a + b)"],
    ["v2 @ b", "a × b", "(a × b) @ b"],
    ["b if v2 ≠ 0 else b", "a > b", "b if (a > b) ≠ 0 else b"],
    ["−v2", "a + b", "−(a + b)"],
  ])("%s over %s", (expression, operand, whole) => expect(name(expression, operand)).toBe(whole));
  test("operands that would make it long are left out", () => {
    expect(name("v2 × b", "activation_of_the_first(a) + b")).toBe("f(…) × b");
  });
});

describe("matrices", () => {
  const [X, W] = [[[1, 2], [3, 4]], [[1, 0], [0.5, -1]]];
  const product = (out: NestedNumbers) => {
    const nodes = [
      node("n0", "X", { latex: "X", kind: "data", value: summary(X) }),
      node("n1", "W", { latex: "W", kind: "parameter", value: summary(W) }),
      node("n2", "z", { latex: "z", op: "matmul", expression: "X @ W", inputs: ["n0", "n1"], value: summary(out), formula: { forward: "z = X\\,W", local: [], numbers: null } }),
    ];
    return equationsAt(playOf(graph(nodes, [], [{ phase: "forward", node: "n2" }])), 1, "operation")[0] ?? "";
  };
  test("are written as matrices, and each cell knows the row or the column that it meets the others in", () => {
    const latex = product([[2, -2], [5, -4]]);
    expect(untagged(latex)).toBe("z = X\\,W = \\begin{bmatrix}1 & 2 \\\\ 3 & 4\\end{bmatrix}\\,\\begin{bmatrix}1 & 0 \\\\ 0.5 & -1\\end{bmatrix} = \\begin{bmatrix}2 & -2 \\\\ 5 & -4\\end{bmatrix}");
    expect(latex).toContain("\\htmlData{cell=1,i=1}{4}"); // of X: the row of the result
    expect(latex).toContain("\\htmlData{cell=1,j=1}{-1}"); // of W: its column
    expect(latex).toContain("\\htmlData{cell=1,i=1,j=1}{-4}");
  });
  test("that are too large stay names, and the result is its shape", () => {
    const large = Array.from({ length: 9 }, () => [1, 2]);
    expect(untagged(product(large))).toBe("z = X\\,W \\in \\mathbb{R}^{9 \\times 2}");
  });
  test("that are repeated have ghosts of their rows, and a sum over rows knows its columns", () => {
    const nodes = [
      node("n0", "x", { latex: "x", kind: "data", value: summary(X) }),
      node("n1", "b", { latex: "b", kind: "parameter", value: summary([5, 6]), grad: summary([4, 6]) }),
      node("n2", "z", { latex: "z", op: "add", expression: "x + b", inputs: ["n0", "n1"], value: summary([[6, 8], [8, 10]]), grad: summary(X), formula: { forward: "z = x + b", local: [], numbers: null } }),
    ];
    const sent = edge("n1", "n2", 1, { grad: summary([4, 6]), unbroadcast_from: [2, 2], local: { text: "1", latex: "1", rule: false, value: null } });
    const play = playOf(graph(nodes, [sent], [{ phase: "forward", node: "n2" }, { phase: "backward", node: "n2", edges: ["n2.1"], accumulated: { n1: summary([4, 6]) } }]));
    const [forward = ""] = equationsAt(play, 1, "operation");
    expect(forward).toContain("\\htmlData{cell=1,i=0,j=1}{6} \\\\ \\htmlData{cell=1,i=1,j=0,ghost=1}{5} & \\htmlData{cell=1,i=1,j=1,ghost=1}{6}");
    const [backward = ""] = equationsAt(play, 2, "operation");
    expect(backward).toContain("summed over axis 0");
    expect(backward).toContain("\\htmlData{cell=1,j=1}{6}");
  });
  test("round no number to one that looks exact", () => expect(matrixLatex(summary([0.9998, 1]))).toBe("\\begin{bmatrix}1.00 & 1\\end{bmatrix}"));
});

describe("names in notation", () => {
  const ids = (latex: string, ...names: [string, string][]): string[] =>
    cutAtNames(latex, names.map(([id, name]) => node(id, id, { latex: name }))).flatMap((piece) => (typeof piece === "string" ? [] : [piece.gradient ? `∂${piece.id}` : piece.id]));
  test("are whole names, not parts of words, commands or other names", () => {
    expect(ids("\\max\\left(x, 0\\right) + x_{2} \\cdot \\mathrm{x}", ["a", "x"], ["b", "x_{2}"])).toEqual(["a", "b"]);
    expect(ids("\\frac{1}{1 + e^{-e}}", ["a", "e"])).toEqual(["a"]);
    expect(ids("\\operatorname{mean}\\left(n\\right)", ["a", "n"])).toEqual(["a"]);
  });
  test("behind ∂ are gradients", () => expect(ids("\\partial z\\,W^{\\top}", ["z", "z"], ["W", "W"])).toEqual(["∂z", "W"]));
});

describe("one operation as a function of one input", () => {
  const of = (op: string, params: Record<string, unknown>, x: NestedNumbers, other?: NestedNumbers, slot = 0): string | undefined => {
    const inputs = [node("a", "a", { value: summary(x) }), ...(other === undefined ? [] : [node("b", "b", { value: summary(other) })])];
    if (slot === 1) inputs.reverse();
    const result = node("y", "y", { op, params, inputs: inputs.map(({ id }) => id), value: summary(x) });
    return localFunction(result, edge("a", "y", slot), inputs)?.source.split("\n")[1];
  };
  test("is written in the language", () => {
    expect(of("tanh", {}, 0.5)).toBe("y = tanh(x)");
    expect(of("neg", {}, 0.5)).toBe("y = -x");
    expect(of("pow", { exponent: -2 }, 0.5)).toBe("y = x ** (-2)");
    expect(of("leaky_relu", { negative_slope: 0.01 }, [1, -2])).toBe("y = leaky_relu(x, negative_slope=0.01)");
    expect(of("sub", {}, [1, 2], -3)).toBe("y = x - (-3)");
    expect(of("sub", {}, 2, 3, 1)).toBe("y = (3) - x");
  });
  test("is none where elements depend on several, or on numbers of their own", () => {
    expect(of("mul", {}, [1, 2], [3, 4])).toBeUndefined();
    expect(localFunction(node("y", "y", { op: "softmax", value: summary([1, 2]) }), edge("a", "y", 0, { local: { text: "…", latex: "", rule: true, value: null } }), [node("a", "a", { value: summary([1, 2]) })])).toBeNull();
    expect(localFunction(node("y", "y", { op: "sum", value: summary(3) }), edge("a", "y", 0), [node("a", "a", { value: summary([1, 2]) })])).toBeNull();
  });
});

describe("an edge by itself", () => {
  const play = squared(1.5, 2, 1);
  const at = (id: string) => play.edges.get(id) as NonNullable<ReturnType<typeof play.edges.get>>;
  test("has its rule with its number, and what it sends", () => {
    expect(untagged(ruleLatex(play, at("n5.0")))).toBe("\\frac{\\partial \\mathrm{loss}}{\\partial \\left(w \\cdot x - y\\right)} = 2 \\cdot \\left(w \\cdot x - y\\right) = 4");
    expect(untagged(contributionLatex(play, at("n3.0")))).toBe("\\partial w = \\underbrace{4}_{\\text{upstream}} \\cdot \\underbrace{2}_{\\text{local}:\\; x} = 8");
  });
  test("is open until another value is selected", () => {
    const stage = createStage();
    stage.show(play.graph);
    stage.openEdge("n5.0");
    expect([stage.edge.value, stage.selected.value]).toEqual(["n5.0", "n4"]);
    stage.selected.value = "n0";
    expect(stage.edge.value).toBeNull();
  });
});

test("an element of a product is the sum of products of a row and a column, negative numbers in brackets", () => {
  expect(sumOfProducts(["1", "−2"], ["0.5", "−3"], "6.5")).toBe("1 × 0.5 + (−2) × (−3) = 6.5");
});
