import { describe, expect, it } from "vitest";
import { beforeExplosion, extended, joined, positive, smoothed, thinned } from "../src/train/curve";

describe("curves", () => {
  it("takes means over equal stretches, placed at their last step", () => {
    expect(thinned([1, 3, 5, 7, 9], 11, 3)).toEqual({ x: [12, 14, 15], y: [2, 6, 9] });
    expect(thinned([1, 3], 1, 500)).toEqual({ x: [1, 2], y: [1, 3] });
  });

  it("leaves out what is not finite, and shows a gap where nothing is", () => {
    expect(thinned([1, Number.NaN, Number.NaN, Infinity], 1, 2)).toEqual({ x: [2, 4], y: [1, null] });
  });

  it("smooths without bias: a constant stays itself from the first point on", () => {
    for (const value of smoothed([3, 3, null, 3], 10)) expect(value === null || Math.abs(value - 3) < 1e-12).toBe(true);
    expect(smoothed([1, 2, 3], 1)).toEqual([1, 2, 3]);
  });

  it("follows slowly with a long span", () => {
    const [, second] = smoothed([0, 1], 10);
    expect(second).toBeCloseTo(1 / 1.9);
  });

  it("drops from a logarithmic axis what it cannot show", () => {
    expect(positive([1, 0, -2, null])).toEqual([1, null, null, null]);
  });

  it("joins curves over all places, with nothing where one has no point", () => {
    const [x, first, second] = joined([{ x: [1, 3], y: [10, 30] }, { x: [2, 3], y: [20, null] }]);
    expect(x).toEqual([1, 2, 3]);
    expect(first).toEqual([10, undefined, 30]);
    expect(second).toEqual([undefined, 20, null]);
  });
});

describe("a run that exploded", () => {
  it("goes on from the last place where losses were no higher than at the beginning", () => {
    const calm = Array.from({ length: 30 }, () => 1);
    const wild = Array.from({ length: 20 }, (_, index) => 10 ** (index + 1));
    expect(beforeExplosion([...calm, ...wild, Number.NaN])).toBe(30);
  });

  it("starts again where it never was calm", () => {
    expect(beforeExplosion([1, 10, Infinity])).toBe(0);
  });
});

describe("measurements of a long run", () => {
  it("stay in order, one per step", () => {
    const entries = extended(extended(new Map([[10, "a"]]), 5, "b", 9), 10, "c", 9);
    expect([...entries]).toEqual([[5, "b"], [10, "c"]]);
  });

  it("are thinned above a bound, and keep both ends", () => {
    let entries = new Map<number, number>();
    for (let step = 0; step <= 1000; step += 1) entries = extended(entries, step, step, 100);
    expect(entries.size).toBeLessThanOrEqual(100);
    expect([...entries.keys()].at(0)).toBe(0);
    expect([...entries.keys()].at(-1)).toBe(1000);
  });
});
