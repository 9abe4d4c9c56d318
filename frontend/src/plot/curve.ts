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
  return Array.from({ length: amount }, (_, index) => low + ((high - low) * index) / (amount - 1));
}

/**
 * The scale that shows the values with a little room; a few far outliers are cut off, so that a pole does not flatten
 * everything else.
 */
export function scaleOf(values: number[], include: number[] = []): Scale {
  const finite = values.filter(Number.isFinite).toSorted((a, b) => a - b);
  if (finite.length === 0) return { low: -1, high: 1 };
  const at = (share: number): number => finite[Math.round(share * (finite.length - 1))] ?? 0;
  const spread = at(0.9) - at(0.1);
  const keep = finite.filter((value) => value >= at(0.1) - 3 * spread && value <= at(0.9) + 3 * spread);
  const all = [...(keep.length > 0 ? keep : finite), ...include.filter(Number.isFinite)];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = high > low ? (high - low) * 0.08 : Math.max(1, Math.abs(high) * 0.5);
  return { low: low - room, high: high + room };
}

/** Round ticks inside a scale: steps of 1, 2 or 5 times a power of ten. */
export function ticks({ low, high }: Scale, about = 5): number[] {
  const raw = (high - low) / about;
  const decade = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((round) => round * decade >= raw) ?? 10) * decade;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Ticks as text, with as many digits as tell them apart. */
export function tickLabels(values: number[]): string[] {
  const digits = [3, 4, 5, 6, 7, 8].find((count) => new Set(values.map((value) => plain(value, count))).size === values.length) ?? 9;
  return values.map((value) => plain(value, digits));
}

/** An SVG path through samples; a gap where a value is missing or far outside. */
export function pathOf(samples: { x: number; y: number }[], x: (value: number) => number, y: (value: number) => number, height: number): string {
  let path = "";
  let pen = false;
  for (const sample of samples) {
    const top = y(sample.y);
    const visible = Number.isFinite(top) && top > -height && top < 2 * height;
    if (visible) path += `${pen ? "L" : "M"}${x(sample.x).toFixed(1)} ${top.toFixed(1)}`;
    pen = visible;
  }
  return path;
}
