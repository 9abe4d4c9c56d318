/** The numbers behind a plot: samples of the output along a leaf, scales and ticks. Pure. */

import { plain } from "../format";

export interface Sample {
  x: number;
  y: number;
  /** The gradient of the output with respect to the leaf there. */
  slope: number;
}

export interface Scale {
  low: number;
  high: number;
}

/** Places at which to sample a range: evenly, both ends included. */
export function places(low: number, high: number, amount: number): number[] {
  return Array.from({ length: amount }, (_, index) => low + (high - low) * (index / (amount - 1)));
}

/** Some of the points, evenly spread, of those that stand closer together in places. */
export function evenly<P extends { x: number }>(points: P[], amount = 41): P[] {
  const apart = (((points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0)) / (amount - 1)) * 0.999;
  let last = -Infinity;
  return points.filter(({ x }) => {
    if (x < last + apart) return false;
    last = x;
    return true;
  });
}

/**
 * The scale that shows the values with a little room; what is far from most of the `typical` ones is cut off, so that a
 * pole does not flatten everything else.
 */
export function scaleOf(values: number[], include: number[] = [], typical: number[] = values): Scale {
  const finite = values.filter(Number.isFinite);
  const usual = typical.filter(Number.isFinite).toSorted((a, b) => a - b);
  if (usual.length === 0 && !include.some(Number.isFinite)) return { low: -1, high: 1 };
  const at = (share: number): number => usual[Math.round(share * (usual.length - 1))] ?? 0;
  const spread = at(0.9) - at(0.1);
  const keep = finite.filter((value) => value >= at(0.1) - 3 * spread && value <= at(0.9) + 3 * spread);
  const all = [...(keep.length > 0 ? keep : finite), ...include.filter(Number.isFinite)];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = high > low ? high * 0.08 - low * 0.08 : Math.max(1, Math.abs(high) * 0.5);
  return { low: Math.max(-Number.MAX_VALUE, low - room), high: Math.min(Number.MAX_VALUE, high + room) };
}

/** The scale of points whose places are not even. */
export const scaleOfPoints = (points: { x: number; y: number }[], include: number[] = []): Scale =>
  scaleOf(points.map(({ y }) => y), include, evenly(points).map(({ y }) => y));

/** The value of a sampled curve at a place between its samples; null outside of them, and where they are not joined. */
export function readAt(samples: Sample[], x: number, cut: (index: number) => boolean): number | null {
  const after = samples.findIndex((sample) => sample.x >= x);
  const [from, to] = [samples[after - 1], samples[after]];
  if (to?.x === x && Number.isFinite(to.y)) return to.y;
  if (!from || !to || cut(after) || !Number.isFinite(from.y) || !Number.isFinite(to.y)) return null;
  return from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
}

/** A place in a range as a slider would have it: on its steps, inside of it. */
export function onStep(x: number, { min, max, step }: { min: number; max: number; step: number }): number {
  const nearest = Number((min + Math.round((x - min) / step) * step).toPrecision(12));
  return Math.min(max, Math.max(min, nearest));
}

/** Round ticks inside a scale: steps of 1, 2 or 5 times a power of ten, closer ones where fewer than two fit, none where no step is small enough. */
export function ticks(scale: Scale, about = 5): number[] {
  const found = ticksFor(scale, about);
  return found.length < 2 ? ticksFor(scale, 2 * about) : found;
}

function ticksFor({ low, high }: Scale, about: number): number[] {
  const raw = high / about - low / about;
  const decade = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((round) => round * decade >= raw) ?? 10) * decade;
  if (!(step > 0 && Number.isFinite(step))) return [];
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Ticks as text, with as many digits as tell them apart. */
export function tickLabels(values: number[]): string[] {
  const digits = [3, 4, 5, 6, 7, 8].find((count) => new Set(values.map((value) => plain(value, count))).size === values.length) ?? 9;
  return values.map((value) => plain(value, digits));
}

interface Point {
  x: number;
  y: number;
  slope?: number;
}

/**
 * An SVG path through points, following their slopes where they are known. A gap where a value is missing and before
 * every point that is `cut` off; a point that is joined to none is a dot. What is far outside stays just outside.
 */
export function pathOf(points: Point[], x: (value: number) => number, y: (value: number) => number, height: number, cut: (index: number) => boolean = () => false): string {
  const inside = (top: number): number => Math.max(-height, Math.min(2 * height, top));
  const place = (at: number, value: number): string => `${x(at).toFixed(1)} ${inside(y(value)).toFixed(1)}`;
  const joined = (index: number): boolean => Number.isFinite(points[index - 1]?.y) && Number.isFinite(points[index]?.y) && !cut(index);
  let path = "";
  points.forEach((point, index) => {
    if (!Number.isFinite(point.y)) return;
    const before = points[index - 1];
    if (before && joined(index)) {
      const third = (point.x - before.x) / 3;
      const [first, second] = [before.y + third * (before.slope ?? Number.NaN), point.y - third * (point.slope ?? Number.NaN)];
      const tame = [first, second, before.y, point.y].every((value) => inside(y(value)) === y(value));
      path += tame ? `C${place(before.x + third, first)} ${place(point.x - third, second)} ${place(point.x, point.y)}` : `L${place(point.x, point.y)}`;
    } else path += `M${place(point.x, point.y)}${joined(index + 1) ? "" : "h0"}`;
  });
  return path;
}

/** The same numbers, every eighth first, then those between: what is cut short in the middle covers the whole range. */
export function coarseFirst(numbers: number[]): number[] {
  const rank = (index: number): number => [8, 4, 2, 1].findIndex((stride) => index % stride === 0);
  return [0, 1, 2, 3].flatMap((level) => numbers.filter((_, index) => rank(index) === level));
}
