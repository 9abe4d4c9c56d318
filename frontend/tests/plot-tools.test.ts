/** The tools of the plots: reading a curve, places on a slider's steps, filled levels and the minimum. */
import { describe, expect, test } from "vitest";
import { largestOf } from "../src/inspector/MatrixTab";
import { bandPath, minimum } from "../src/plot/contour";
import { onStep, readAt } from "../src/plot/curve";

describe("reading a curve", () => {
  const samples = [0, 1, 2, 3].map((x) => ({ x, y: x === 3 ? Number.NaN : x * x, slope: 2 * x }));
  const joined = (): boolean => false;
  test("between samples it is read on the line", () => expect([readAt(samples, 1, joined), readAt(samples, 1.5, joined)]).toEqual([1, 2.5]));
  test("nothing is read outside, where it has no value, and across a jump", () => {
    expect([readAt(samples, -1, joined), readAt(samples, 4, joined), readAt(samples, 2.5, joined), readAt(samples, 0.5, (index) => index === 1)]).toEqual([null, null, null, null]);
  });
});

test("a dragged point stays on the slider's steps and inside its range", () => {
  const range = { min: -5, max: 5, step: 0.1 };
  expect([onStep(1.2345, range), onStep(-9, range), onStep(9, range), onStep(0.30000000001, range)]).toEqual([1.2, -5, 5, 0.3]);
});

describe("a surface", () => {
  const axis = [-1, 0, 1];
  const bowl = { xs: axis, ys: axis, rows: axis.map((y) => axis.map((x) => x * x + y * y)) };
  const same = (value: number): number => value;
  test("has its minimum where that is not at the edge", () => {
    expect(minimum(bowl)).toEqual({ x: 0, y: 0, value: 0 });
    expect(minimum({ ...bowl, rows: axis.map((y) => axis.map((x) => x + y)) })).toBeNull();
    expect(minimum({ ...bowl, rows: axis.map(() => axis.map(() => Number.NaN)) })).toBeNull();
    expect(minimum({ ...bowl, rows: bowl.rows.map((row, at) => (at === 2 ? row.map(() => Number.NaN) : row)) })).toBeNull();
  });
  test("is filled between levels, every field once", () => {
    const fields = (from: number, to: number): number => bandPath(bowl, from, to, same, same).split("M").length - 1;
    expect([fields(-Infinity, 1), fields(1, Infinity)]).toEqual([0, 4]);
    expect(fields(-Infinity, Infinity)).toBe(4);
  });
});

test("the number of largest size is found, whatever its sign", () => {
  expect([largestOf([1, -3, 2]), largestOf([Number.NaN, 0.5]), largestOf([Number.NaN])]).toEqual([1, 1, null]);
});
