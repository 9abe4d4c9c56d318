import { describe, expect, it } from "vitest";
import type { Change, Config } from "../src/train/api";
import type { Summary } from "../src/model";
import { updateSentence } from "../src/train/updates";

const scalar = (value: number): Summary => ({ shape: [1, 1], min: value, max: value, mean: value, rms: Math.abs(value), zeros: 0, nonfinite: 0, data: [[value]], preview: null });
const matrix = (rms: number): Summary => ({ shape: [7, 100], min: -1, max: 1, mean: 0, rms, zeros: 0, nonfinite: 0, data: null, preview: null });
const plainDescent = { optimiser: "sgd", lr: 0.01, schedule: "constant", clip: 0, numbers: { momentum: 0 } } as unknown as Config;

describe("the sentence of an update", () => {
  const change: Change = { name: "b", before: scalar(0.5), gradient: scalar(-2), change: scalar(0.02), after: scalar(0.52) };

  it("calculates plain gradient descent through", () => {
    expect(updateSentence(change, plainDescent, 0.01)).toContain("0.5 − 0.01 × (−2) = 0.52");
  });

  it("calculates with the rate of the step where a schedule changes it", () => {
    expect(updateSentence(change, { ...plainDescent, schedule: "cosine" } as Config, 0.005)).toContain("0.5 − 0.005 × (−2)");
  });

  it("has as many digits as tell before and after apart", () => {
    const little: Change = { name: "b", before: scalar(-0.44671), gradient: scalar(2.202e-5), change: scalar(-2.202e-7), after: scalar(-0.44671 - 2.202e-7) };
    expect(updateSentence(little, plainDescent, 0.01)).toContain("−0.44671 − 0.01 × 2.202e−5 = −0.4467102");
  });

  it("does not claim that sum for momentum or another optimiser", () => {
    for (const config of [{ ...plainDescent, numbers: { momentum: 0.9 } }, { ...plainDescent, optimiser: "adam" }]) {
      expect(updateSentence(change, config as Config, 0.01)).toContain("from 0.5, with gradient −2, to 0.52");
    }
  });

  it("describes a tensor by its shape and sizes", () => {
    const sentence = updateSentence({ name: "W1", before: matrix(1), gradient: matrix(0.25), change: matrix(0.0025), after: matrix(0.999) }, plainDescent, 0.01);
    expect(sentence).toContain("W1 (7, 100)");
    expect(sentence).toContain("rms 1.00000 → 0.999000");
  });
});
