import { describe, expect, it } from "vitest";
import { extent, lossOver, minimum, paraboloid, standardised } from "../src/train/landscape";

const rows: [number, number, number][] = [[1, 2, -3], [0.5, -1, 2], [3, 0, 1], [-2, 1, 0.5]];

describe("the loss of a linear model over two parameters", () => {
  it("is the mean squared error at every place", () => {
    const form = paraboloid(rows);
    for (const [u, v] of [[0, 0], [1, -2], [0.3, 7]] as const) {
      const direct = rows.reduce((sum, [p, q, r]) => sum + (p * u + q * v + r) ** 2, 0) / rows.length;
      expect(lossOver(form, u, v)).toBeCloseTo(direct, 10);
    }
  });

  it("is smallest where both slopes are zero", () => {
    const form = paraboloid(rows);
    const [u, v] = minimum(form) as [number, number];
    const here = lossOver(form, u, v);
    for (const [du, dv] of [[0.1, 0], [-0.1, 0], [0, 0.1], [0, -0.1]] as const) expect(lossOver(form, u + du, v + dv)).toBeGreaterThan(here);
  });

  it("has no single smallest place when one column is a multiple of the other", () => {
    expect(minimum(paraboloid([[1, 2, 3], [2, 4, 1]]))).toBeNull();
  });
});

describe("columns and frames", () => {
  it("standardises with the population's deviation, and leaves a constant at 0", () => {
    expect(standardised([1, 3])).toEqual([-1, 1]);
    expect(standardised([5, 5])).toEqual([0, 0]);
  });

  it("frames what is finite", () => {
    expect(extent([0, 10, Number.NaN])).toEqual([-1.5, 11.5]);
    expect(extent([2, 2])).toEqual([1, 3]);
  });
});
