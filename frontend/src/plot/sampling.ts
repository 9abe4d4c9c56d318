/** Samples a program along one leaf by asking the server, one request at a time, and remembers the curve. */
import { type Signal, signal } from "@preact/signals";
import { type GraphRequest, fetchGraph } from "../api";
import { inShape } from "../leaves/leaf";
import { onlyElement } from "../model";
import { type Sample, places } from "./curve";

const AMOUNT = 41;

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
  shape: number[];
  low: number;
  high: number;
}

/** Everything that the curve depends on: the program and all leaves but the one on the axis. */
export function keyOf({ body, leaf, low, high }: Question): string {
  const others = Object.entries(body.leaves ?? {}).filter(([name]) => name !== leaf);
  return JSON.stringify([body.source, others, leaf, low, high]);
}

/** Fills `into` sample by sample; stops when the signal aborts or a request fails. */
export async function sample(question: Question, into: Signal<Curve>, abort: AbortSignal): Promise<void> {
  const key = keyOf(question);
  const before = known.get(key);
  if (before) {
    into.value = { key, samples: before };
    return;
  }
  const samples: Sample[] = [];
  for (const x of places(question.low, question.high, AMOUNT)) {
    const leaves = { ...question.body.leaves, [question.leaf]: inShape(question.shape, x) };
    const graph = await fetchGraph({ ...question.body, leaves }, abort);
    const output = graph.nodes.find(({ id }) => id === graph.output);
    const leaf = graph.nodes.find(({ name, inputs }) => name === question.leaf && inputs.length === 0);
    samples.push({ x, y: onlyElement(output?.value) ?? Number.NaN, slope: onlyElement(leaf?.grad) ?? 0 });
    if (abort.aborted) return;
    if (samples.length % 10 === 0) into.value = { key, samples: [...samples] };
  }
  known.set(key, samples);
  if (known.size > KEPT) known.delete(known.keys().next().value as string);
  into.value = { key, samples };
}

export const emptyCurve = (): Signal<Curve> => signal({ key: "", samples: [] });
