import { expect, test } from "vitest";
import { decades, linear, logarithmic } from "../src/train/charts/scale";

test("ordinary numbers stay what they are", () => {
  const scale = linear([0.3, -2, 5000]);
  expect([0.3, -2, 5000].map((value) => scale.place(value))).toEqual([0.3, -2, 5000]);
});

test.each([[[9.5e51, 1e40]], [[3e-20, 1e-22]], [[1.7e308, 2]], [[5e-324]]])("numbers that no chart has marks for are drawn in units of a power of ten: %j", (values) => {
  const scale = linear(values);
  const largest = Math.max(...values);
  expect(scale.place(largest)).toBeGreaterThanOrEqual(0.9);
  expect(scale.place(largest)).toBeLessThan(11);
  expect(scale.value(scale.place(largest) as number) / largest).toBeCloseTo(1, 9);
  expect(scale.place(0)).toBe(0);
});

test("a logarithmic axis always has numbers", () => {
  for (const [low, high] of [[-250, 256], [-3, 2], [0.1, 0.95], [0.31, 0.34], [0.1, 0.1001], [-0.2, 0.2], [51.2, 51.3]] as const) {
    const marks = decades(low, high);
    expect(marks.length, `${low} to ${high}`).toBeGreaterThanOrEqual(2);
    expect(marks.length).toBeLessThanOrEqual(10);
    for (const mark of marks) expect(mark >= low - 1e-9 && mark <= high + 1e-9).toBe(true);
  }
});

test("nothing is marked beyond the largest number of the machine", () => {
  expect(decades(0, 325).every((mark) => Number.isFinite(logarithmic.value(mark)))).toBe(true);
});

test("what is not positive has no place on it", () => {
  expect([0, -1, 100].map((value) => logarithmic.place(value))).toEqual([null, null, 2]);
});
