import { describe, expect, test } from "vitest";
import { shareOf } from "../src/between";
import { marksOf } from "../src/editor/Problems";
import { assignedNames } from "../src/editor/language";
import { nodesAt } from "../src/editor/places";
import { elementProgram, factors, labelled } from "../src/inspector/element";
import { histogram } from "../src/inspector/Histogram";
import { lineOf, rowAt, sliceAt } from "../src/inspector/slices";
import { type GraphNode, type Span, unravel } from "../src/model";
import { asParameters, editorFor, inShape, rangeAround, replaced, switchedKind } from "../src/leaves/leaf";
import { arrow, isConstant, isoline, labelPlaces, levels, refined } from "../src/plot/contour";
import { coarseFirst, pathOf, places, scaleOf, tickLabels, ticks } from "../src/plot/curve";
import { actionOf, listen } from "../src/shell/keyboard";
import { node, twoUses } from "./graphs";

const span = (line: number, column: number, end: number) => ({ line, column, end_line: line, end_column: end });

describe("leaves", () => {
  test("a slider reaches to a round limit on both sides", () => {
    expect(rangeAround(1.5)).toEqual({ min: -5, max: 5, step: 0.025 });
    expect(rangeAround(0)).toMatchObject({ min: -2, max: 2 });
    expect(rangeAround(-0.04).max).toBeCloseTo(0.1);
  });
  test("numbers get a slider, small matrices a grid, the rest neither", () =>
    expect([[], [1, 1], [2, 3], [8], [9, 2], [2, 2, 2]].map((shape) => editorFor(node("a", "a", { shape })))).toEqual([
      "slider", "slider", "grid", "grid", "none", "none",
    ]));
  test("one element changes in place", () => {
    expect(replaced([[1, 2], [3, 4]], [1, 0], 9)).toEqual([[1, 2], [9, 4]]);
    expect(inShape([1, 1], 5)).toEqual([[5]]);
    expect(unravel(5, [2, 3])).toEqual([1, 2]);
  });
  test("the kind is switched in the text", () => {
    const source = "x = data(2.0)\nw = 1.5 # slope";
    const w = node("w", "w", { kind: "parameter", span: span(2, 5, 8) });
    const x = node("x", "x", { kind: "data", span: span(1, 5, 14) });
    expect(switchedKind(source, w)).toBe("x = data(2.0)\nw = data(1.5) # slope");
    expect(switchedKind(source, x)).toBe("x = param(2.0)\nw = 1.5 # slope");
    const two = "a = np.array([1.0])\nb = data(2.0)";
    const [a, b] = [[1, 5, 1, 20], [2, 5, 2, 14]].map(([line, column, end_line, end_column]) => ({ ...x, span: { line, column, end_line, end_column } as Span }));
    expect(asParameters(two, [a, b] as GraphNode[])).toBe("a = param([1.0])\nb = param(2.0)");
    const at = (line: string, kind: "data" | "parameter"): string | null => {
      const text = line.slice(4);
      const end = { end_line: text.split("\n").length, end_column: (text.split("\n").at(-1) ?? "").length + (text.includes("\n") ? 1 : 5) };
      return switchedKind(line, node("w", "w", { kind, span: { line: 1, column: 5, ...end } }));
    };
    expect(at("w = tensor(1.0, requires_grad=True)", "parameter")).toBe("w = tensor(1.0)");
    expect(at("w = torch.tensor(1.0)", "data")).toBe("w = torch.tensor(1.0, requires_grad=True)");
    expect(at("w = torch.nn.Parameter(torch.tensor(1.0))", "parameter")).toBe("w = data(torch.tensor(1.0))");
    expect(at("w = np.array([1.0, 2.0])", "data")).toBe("w = param([1.0, 2.0])");
    expect(at("w = randn(2, seed=1)", "data")).toBe("w = param(randn(2, seed=1))");
    expect(at("w = param(randn(2, seed=1))", "parameter")).toBe("w = data(randn(2, seed=1))");
    expect(at("w = data([1.0,\n  2.0])", "data")).toBe("w = param([1.0,\n  2.0])");
    expect(at("w = 1.0, 2.0", "parameter")).toBe("w = data((1.0, 2.0))");
    expect(at("w = tensor(1.0)", "parameter")).toBeNull();
    expect(switchedKind("W = randn(2, 3)", node("W", "W", { kind: "data", span: span(1, 5, 16) }))).toBe("W = param(randn(2, 3))");
  });
});

