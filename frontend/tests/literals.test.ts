import { expect, test } from "vitest";
import { isLearnt, textAt, untouched, withTextAt } from "../src/program/literals";
import { node } from "./graphs";

const text = "w = 1.5 # slope\nm = [[1.0],\n     [2.0]]\ny = w * 2\nw = 3.0\nz = w + y";
const span = (line: number, column: number, endLine: number, endColumn: number) => ({ line, column, end_line: endLine, end_column: endColumn });
const nodes = [
  node("n0", "w", { span: span(1, 5, 1, 8) }),
  node("n1", "m", { span: span(2, 5, 3, 12) }),
  node("n2", "w#2", { span: span(5, 5, 5, 8) }),
];
const values = { w: 2, m: [[5], [6]], "w#2": 4 };
const kept = (after: string): string[] => Object.keys(untouched(values, nodes, text, after));

test("a span is a piece of the text, and can be another", () => {
  expect(textAt(text, span(2, 5, 3, 12))).toBe("[[1.0],\n     [2.0]]");
  expect(withTextAt(text, span(2, 5, 3, 12), "1")).toBe("w = 1.5 # slope\nm = 1\ny = w * 2\nw = 3.0\nz = w + y");
});

test("values stay with literals that nobody touched", () => {
  expect(kept(`# a comment\n${text} * 2`)).toEqual(["w", "m", "w#2"]);
  expect(kept(text.replace("1.5", "1.55"))).toEqual(["m", "w#2"]);
  expect(kept(text.replace("[2.0]", "[2.5]"))).toEqual(["w", "w#2"]);
  expect(kept(text.replace("w = 3.0", "v = 3.0"))).toEqual(["m"]);
  expect(kept(text.replace("w = 1.5", "w = 1.5 + 1"))).toEqual(["m", "w#2"]);
  expect(kept("q = 1")).toEqual([]);
});

test("weights and biases are known by their names", () => {
  expect(["w", "W1", "b_2", "bias", "theta", "θ"].map(isLearnt)).toEqual(Array(6).fill(true));
  expect(["X", "batch", "weather", "y", "h"].map(isLearnt)).toEqual(Array(5).fill(false));
});
