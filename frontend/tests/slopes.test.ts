import { expect, test } from "vitest";
import { type Sample, places } from "../src/plot/curve";
import { jumps, merged, refinement } from "../src/plot/refine";
import { contradicts, drawable, slopeAt, withSlopes } from "../src/plot/slopes";

type Curve = (x: number) => [y: number, slope: number];

/** As the page samples: evenly, then three times where it is needed. */
function sampled(curve: Curve, low = -2, high = 2): Sample[] {
  const at = (x: number): Sample => ({ x, y: curve(x)[0], slope: curve(x)[1] });
  let samples = places(low, high, 41).map(at);
  for (let round = 0; round < 3; round += 1) samples = merged(samples, refinement(withSlopes(samples), 120).map(at));
  return samples;
}

/** Whether the gradient at a place is said not to be the slope. */
function isWrong(curve: Curve, x: number, low?: number, high?: number): boolean {
  const own = slopeAt(sampled(curve, low, high), { x, y: curve(x)[0] });
  return own !== null && contradicts(own, curve(x)[1]);
}

test("a gradient that lost a path is not the slope", () => {
  const cut: Curve = (x) => [x * x, x];
  expect(slopeAt(sampled(cut, -5, 5), { x: 3, y: 9 })?.value).toBeCloseTo(6, 9);
  expect(isWrong(cut, 3, -5, 5)).toBe(true);
  expect(isWrong((x) => [Math.exp(x), 0], 0.73)).toBe(true);
  expect(isWrong((x) => [Math.sin(3 * x), 2 * Math.cos(3 * x)], 0.11)).toBe(true);
});

test("a right one is the slope, however the curve bends, breaks or waves", () => {
  const curves: Curve[] = [
    (x) => [3 * x, 3],
    (x) => [x * x, 2 * x],
    (x) => [Math.exp(4 * x), 4 * Math.exp(4 * x)],
    (x) => [Math.tanh(20 * x), 20 / Math.cosh(20 * x) ** 2],
    (x) => [Math.abs(x - 0.33), Math.sign(x - 0.33)],
    (x) => [Math.max(0, x), x > 0 ? 1 : x < 0 ? 0 : 0],
    (x) => [x * x + (x > 0.31 ? -7 * (x - 0.31) : 0), 2 * x + (x > 0.31 ? -7 : 0)],
    (x) => [Math.floor(x * 3), 0],
    (x) => [1 / (x - 0.33), -1 / (x - 0.33) ** 2],
    (x) => [Math.sin(50 * x), 50 * Math.cos(50 * x)],
    (x) => [Math.sin(20 * Math.PI * x), 20 * Math.PI * Math.cos(20 * Math.PI * x)],
    (x) => [1e9 + x, 1],
    (x) => [Math.sqrt(Math.abs(x)), Math.sign(x) / (2 * Math.sqrt(Math.abs(x)))],
    (x) => [x > 0 ? x * Math.log(x) : Number.NaN, x > 0 ? Math.log(x) + 1 : Number.NaN],
  ];
  for (const [index, curve] of curves.entries()) {
    for (const x of places(-1.9, 1.9, 39)) expect([index, x, isWrong(curve, x)]).toEqual([index, x, false]);
    const samples = sampled(curve);
    const changed = drawable(samples).filter(({ slope }, at) => !Object.is(slope, samples[at]?.slope));
    expect([index, changed]).toEqual([index, []]);
  }
});

test("a curve is drawn by its own slopes where the gradient has others, and where there is none", () => {
  for (const [gradient, found] of [[(x: number) => x, sampled((x) => [x * x, x])], [() => Number.NaN, sampled((x) => [x * x, Number.NaN])]] as const) {
    const drawn = drawable(found);
    expect(drawn.length).toBe(found.length);
    for (const { x, slope } of drawn) if (Math.abs(x) < 1.8) expect([x, Math.abs(slope - 2 * x) < 0.15, gradient(x)]).toEqual([x, true, gradient(x)]);
    expect(jumps(drawn).size).toBe(0);
  }
});

test("steps without gradient are steps", () => {
  const drawn = drawable(sampled((x) => [Math.floor(x * 3), Number.NaN], -1.9, 1.9));
  expect(jumps(drawn).size).toBe(11);
});

test("where too little is known nothing is said", () => {
  expect(slopeAt([], { x: 0, y: 0 })).toBeNull();
  expect(slopeAt(sampled((x) => [x, 1]), { x: -1.99, y: -1.99 })).toBeNull();
});