describe("editor", () => {
  test("the innermost value lies under the pointer", () => {
    const nodes = [node("outer", "o", { span: span(1, 5, 20) }), node("inner", "i", { span: span(1, 6, 11) })];
    const text = "y = (a * b) + 1 + 2.0\n1.0 + 2.0";
    expect(nodesAt(nodes, text, { line: 1, column: 8 })).toEqual(["inner"]);
    expect(nodesAt(nodes, text, { line: 1, column: 17 })).toEqual(["outer"]);
    expect(nodesAt(nodes, text, { line: 2, column: 7 })).toEqual([]);
  });
  test("every problem with a place is marked", () => {
    const one = { code: "unknown_name", detail: "no w", hint: "give it one", span: span(1, 1, 2) };
    expect(marksOf({ type: "", title: "", status: 422, detail: "no w", code: "unknown_name", problems: [one, { ...one, span: null }] })).toEqual([
      { span: one.span, message: "No w. Give it one." },
    ]);
  });
  test("completion knows the program's names", () => expect(assignedNames("w = 1\n  h += w\nif w == 2: pass")).toEqual(["w", "h"]));
});

describe("element focus", () => {
  const matrix = (label: string, shape: number[], requires_grad = true): GraphNode => node(label, label, { shape, requires_grad });
  test("writes out a row times a column; data stays data", () =>
    expect(elementProgram(matrix("x", [1, 2], false), matrix("w", [2, 2]), matrix("z", [1, 2]), 1, [2, 3], [0, -1, 0, 1.2])?.source).toBe(
      "x_0_0 = data(2)\nw_0_1 = param(-1)\nx_0_1 = data(3)\nw_1_1 = param(1.2)\nz_0_1 = x_0_0 * w_0_1 + x_0_1 * w_1_1",
    ));
  test("no two values get one name, whatever the operands are called", () => {
    const program = elementProgram(matrix("h", [1, 1]), matrix("h₂", [1, 1]), matrix("h_0", [1, 1]), 0, [2], [3]);
    expect(program?.source).toBe("h_0_0 = param(2)\nh2_0_0 = param(3)\nh02_0_0 = h_0_0 * h2_0_0");
    expect([...(program?.labels.values() ?? [])]).toEqual(["h[0, 0]", "h₂[0, 0]", "h_0[0, 0]"]);
    const square = elementProgram(matrix("A", [2, 2]), matrix("A", [2, 2]), matrix("v1", [2, 2]), 3, [1, 2, 3, 4], [1, 2, 3, 4]);
    expect(square?.source.match(/A_1_1 =/g)).toHaveLength(1);
  });
  test("long products end in one number, which has a name of its own", () =>
    expect(elementProgram(matrix("others", [5]), matrix("w", [5]), matrix("y", []), 0, [1, 1, 1, 1, 2], [1, 1, 1, 1, 3])?.source).toMatch(/others2 = data\(6\)\ny = .* \+ others2$/));
  test("its graph says the places as they are written, also of long names", () => {
    const program = elementProgram(matrix("activations_in", [2, 2]), matrix("w", [2, 2]), matrix("z", [2, 2]), 1, [1, 2, 3, 4], [5, 6, 7, 8]);
    const graph = twoUses();
    graph.nodes = [node("n0", "w_0_1"), { ...node("n4", "v4"), expression: "activations_in_0_0 × w_0_1" }];
    const { nodes, edges } = labelled({ ...graph, edges: graph.edges.slice(0, 1).map((edge) => ({ ...edge, local: { ...edge.local, text: "w_0_1" } })) }, program?.labels ?? new Map());
    expect(nodes.map(({ label, expression }) => [label, expression])).toEqual([["w[0, 1]", ""], ["v4", "activat…[0, 0] × w[0, 1]"]]);
    expect(edges[0]?.local.text).toBe("w[0, 1]");
    const twins = elementProgram(matrix("activations_in", [1, 1]), matrix("activations_out", [1, 1]), matrix("z", [1, 1]), 0, [1], [2]);
    expect([...(twins?.labels.values() ?? [])].slice(0, 2)).toEqual(["activations_in[0, 0]", "activations_out[0, 0]"]);
  });
  test("vectors and batches are products, too", () => {
    expect(factors([2, 3], [3], [2], 1)).toEqual([0, 1, 2].map((k) => ({ left: [1, k], right: [k] })));
    expect(factors([5, 1, 2], [2, 3], [5, 1, 3], 14)).toEqual([0, 1].map((k) => ({ left: [4, 0, k], right: [k, 2] })));
  });
  test("what is not finite cannot be written out", () =>
    expect(elementProgram(matrix("a", [1]), matrix("b", [1]), matrix("y", []), 0, [Infinity], [0])).toBeNull());
  test("matrices of a tensor stand below each other, each with its index above", () => {
    expect([0, 1, 2, 3].map((row) => [sliceAt(row, [2, 2, 5]), lineOf(row, [2, 2, 5])])).toEqual([["[0, :, :]", 1], ["", 2], ["[1, :, :]", 4], ["", 5]]);
    expect([0, 1, 2, 3, 4, 5].map((line) => rowAt(line, [2, 2, 5]))).toEqual([0, 0, 1, 2, 2, 3]);
  });
});

