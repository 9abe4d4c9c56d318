import { describe, expect, it } from "vitest";
import { determination } from "../src/train/QualityPanel";

describe("the coefficient of determination", () => {
  it("is 1 for perfect predictions, 0 for the mean, and negative for worse", () => {
    expect(determination({ predictions: [1, 2, 3], targets: [1, 2, 3] })).toBe(1);
    expect(determination({ predictions: [2, 2, 2], targets: [1, 2, 3] })).toBe(0);
    expect(determination({ predictions: [3, 2, 1], targets: [1, 2, 3] })).toBe(-3);
  });

  it("says NaN where a prediction is NaN", () => {
    expect(determination({ predictions: ["NaN", 2, 3], targets: [1, 2, 3] })).toBeNaN();
  });
});
