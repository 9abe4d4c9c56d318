import { CompletionContext } from "@codemirror/autocomplete";
import { python } from "@codemirror/lang-python";
import { EditorState, Text } from "@codemirror/state";
import { Decoration } from "@codemirror/view";
import { describe, expect, test } from "vitest";
import type { FunctionEntry } from "../src/api";
import { isSame, offsets } from "../src/editor/marks";
import { assignedNames, completionSource, functionAt, parametersOf } from "../src/editor/language";
import { nodesAt } from "../src/editor/places";
import { hang } from "../src/editor/wrapping";
import type { GraphNode } from "../src/model";
import { halfCharacter } from "../src/program/characters";
import { node } from "./graphs";

const entry = (signature: string, rest: Partial<FunctionEntry> = {}): FunctionEntry => ({
  name: signature.split("(")[0] ?? "", kind: "operation", category: "", signature, summary: "", formula: null, example: null, aliases: [], ...rest,
});
const language = { functions: () => [entry("exp(a)", { method: true }), entry("sum(a, axis=None, keepdims=False)", { method: true, aliases: ["total"] }), entry("stack(tensors, axis=0)"), entry("data(values)", { kind: "maker" })] };

/** A text with a | in it, as the editor's state and the place of the bar. */
const at = (text: string): [EditorState, number] => [EditorState.create({ doc: text.replace("|", ""), extensions: [python()] }), text.indexOf("|")];
const offered = (text: string, explicit = false): string[] | null => completionSource(language)(new CompletionContext(...at(text), explicit))?.options.map(({ label }) => label) ?? null;

describe("completion", () => {
  test("is silent where a name is complete, in comments, in strings and in numbers", () => {
    for (const text of ["a = 1.0\ny = a|", "y = exp|", "# s|", 'group("s|")', "y = 2|", "y = 1.5e|", "y = 1.|", "y = |"]) expect(offered(text)).toBeNull();
    expect(offered("y = ex|")).toContain("exp");
    expect(offered("y = |", true)).toContain("stack");
  });
  test("offers methods behind a dot, and functions behind a library", () => {
    expect(offered("x = 1.0\ny = x.|")).toEqual(["exp", "sum"]);
    expect(offered("y = (a + b).s|")).toEqual(["exp", "sum"]);
    expect(offered("y = torch.s|")).toEqual(["exp", "sum", "stack", "data"]);
  });
  test("offers the names of parameters inside a call", () => {
    expect(offered("y = sum(x, a|")?.slice(0, 2)).toEqual(["y", "axis="]);
    expect(offered("y = x.sum(k|")).toContain("keepdims=");
    expect(offered("y = sum(x) + a|")).not.toContain("axis=");
  });
  test("says what a function takes, and what a method still does", () => {
    const details = (text: string) => completionSource(language)(new CompletionContext(...at(text), false))?.options.find(({ label }) => label === "sum")?.detail;
    expect([details("y = su|"), details("y = x.su|")]).toEqual(["(a, axis=None, keepdims=False)", "(axis=None, keepdims=False)"]);
  });
  test("knows every way to give a name", () =>
    expect(assignedNames("a, b = 1.0, 2.0\n(c, d) = q = a, b\nfor i in range(3):\n    s += i\ndef f(x, k=2.0):\n    return x == k\n")).toEqual(["a", "b", "c", "d", "q", "i", "s", "f", "x", "k"]));
  test("reads signatures", () => expect(parametersOf(entry("reshape(a, shape=(-1, 2))"))).toEqual([{ name: "a", standard: "" }, { name: "shape", standard: "(-1, 2)" }]));
});

describe("documentation", () => {
  const found = (text: string): string | undefined => functionAt(language, ...at(text))?.entry.name;
  test("is that of the function, its method, its other name or its parameter", () =>
    expect(["y = su|m(x)", "y = x.s|um()", "y = tot|al(x)", "y = sum(x, ax|is=0)"].map(found)).toEqual(["sum", "sum", "sum", "sum"]));
  test("is not that of a namesake", () =>
    expect(["sum = 1.0\ny = su|m * 2", "# su|m", "exp = 1.0\ny = f(e|xp=2)", "y = sum(x, exp=e|y)"].map(found)).toEqual([undefined, undefined, undefined, undefined]));
});

