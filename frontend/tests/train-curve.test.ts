import { describe, expect, it } from "vitest";
import { beforeExplosion, extended, joined, smoothed, thinned } from "../src/train/curve";

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

  it("joins curves over all places, with nothing where one has no point", () => {
    const [x, first, second] = joined([{ x: [1, 3], y: [10, 30] }, { x: [2, 3], y: [20, null] }]);
    expect(x).toEqual([1, 2, 3]);
    expect(first).toEqual([10, undefined, 30]);
    expect(second).toEqual([undefined, 20, null]);
  });
});

describe("a run that exploded goes on", () => {
  const calm = Array.from({ length: 30 }, (_, index) => 1 + (index % 3) / 10);
  const wild = Array.from({ length: 20 }, (_, index) => 10 ** (index + 1));
  const state = (losses: number[]): number => losses[beforeExplosion(losses)] as number;

  it("from the last step whose loss was in its earlier range", () => {
    expect(beforeExplosion([...calm, ...wild, Number.NaN])).toBe(29);
    expect(beforeExplosion([...calm.slice(0, 15), ...wild, Infinity])).toBe(14);
  });

  it("from its start where it was never well again", () => {
    expect(beforeExplosion([1, 10, Infinity])).toBe(0);
    expect(beforeExplosion([0.82, 185, 3.25e4, 9.47e8, 2.16e14, 5.46e19, 1.16e25, 2.96e30, 8.06e35, 1.76e41, 4.12e46, Infinity])).toBe(0);
    expect(beforeExplosion([2.41, 114, 12.7, 24.7, 431, 137, 3750, 8610, 9810, 4.54e4, 2.95e5, 4.12e6, 7.76e7, 9.5e6, 2.6e9, Infinity])).toBe(0);
    expect(beforeExplosion([Number.NaN])).toBe(0);
    expect(beforeExplosion([])).toBe(0);
  });

  it("from before the climb, however high the losses were at the beginning", () => {
    expect(state([500, 300, ...calm, ...wild, Infinity])).toBeLessThan(2);
    expect(state([...calm, 900, 700, ...calm, ...wild, Infinity])).toBeLessThan(2);
  });

  it("not from a batch that was easy by chance while everything else had exploded", () => {
    expect(beforeExplosion([...calm, ...wild.slice(0, 8), 0.5, ...wild.slice(8), Infinity])).toBe(29);
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
