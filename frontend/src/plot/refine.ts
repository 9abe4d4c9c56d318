/**
 * Where a sampled curve needs more samples, and where it must not be joined. The slopes tell: between two samples the
 * rise should be the mean slope times the distance. Where it is not, the curve bends, has a kink, jumps or has a pole.
 * Pure.
 */
import { type Sample, type Scale, places, scaleOfPoints } from "./curve";

/** Shares of the visible height that a curve may be off between two samples, and from which on it counts as a jump. */
const [OFF, JUMP] = [0.01, 0.05];
/** A slope that changes this many times as much as beside it changes at once. */
const SUDDEN = 4;
/** Shares of the width: nothing narrower is looked into, and a kink is one only where it is this narrow. */
const [NARROWEST, NARROW] = [1 / 2000, 1 / 300];
const MOST_PARTS = 8;

/** Where to sample next: in the intervals that are off most, at most `budget` places. */
export function refinement(samples: Sample[], budget: number): number[] {
  const scale = scaleOfPoints(samples);
  const width = extent(samples);
  const errors = samples.slice(1).map((_, index) => errorAfter(samples, index, scale));
  const gaps = samples
    .slice(1)
    // Beside a place that is off, one that seems right may only be hit by chance.
    .map(({ x }, index) => ({ from: samples[index]?.x ?? x, to: x, error: Math.max(errors[index] ?? 0, (errors[index - 1] ?? 0) / 4, (errors[index + 1] ?? 0) / 4) }))
    .filter(({ from, to, error }) => error > OFF && to - from > NARROWEST * width)
    .toSorted((a, b) => b.error - a.error)
    .slice(0, budget);
  if (gaps.length === 0) return [];
  const parts = Math.min(MOST_PARTS, Math.floor(budget / gaps.length) + 1);
  return gaps.flatMap(({ from, to }) => places(from, to, parts + 1).slice(1, -1));
}

/** Two runs of samples as one, in order. */
export const merged = (some: Sample[], more: Sample[]): Sample[] => [...some, ...more].toSorted((a, b) => a.x - b.x);

/** The samples (by index) that must not be joined to the one before: the curve jumps in between. */
export function jumps(samples: Sample[]): Set<number> {
  const { low, high } = scaleOfPoints(samples);
  return where(samples, (before, after) => {
    const secant = (after.y - before.y) / (after.x - before.x);
    const against = secant * before.slope < 0 && secant * after.slope < 0;
    const steeper = Math.abs(secant) > 2 * Math.max(Math.abs(before.slope), Math.abs(after.slope));
    return bend(before, after) > JUMP * (high - low) && (against || steeper);
  });
}

/** The samples whose slope must not be joined to the one before: it changes at once. */
export function kinks(samples: Sample[]): Set<number> {
  const { low, high } = scaleOfPoints(samples.map(({ x, slope }) => ({ x, y: slope })));
  const width = extent(samples);
  return where(samples, (before, after, index) => {
    const turned = Math.abs(after.slope - before.slope);
    return after.x - before.x <= NARROW * width && turned > 2 * JUMP * (high - low) && turned > SUDDEN * besides(samples, index - 1);
  });
}

const where = (samples: Sample[], test: (before: Sample, after: Sample, index: number) => boolean): Set<number> =>
  new Set(samples.flatMap((after, index) => (index > 0 && test(samples[index - 1] as Sample, after, index) ? [index] : [])));

const extent = (samples: Sample[]): number => (samples.at(-1)?.x ?? 0) - (samples[0]?.x ?? 0);

/** How far the rise is from the mean slope times the distance. */
const bend = (before: Sample, after: Sample): number =>
  Math.abs(after.y - before.y - (after.x - before.x) * (before.slope / 2 + after.slope / 2));

/** The smaller change of the slope in the intervals beside the one after a sample. */
function besides(samples: Sample[], index: number): number {
  const turn = (at: number): number => Math.abs((samples[at + 1]?.slope ?? Number.NaN) - (samples[at]?.slope ?? Number.NaN));
  const known = [turn(index - 1), turn(index + 1)].filter(Number.isFinite);
  return known.length > 0 ? Math.min(...known) : Infinity;
}

/** How much is wrong, as a share of the visible height, with joining a sample to the next one; at most 1. */
function errorAfter(samples: Sample[], index: number, { low, high }: Scale): number {
  const [before, after] = [samples[index] as Sample, samples[index + 1] as Sample];
  const finite = [before, after].filter(({ y }) => Number.isFinite(y)).length;
  if (finite < 2) return finite / 2; // Somewhere in between the curve ends.
  if (Math.min(before.y, after.y) > high || Math.max(before.y, after.y) < low) return 0;
  const turned = Math.abs(after.slope - before.slope);
  // How far a curve with these slopes bows out; a kink is looked into sooner.
  const bow = ((turned * (after.x - before.x)) / 8) * (turned > SUDDEN * besides(samples, index) ? SUDDEN : 1);
  const off = Math.max(bend(before, after), bow) / (high - low);
  return Number.isNaN(off) ? 0 : Math.min(1, off);
}