describe("a name under the pointer", () => {
  /** Nodes by the text that they span, the n-th time that it stands there. */
  const spanned = (text: string, id: string, name: string | null, piece: string, turn = 0): GraphNode => {
    let from = -1;
    for (let k = 0; k <= turn; k += 1) from = text.indexOf(piece, from + 1);
    const place = (offset: number): [number, number] => [text.slice(0, offset).split("\n").length, offset - text.lastIndexOf("\n", offset - 1)];
    const [[line, column], [endLine, endColumn]] = [place(from), place(from + piece.length)];
    return { ...node(id, name ?? id, { span: { line, column, end_line: endLine, end_column: endColumn } }), name };
  };
  const meant = (nodes: GraphNode[], text: string, line: number, column: number): string | null => {
    const found = nodesAt(nodes, text, { line, column });
    expect(found.length).toBeLessThan(2);
    return found[0] ?? null;
  };

  const text = "x = data(2.0)\nw = 1.5\nloss = (w * x - 1) ** 2  # w\nw = 3.0\nz = loss * w\nc = w\nq = c + x";
  const nodes = [
    spanned(text, "x", "x", "data(2.0)"), spanned(text, "w", "w", "1.5"), spanned(text, "wx", null, "w * x"), spanned(text, "minus", null, "(w * x - 1)"),
    spanned(text, "loss", "loss", "(w * x - 1) ** 2"), spanned(text, "w2", "w#2", "3.0"), spanned(text, "z", "z", "loss * w"), spanned(text, "q", "q", "c + x"),
  ];
  test("is its value there", () => {
    expect([meant(nodes, text, 3, 9), meant(nodes, text, 3, 13), meant(nodes, text, 3, 11)]).toEqual(["w", "x", "wx"]);
    expect([meant(nodes, text, 5, 6), meant(nodes, text, 5, 12)]).toEqual(["loss", "w2"]);
  });
  test("is what it is given, left of the sign", () => expect([1, 2, 3, 4, 5].map((line) => meant(nodes, text, line, 1))).toEqual(["x", "w", "loss", "w2", "z"]));
  test("may be another name of a value", () => expect([meant(nodes, text, 6, 1), meant(nodes, text, 7, 5)]).toEqual(["w2", "w2"]));
  test("in a comment is none", () => expect(meant(nodes, text, 3, 29)).toBeNull());
  test("belongs to its function", () => {
    const program = "z = 1.0\ndef f(a):\n    z = a * 2\n    return z + 1\ny = f(z) * z";
    const inside = [spanned(program, "z", "z", "1.0"), spanned(program, "f", "z", "a * 2"), spanned(program, "sum", null, "z + 1"), spanned(program, "y", "y", "f(z) * z")];
    expect([meant(inside, program, 3, 5), meant(inside, program, 4, 12), meant(inside, program, 5, 7), meant(inside, program, 5, 12)]).toEqual(["f", "f", "z", "z"]);
  });
  test("that a function is given is no namesake outside", () => {
    const program = "x = 1.0\ndef f(k, x):\n    return x * 2\ny = f(3, x)";
    const inside = [spanned(program, "x", "x", "1.0"), spanned(program, "y", "y", "x * 2")];
    expect([meant(inside, program, 3, 12), meant(inside, program, 4, 10)]).toEqual(["y", "x"]);
  });
  test("in a loop or a function is every value that comes from there", () => {
    const program = "h = 1.0\nfor i in range(2):\n    h = tanh(h * 2)\nq = softmax(h)";
    const turns = [1, 2].flatMap((turn) => [spanned(program, `product${turn}`, null, "h * 2"), spanned(program, `h${turn}`, `h#${turn + 1}`, "tanh(h * 2)")]);
    const all = [spanned(program, "h", "h", "1.0"), ...turns, spanned(program, "exp", null, "softmax(h)"), spanned(program, "q", "q", "softmax(h)")];
    const found = (line: number, column: number): string[] => nodesAt(all, program, { line, column });
    expect([found(3, 16), found(3, 5), found(3, 10)]).toEqual([["product1", "product2"], ["h1", "h2"], ["h1", "h2"]]);
    expect([found(4, 6), found(4, 1), found(4, 13)]).toEqual([["exp", "q"], ["q"], ["h2"]]);
  });
});

test("a wrapped line goes on further in than it begins, but leaves room", () =>
  expect(["y = x", "    z = x", "\ty = x", "", " ".repeat(60)].map((line) => hang(line, 4))).toEqual([2, 6, 6, 2, 20]));

describe("marks", () => {
  test("a character without a shape is marked by its neighbours", () => {
    const place = { line: 1, column: 5, end_line: 1, end_column: 6 };
    expect(offsets(Text.of(["y = \u202ew"]), place)).toEqual({ from: 3, to: 6 });
    expect(offsets(Text.of(["y = w"]), place)).toEqual({ from: 4, to: 5 });
  });
  test("half a character is found before it is sent", () => {
    expect(halfCharacter("y = 1 # 😀")).toBeNull();
    expect(halfCharacter("w = 1\ny = \ud800w")).toMatchObject({ span: { line: 2, column: 5, end_column: 6 }, detail: expect.stringContaining("U+D800") as string });
  });
});

test("marks that begin at one place and end at others are not the same", () => {
  const mark = Decoration.mark({ class: "computed" });
  const line = Decoration.line({ class: "line" }).range(0);
  const marked = (to: number) => Decoration.set([line, mark.range(2, to)], true);
  expect(isSame(marked(5), marked(5))).toBe(true);
  expect(isSame(marked(5), marked(9))).toBe(false);
  expect(isSame(marked(5), Decoration.none)).toBe(false);
});
