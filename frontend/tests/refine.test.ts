import { expect, test } from "vitest";
import { type Sample, places } from "../src/plot/curve";
import { jumps, kinks, merged, refinement } from "../src/plot/refine";

type Curve = (x: number) => [y: number, slope: number];

/** As the page samples: evenly, then three times where it is needed. */
function sampled(curve: Curve, low = -2, high = 2): Sample[] {
  const at = (x: number): Sample => ({ x, y: curve(x)[0], slope: curve(x)[1] });
  let samples = places(low, high, 41).map(at);
  for (let round = 0; round < 3; round += 1) samples = merged(samples, refinement(samples, 120).map(at));
  return samples;
}

/** Between which two samples a curve is cut, as the middle and the width. */
const cuts = (samples: Sample[], at: Set<number>): [number, number][] =>
  [...at].map((index) => [((samples[index]?.x ?? 0) + (samples[index - 1]?.x ?? 0)) / 2, (samples[index]?.x ?? 0) - (samples[index - 1]?.x ?? 0)]);

/** The largest distance between a curve and the cubic pieces that are drawn. */
function worst(curve: Curve, samples: Sample[]): number {
  return Math.max(...samples.slice(1).map((after, index) => {
    const before = samples[index] as Sample;
    const h = after.x - before.x;
    const middle = (before.y + after.y) / 2 + (h * (before.slope - after.slope)) / 8;
    return Math.abs(middle - curve(before.x + h / 2)[0]);
  }));
}

test("a line needs nothing more, a parabola neither", () => {
  expect(sampled((x) => [3 * x, 3])).toHaveLength(41);
  expect(sampled((x) => [x * x, 2 * x])).toHaveLength(41);
});

test("a fast wave is followed", () => {
  const wave: Curve = (x) => [Math.sin(50 * x), 50 * Math.cos(50 * x)];
  for (const reach of [2, 5]) {
    const samples = sampled(wave, -reach, reach);
    expect(samples.length).toBeLessThanOrEqual(401);
    expect(worst(wave, samples)).toBeLessThan(0.05);
    expect(jumps(samples).size).toBe(0);
  }
});

test("the two sides of a pole are not joined", () => {
  const samples = sampled((x) => [1 / (x - 0.33), -1 / (x - 0.33) ** 2]);
  const [cut, ...others] = cuts(samples, jumps(samples));
  expect(others).toEqual([]);
  expect(Math.abs((cut?.[0] ?? 0) - 0.33)).toBeLessThan(0.01);
  const tangent = sampled((x) => [Math.tan(5 * x), 5 / Math.cos(5 * x) ** 2]);
  expect(jumps(tangent).size).toBe(6);
});

test("steps are steps", () => {
  const samples = sampled((x) => [Math.floor(x * 3), 0]);
  const found = cuts(samples, jumps(samples));
  expect(found).toHaveLength(12);
  for (const [, width] of found) expect(width).toBeLessThan(0.02);
});

test("a derivative that changes at once is cut there, wherever the kink lies", () => {
  for (const kink of [0, 0.05, 0.33]) {
    const samples = sampled((x) => [Math.abs(x - kink), Math.sign(x - kink)]);
    expect(jumps(samples).size).toBe(0);
    const found = cuts(samples, kinks(samples));
    expect(found.length).toBeGreaterThan(0);
    for (const [place] of found) expect(Math.abs(place - kink)).toBeLessThan(0.01);
  }
  expect(kinks(sampled((x) => [Math.tanh(20 * x), 20 / Math.cosh(20 * x) ** 2])).size).toBe(0);
});

test("the end of a curve is found", () => {
  const samples = sampled((x) => [x > 0.33 ? Math.log(x - 0.33) : Number.NaN, 1 / (x - 0.33)]);
  expect(Math.min(...samples.filter(({ y }) => Number.isFinite(y)).map(({ x }) => x))).toBeLessThan(0.34);
});
