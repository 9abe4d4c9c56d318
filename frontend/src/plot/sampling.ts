/** Samples a program along one leaf, or over two, with a few questions to the server, and remembers the last curves. */
import { type Signal, signal } from "@preact/signals";
import { type GraphRequest, fetchSweep } from "../api";
import { toNumber } from "../model";
import type { Surface } from "./contour";
import { type Sample, coarseFirst, places } from "./curve";
import { merged, refinement } from "./refine";
import { withSlopes } from "./slopes";

const AMOUNT = 41;
/** After the even samples: how often, and with how many more, the curve is looked into where it needs it. */
const [ROUNDS, MORE] = [3, 120];
const GRID = 19;

export interface Curve {
  key: string;
  /** What it answers. */
  of: Question | null;
  samples: Sample[];
  /** The server's time was over before all places had been tried. */
  short: boolean;
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

async function sweep({ body, leaf }: Question, xs: number[], abort: AbortSignal): Promise<Sample[]> {
  const { values, gradients } = await fetchSweep({ ...without(body, [leaf]), places: { [leaf]: xs } }, abort);
  return values.map((value, index) => ({ x: xs[index] ?? 0, y: toNumber(value), slope: toNumber(gradients[leaf]?.[index]) }));
}

/**
 * Puts the curve into `into`: first evenly sampled, then finer where it bends, as long as it is still `wanted`. Rejects
 * when the signal aborts or a request fails.
 */
export async function sample(question: Question, into: Signal<Curve>, abort: AbortSignal, wanted: () => boolean = () => true): Promise<void> {
  const key = keyOf(question);
  const before = known.get(key);
  if (before) {
    into.value = { key, of: question, samples: before, short: false };
    return;
  }
  let samples: Sample[] = [];
  let xs = coarseFirst(places(question.low, question.high, AMOUNT));
  for (let round = 0; xs.length > 0; round += 1) {
    const found = await sweep(question, xs, abort);
    samples = merged(samples, found);
    const short = found.length < xs.length;
    into.value = { key, of: question, samples, short };
    if (short || (round < ROUNDS && !wanted())) return;
    xs = round < ROUNDS ? refinement(withSlopes(samples), MORE) : [];
  }
  known.set(key, samples);
  if (known.size > KEPT) known.delete(known.keys().next().value as string);
}

export const emptyCurve = (): Signal<Curve> => signal({ key: "", of: null, samples: [], short: false });

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
  const rows = ys.map((_, row) => xs.map((__, column) => toNumber(values[row * GRID + column])));
  return { xs, ys, rows, short: values.length < GRID * GRID };
}
