/** Samples a program along one leaf, or over two, with one question to the server, and remembers the last curves. */
import { type Signal, signal } from "@preact/signals";
import { type GraphRequest, fetchSweep } from "../api";
import { toNumber } from "../model";
import type { Surface } from "./contour";
import { type Sample, places } from "./curve";

const AMOUNT = 41;
const GRID = 15;

export interface Curve {
  key: string;
  samples: Sample[];
}

/** The last few curves, so that going back and forth between leaves asks nothing again. */
const known = new Map<string, Sample[]>();
const KEPT = 20;

export interface Question {
  body: GraphRequest;
  leaf: string;
  low: number;
  high: number;
}

/** Everything that the curve depends on: the program and all leaves but those on an axis. */
export const keyOf = ({ body, leaf, low, high }: Question): string => JSON.stringify([without(body, [leaf]), leaf, low, high]);

/** The same request with the leaves that are swept left to the sweep. */
export function without(body: GraphRequest, swept: string[]): GraphRequest {
  return { ...body, leaves: Object.fromEntries(Object.entries(body.leaves ?? {}).filter(([name]) => !swept.includes(name))) };
}

/** Puts the curve into `into`; rejects when the signal aborts or the request fails. */
export async function sample(question: Question, into: Signal<Curve>, abort: AbortSignal): Promise<void> {
  const { body, leaf, low, high } = question;
  const key = keyOf(question);
  let samples = known.get(key);
  if (!samples) {
    const xs = places(low, high, AMOUNT);
    const { values, gradients } = await fetchSweep({ ...without(body, [leaf]), places: { [leaf]: xs } }, abort);
    samples = values.map((value, index) => ({ x: xs[index] ?? 0, y: toNumber(value), slope: toNumber(gradients[leaf]?.[index]) }));
    known.set(key, samples);
    if (known.size > KEPT) known.delete(known.keys().next().value as string);
  }
  into.value = { key, samples };
}

export const emptyCurve = (): Signal<Curve> => signal({ key: "", samples: [] });

export interface Axis {
  leaf: string;
  min: number;
  max: number;
}

/** The output on a grid over two leaves; what the server had no time for is NaN. */
export async function sampleSurface(body: GraphRequest, across: Axis, up: Axis, abort: AbortSignal): Promise<Surface> {
  const xs = places(across.min, across.max, GRID);
  const ys = places(up.min, up.max, GRID);
  const swept = { [across.leaf]: ys.flatMap(() => xs), [up.leaf]: ys.flatMap((y) => xs.map(() => y)) };
  const { values } = await fetchSweep({ ...without(body, [across.leaf, up.leaf]), places: swept }, abort);
  return { xs, ys, rows: ys.map((_, row) => xs.map((__, column) => toNumber(values[row * GRID + column]))) };
}
