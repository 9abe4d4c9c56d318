import { expect, test } from "vitest";
import { ghosts, literalOf, rangeAround, rangeProblem, valueFor } from "../src/leaves/leaf";
import { textAt } from "../src/program/literals";
import { following } from "../src/leaves/ranges";
import { graph, node, summary } from "./graphs";

const text = "w = 1.5\nb = 2";
const span = { line: 1, column: 5, end_line: 1, end_column: 8 };
const value = (data: number) => ({ shape: [], min: data, max: data, mean: data, rms: data, zeros: 0, nonfinite: 0, data, preview: null });
const w = node("w", "w", { kind: "parameter", span, value: value(1.5) });

test("a range belongs to a literal", () => {
  const first = following({}, [w], text, {});
  expect(first["w"]?.range).toMatchObject({ min: -5, max: 5 });
  expect(following(first, [w], text, { w: 4 })).toBe(first);
  expect(following(first, [w], text.replace("1.5", "100"), {})["w"]?.range).toMatchObject({ min: -5, max: 5 });
  expect(following(first, [{ ...w, value: value(400) }], text.replace("1.5", "400"), {})["w"]?.range).toMatchObject({ max: 1000 });
});

test("a leaf takes its own values only: of any name, in its shape", () => {
  const leaf = (name: string, data: number | number[]) => node(name, name, { value: summary(data) });
  for (const name of ["constructor", "hasOwnProperty", "__proto__"]) {
    expect(valueFor(leaf(name, [1, 2]), {})).toBeUndefined();
    expect(valueFor(leaf(name, [1, 2]), { ["a"]: 1, [name]: [3, 4] })).toEqual([3, 4]);
    expect(following({}, [{ ...w, name }], text, {})[name]?.range).toMatchObject({ min: -5, max: 5 });
  }
  expect(valueFor(leaf("x", [1, 2]), { x: 7 })).toBeUndefined();
  expect(valueFor(leaf("x", 1), { x: [7] })).toBeUndefined();
  expect(following({}, [w], text, { w: [400] })["w"]?.range).toMatchObject({ min: -5, max: 5 });
});

test("a value outside widens it, and it stays wide", () => {
  const wide = following(following({}, [w], text, {}), [w], text, { w: 100 });
  expect(wide["w"]?.range).toMatchObject({ min: -200, max: 200 });
  expect(following(wide, [w], text, { w: 50 })).toBe(wide);
});

test("extreme numbers have ranges, too", () => {
  for (const size of [5e-324, 1e-300, 1e-12, 1e12, 4e307, 1e308, -1.7e308, Infinity, Number.NaN]) {
    const { min, max, step } = rangeAround(size);
    expect([min < max, Number.isFinite(max - min), step > 0, min + step > min]).toEqual([true, true, true, true]);
    expect(Number.isFinite(size) && (size < min || size > max)).toBe(false);
  }
  const wide = following(following({}, [w], text, {}), [w], text, { w: -1e308 });
  expect(wide["w"]?.range).toMatchObject({ max: 5, min: -Number.MAX_VALUE });
  expect(following(wide, [w], text, { w: 1e308 })["w"]?.range).toMatchObject({ min: 0, max: Number.MAX_VALUE });
  expect(rangeAround(3e-9)).toEqual({ min: -1e-8, max: 1e-8, step: 5e-11 });
});

test("a range that cannot be says why", () => {
  const range = { min: -1, max: 1, step: 0.1 };
  expect([rangeProblem(range, 0), rangeProblem({ ...range, min: 2 }, 0), rangeProblem({ ...range, step: 0 }, 0), rangeProblem(range, 3)]).toEqual([null, "order", "step", "outside"]);
});

test("a span is a piece of the text", () => {
  expect(textAt(text, span)).toBe("1.5");
  expect(textAt("a = [1,\n  2]\n", { line: 1, column: 5, end_line: 2, end_column: 5 })).toBe("[1,\n  2]");
});

test("a leaf that has another value than in the text says what stands there, and so does the text", () => {
  expect(literalOf(w, { w: 2.25 }, text)).toBe("1.5");
  expect([literalOf(w, {}, text), literalOf(w, { w: 1.5 }, text)]).toEqual([null, null]);
  const wrapped = "w = data([1.5])";
  const boxed = { ...w, shape: [1], span: { line: 1, column: 5, end_line: 1, end_column: 16 } };
  expect([literalOf(boxed, { w: [1.5] }, wrapped), literalOf(boxed, { w: [3] }, wrapped)]).toEqual([null, "data([1.5])"]);
  const twice = graph([w, node("w2", "w", { ...w, id: "w2", name: "w#2" })], [], []);
  expect(ghosts(twice, { w: 2, "w#2": -3 }, text)).toEqual([{ span, now: "2, −3" }]);
  expect(ghosts(twice, {}, text)).toEqual([]);
});
