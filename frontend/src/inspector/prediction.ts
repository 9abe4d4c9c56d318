/** What a gradient predicts, held against what happens: is what is missing curvature, a kink, or nothing? */
import type { Reading } from "../shell/reading";
import { FIELD } from "../text";

/** How far apart prediction and truth may be and still count as the same. */
const CLOSE = 0.02;

/** The share of Δ for two further trials, where curvature and kinks are told apart. */
export const CLOSER = [1e-2, 1e-3] as const;

export type Kind = "well" | "bent" | "kink" | "jump" | "undefined";

/** Whether a change is as predicted, up to the rounding of the values that it is a difference of. */
export const isClose = (predicted: number, change: number, before: number): boolean =>
  Math.abs(change - predicted) <= CLOSE * Math.max(Math.abs(change), Math.abs(predicted)) + rounding(before, change);

/**
 * Names what is missing from a prediction. With curvature it shrinks with Δ², at a kink or with a gradient that was cut
 * only with Δ, across a jump not at all; so `trials` has what is missing at the two shares `CLOSER` of Δ.
 */
export function kindOf(predicted: number, change: number, before: number, trials?: readonly [number, number]): Kind {
  if (![predicted, change, before].every(Number.isFinite)) return "undefined";
  if (isClose(predicted, change, before)) return "well";
  const [near, nearer] = (trials ?? [0, 0]).map(Math.abs) as [number, number];
  if (!Number.isFinite(near) || !Number.isFinite(nearer) || nearer <= rounding(before, change)) return "bent";
  const left = nearer / near;
  return left < 1 / 32 ? "bent" : left < 1 / 3 ? "kink" : "jump";
}

const rounding = (before: number, change: number): number => Math.max(Number.MIN_VALUE, 8 * Number.EPSILON * Math.max(Math.abs(before), Math.abs(before + change)));

/** The change that a number really makes when Δ is added to it: the sum is rounded. */
export const stepFrom = (value: number, delta: number): number => value + delta - value;

/** Why Δ cannot be added to a number: nothing, or something else, would be added; null if it can. */
export function unaddable(value: number, delta: number): "lost" | "beyond" | null {
  if (!Number.isFinite(value + delta)) return "beyond";
  return Math.abs(stepFrom(value, delta) - delta) <= CLOSE * Math.abs(delta) ? null : "lost";
}

/** The place in row order of an index as people write it: "[0, 41]", "0 41". */
export function readPlace(text: string, shape: number[]): Reading<number> {
  const written = /^\s*[[(]?\s*\d+(?:[\s,;]+\d+)*\s*[\])]?\s*$/.test(text);
  const index = (text.match(/\d+/g) ?? []).map(Number);
  const inside = written && index.length === shape.length && index.every((at, axis) => at < (shape[axis] ?? 0));
  const begun = index.length < shape.length;
  return inside ? { value: index.reduce((place, at, axis) => place * (shape[axis] ?? 1) + at, 0) } : { problem: FIELD.index(shape.map((size) => size - 1)), begun };
}
