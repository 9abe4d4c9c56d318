import { describe, expect, it } from "vitest";
import type { MeasuresPage } from "../src/train/api";
import { joinedTo, pointOf, portion, range, shade, strideFor, whereToGoOn } from "../src/train/recording";

const page = (after: number, stride: number, steps: number[], gradient: (number | "Infinity")[]): MeasuresPage =>
  ({ after, stride, steps, head: steps.at(-1) ?? after, layers: [{ name: "out", parameters: ["w", "b"], gradient, update: gradient, weight: gradient, ratio: gradient, saturated: null, dead: null }] }) as MeasuresPage;

describe("the recording of a run", () => {
  it("has points of so many steps that they fit, and only ever twice as many", () => {
    expect([1, 300, 301, 600, 601, 100_000].map(strideFor)).toEqual([1, 1, 2, 2, 4, 512]);
    expect(portion(1)).toBe(1000);
    expect(portion(64)).toBe(9984);
  });

  it("grows by pages, and asks for its last point again while that may grow", () => {
    const first = joinedTo(null, "a", page(10, 4, [14, 18, 20], [1, 2, 3]));
    expect(whereToGoOn(first)).toBe(18);
    const more = joinedTo(first, "a", page(18, 4, [22, 24], [4, "Infinity"]));
    expect(more.steps).toEqual([14, 18, 22, 24]);
    expect(more.layers[0]?.gradient).toEqual([1, 2, 4, Infinity]);
    expect(more.layers[0]?.dead).toBeNull();
    expect(whereToGoOn(more)).toBe(22);
    expect([10, 11, 14, 15, 24, 25].map((step) => pointOf(more, step))).toEqual([-1, 0, 0, 1, 3, -1]);
  });

  it("is shaded on a logarithmic scale; what has no logarithm stands apart", () => {
    const { layers } = joinedTo(null, "a", page(0, 1, [1, 2, 3, 4], [0.01, 1, 0, "Infinity"]));
    const ends = range(layers, "gradient");
    expect(ends).toEqual([0.01, 1]);
    expect([0.01, 0.1, 1].map((value) => shade(value, "gradient", ends))).toEqual([0, 0.5, 1]);
    expect(shade(0, "gradient", ends)).toBe("zero");
    expect(shade(Number.NaN, "gradient", ends)).toBe("bad");
    expect(shade(1e-3, "ratio", range(layers, "ratio"))).toBeCloseTo(0.5);
    expect(shade(1e-12, "ratio", range(layers, "ratio"))).toBe(0);
    expect(shade(0.25, "dead", [0, 1])).toBe(0.25);
  });
});
