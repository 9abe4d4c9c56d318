import { describe, expect, it } from "vitest";
import { type Timeline, endOfEpoch, epochEnds, nextEpochEnd, placeOf, previousEpochEnd, progress, stepsPerEpoch } from "../src/train/timeline";

const bySample: Timeline = { origin: { step: 0, epoch: 0, offset: 0 }, rows: 100, batchSize: 1 };
const byBatch: Timeline = { ...bySample, batchSize: 32 };
/** Forked after 141 single rows of 100, then 30 rows a step. */
const forked: Timeline = { origin: { step: 141, epoch: 1, offset: 41 }, rows: 100, batchSize: 30 };

describe("steps and epochs", () => {
  it("counts a last, smaller batch as a step", () => {
    expect(stepsPerEpoch(bySample)).toBe(100);
    expect(stepsPerEpoch(byBatch)).toBe(4);
  });

  it("places a step in its epoch by the rows it uses", () => {
    expect(placeOf(bySample, 1)).toEqual({ epoch: 1, first: 1, last: 1 });
    expect(placeOf(bySample, 141)).toEqual({ epoch: 2, first: 41, last: 41 });
    expect(placeOf(byBatch, 4)).toEqual({ epoch: 1, first: 97, last: 100 });
    expect(placeOf(byBatch, 5)).toEqual({ epoch: 2, first: 1, last: 32 });
  });

  it("lets a fork finish the epoch in which it began, with its own batch size", () => {
    expect(placeOf(forked, 142)).toEqual({ epoch: 2, first: 42, last: 71 });
    expect(placeOf(forked, 143)).toEqual({ epoch: 2, first: 72, last: 100 });
    expect(endOfEpoch(forked, 2)).toBe(143);
    expect(endOfEpoch(forked, 3)).toBe(147);
  });

  it("measures progress in epochs", () => {
    expect(progress(bySample, 141)).toBeCloseTo(1.41);
    expect(progress(forked, 141)).toBeCloseTo(1.41);
    expect(progress(forked, 143)).toBe(2);
  });

  it("goes on to the end of the epoch, and from there to the next", () => {
    expect(nextEpochEnd(bySample, 0)).toBe(100);
    expect(nextEpochEnd(bySample, 99)).toBe(100);
    expect(nextEpochEnd(bySample, 100)).toBe(200);
    expect(nextEpochEnd(forked, 141)).toBe(143);
  });

  it("goes back to the last end of an epoch before the step, never before the origin", () => {
    expect(previousEpochEnd(bySample, 250)).toBe(200);
    expect(previousEpochEnd(bySample, 200)).toBe(100);
    expect(previousEpochEnd(bySample, 40)).toBe(0);
    expect(previousEpochEnd(forked, 143)).toBe(141);
  });

  it("thins the ends of many epochs, and keeps the newest", () => {
    expect(epochEnds(bySample, 250, 60)).toEqual([100, 200]);
    expect(epochEnds(bySample, 50, 60)).toEqual([]);
    expect(epochEnds(bySample, 900, 4)).toEqual([400, 800, 900]);
  });
});