describe("plot", () => {
  test("samples both ends", () => expect(places(-1, 1, 3)).toEqual([-1, 0, 1]));
  test("a pole does not flatten the rest", () => expect(scaleOf([...places(0, 1, 40), 1e9]).high).toBeLessThan(10));
  test("ticks have as many digits as tell them apart", () => {
    expect(tickLabels([-1, 0, 1])).toEqual(["−1", "0", "1"]);
    expect(tickLabels([0.54591, 0.545915, 0.54592])).toEqual(["0.54591", "0.545915", "0.54592"]);
  });
  test("an axis has at least two ticks", () => expect(ticks({ low: 0.1, high: 1.9 }, 2).length).toBeGreaterThan(1));
  test("ticks are round", () => expect(ticks({ low: -1.1, high: 2.3 }, 4)).toEqual([-1, 0, 1, 2]));
  test("the smallest and the largest numbers have finite places", () => {
    expect(ticks({ low: 0, high: 5e-324 })).toEqual([]);
    expect(ticks({ low: 1, high: 1 })).toEqual([]);
    const scale = scaleOf([-1.7e308, 1.7e308]);
    expect([scale.low, scale.high].every(Number.isFinite)).toBe(true);
    expect(scaleOf([], [1e308]).high).toBeGreaterThan(1e308);
    expect(ticks(scale, 4)).toEqual([-1e308, 0, 1e308]);
    expect([-1.5e308, 0, 1.5e308].map((value) => shareOf(value, -1.5e308, 1.5e308))).toEqual([0, 0.5, 1]);
    expect(places(-5e307, 5e307, 41).every(Number.isFinite)).toBe(true);
    expect(isoline({ xs: [0, 1], ys: [0, 1], rows: [[-1.7e308, 1.7e308], [-1.7e308, 1.7e308]] }, 0)).toEqual([[{ x: 0.5, y: 0 }, { x: 0.5, y: 1 }]]);
    expect(histogram([-1e308, 0, 1e308], 3).counts).toEqual([1, 1, 1]);
  });
  test("what is not a number leaves a gap", () =>
    expect(pathOf([{ x: 0, y: 0 }, { x: 1, y: Number.NaN }, { x: 2, y: 2 }], (x) => x, (y) => y, 10)).toBe("M0.0 0.0h0M2.0 2.0h0"));
  test("a curve follows its slopes, and stops where it is cut", () => {
    const points = [0, 3, 6].map((x) => ({ x, y: x, slope: 1 }));
    expect(pathOf(points, (x) => x, (y) => y, 10, (index) => index === 2)).toBe("M0.0 0.0C1.0 1.0 2.0 2.0 3.0 3.0M6.0 6.0h0");
  });
  test("a few of the coarse places cover the range", () => expect(coarseFirst(places(0, 16, 17)).slice(0, 3)).toEqual([0, 8, 16]));
});

describe("keyboard", () => {
  const press = (key: string, target: HTMLElement = document.body, rest: KeyboardEventInit = {}): string | null => {
    const event = new KeyboardEvent("keydown", { key, ...rest });
    Object.defineProperty(event, "target", { value: target });
    return actionOf(event);
  };
  test("single keys act, but not while typing", () => {
    expect(["g", " ", "ArrowLeft", "?", "q"].map((key) => press(key))).toEqual(["graph", "play", "back", "help", null]);
    expect(press("ArrowRight", document.body, { shiftKey: true })).toBe("phaseForward");
    expect(press("g", document.createElement("input"))).toBeNull();
    expect(press("Enter", document.createElement("input"), { ctrlKey: true })).toBe("run");
  });
  test("a slider and a checkbox keep their own keys and let the others through", () => {
    const input = (type: string): HTMLInputElement => Object.assign(document.createElement("input"), { type });
    expect(["g", " ", "ArrowLeft", "Home"].map((key) => press(key, input("range")))).toEqual(["graph", "play", null, null]);
    expect(["g", " ", "ArrowLeft"].map((key) => press(key, input("checkbox")))).toEqual(["graph", null, "back"]);
    expect(["text", "number", "search"].map((type) => press("g", input(type)))).toEqual([null, null, null]);
    expect(press("g", document.createElement("select"))).toBeNull();
  });
  test("an open dialog has the keys to itself", () => {
    const dialog = document.body.appendChild(document.createElement("dialog"));
    const heard: string[] = [];
    const stops = [listen({ forward: () => heard.push("page") }), listen({ forward: () => heard.push("dialog") }, dialog)];
    const pressArrow = (): boolean => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    pressArrow();
    dialog.setAttribute("open", "");
    pressArrow();
    for (const stop of stops) stop();
    dialog.remove();
    expect(heard).toEqual(["page", "dialog"]);
  });
  test("space on a button presses the button", () => expect(press(" ", document.createElement("button"))).toBeNull());
});

describe("contour", () => {
  const xs = [0, 1, 2];
  const surface = { xs, ys: xs, rows: xs.map(() => xs) };
  test("a line crosses every cell that it passes", () =>
    expect(isoline(surface, 0.5)).toEqual([
      [{ x: 0.5, y: 0 }, { x: 0.5, y: 1 }],
      [{ x: 0.5, y: 1 }, { x: 0.5, y: 2 }],
    ]));
  test("what is not known yet draws nothing", () => expect(isoline({ ...surface, rows: [[0, Number.NaN], [0, 1]] }, 0.5)).toEqual([]));
  test("a valley that bends evenly is followed between the samples, a kink and a jump stay as they are", () => {
    const line = [-3, -1, 1, 3];
    const rows = (of: (x: number) => number) => refined({ xs: line, ys: line, rows: line.map(() => line.map(of)) }).rows[5];
    expect(rows((x) => x * x)?.slice(4, 9)).toEqual([1, 0.25, 0, 0.25, 1]);
    expect(rows((x) => Math.max(0, x + 1))?.slice(4, 9)).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(refined({ xs: [0, 1], ys: [0], rows: [[1, Number.NaN]] }).rows[0]?.[0]).toBe(1);
  });
  test("the middle of four corners tells how two lines pass each other", () => {
    const joins = (low: number) => isoline({ xs: [0, 1], ys: [0, 1], rows: [[1, 0], [low, 1]] }, 0.5).map(([a, b]) => [a?.y, b?.x]);
    expect(joins(0.4)).not.toEqual(joins(-2));
  });
  test("the arrow stands across the drawn lines, whatever the scales", () => {
    // f = a + 10 b over a in 0..100 and b in 0..1, in a square of 100 pixels: lines fall by 10 in b for 1 in a.
    const angle = (arrow({ x: 1, y: 10 }, 1, 0.01) ?? 0) * (Math.PI / 180);
    const line = { x: 10 / 1, y: 1 / 0.01 };
    expect(Math.cos(angle) * line.x + Math.sin(angle) * line.y).toBeCloseTo(0);
    expect(arrow({ x: 1, y: 0 }, 5, 1)).toBeCloseTo(0);
    expect([arrow({ x: 0, y: 0 }, 1, 1), arrow({ x: Number.NaN, y: 0 }, 1, 1)]).toEqual([null, null]);
  });
  test("a constant surface is known as one", () => expect([isConstant([[2, 2], [2, 2 + 1e-15]]), isConstant([[1, 2]]), isConstant([[Number.NaN]])]).toEqual([true, false, false]));
  test("labels keep off the point and each other", () => {
    const line = [[{ x: 10, y: 10 }], [{ x: 50, y: 50 }], [{ x: 90, y: 90 }]];
    const frame = { left: 0, right: 100, top: 0, bottom: 100 };
    expect(labelPlaces([line, line, []], frame, { x: 10, y: 10 })).toEqual([{ x: 90, y: 90 }, { x: 50, y: 50 }, null]);
  });
  test("levels divide by rank", () => expect(levels([[1, 2, 3, 1000]], 2)).toEqual([2, 1000]));
});
