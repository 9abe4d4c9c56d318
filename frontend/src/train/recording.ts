/**
 * What was recorded of every layer in every step of the open run: asked for in points of so many steps that a picture has
 * columns for them, and only what is new. Shades for a heat map of it. The first half is pure.
 */
import { effect, signal } from "@preact/signals";
import { latest } from "../latest";
import { toNumber } from "../model";
import { throttle } from "../throttle";
import { type MeasuresPage, fetchMeasures } from "./api";
import { attempt } from "./failures";
import { head, origin, run } from "./store";

export const KINDS = ["gradient", "ratio", "saturated", "dead"] as const;
export type Kind = (typeof KINDS)[number];

export interface Layer extends Record<Kind, number[] | null> {
  name: string;
  parameters: string[];
}

/** The points of a run; each has so many steps, the last one perhaps fewer. */
export interface Recording {
  id: string;
  after: number;
  stride: number;
  steps: number[];
  layers: Layer[];
}

/** Columns that a picture has room for. */
const MOST_POINTS = 300;
/** An answer has at most so many points, and is asked for so many steps at most. */
const MOST_IN_ANSWER = 1000;
const MOST_STEPS = 10_000;
const REFRESH_MS = 1000;

/** Steps of a point, so that a run fits into the picture. It only ever doubles: points stay where they are. */
export const strideFor = (steps: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(steps / MOST_POINTS)));

/** Steps to ask for: whole points. */
export const portion = (stride: number): number => Math.min(MOST_IN_ANSWER * stride, Math.floor(MOST_STEPS / stride) * stride);

const numbers = (values: readonly (number | string)[] | null): number[] | null => values && values.map((value) => toNumber(value as number));

/** The points before `page`, and those of the page. */
export function joinedTo(known: Recording | null, id: string, page: MeasuresPage): Recording {
  const kept = known ? known.steps.filter((step) => step <= page.after).length : 0;
  const layers = page.layers.map((layer, index): Layer => {
    const before = known?.layers[index];
    const column = (kind: Kind): number[] | null => {
      const values = numbers(layer[kind]);
      return values && [...(before?.[kind]?.slice(0, kept) ?? Array<number>(kept).fill(Number.NaN)), ...values];
    };
    return { name: layer.name, parameters: layer.parameters, gradient: column("gradient"), ratio: column("ratio"), saturated: column("saturated"), dead: column("dead") };
  });
  return { id, after: known?.after ?? page.after, stride: page.stride, steps: [...(known?.steps.slice(0, kept) ?? []), ...page.steps], layers };
}

/** Behind which step to go on: the last point is asked for again while it may grow. */
export const whereToGoOn = ({ after, stride, steps }: Recording): number => after + Math.floor(((steps.at(-1) ?? after) - after) / stride) * stride;

/** The point of a step, or -1. */
export const pointOf = ({ after, stride, steps }: Recording, step: number): number => {
  const point = Math.ceil((step - after) / stride) - 1;
  return point >= 0 && step <= (steps.at(-1) ?? after) ? point : -1;
};

/** An update of a thousandth of its weights is what runs that learn well make; told apart are three decades around it. */
export const USUAL_RATIO = 1e-3;
const DECADES = 3;

/** The smallest and the largest value that a logarithm has a place for. */
export function range(layers: readonly Layer[], kind: Kind): [number, number] {
  if (kind === "ratio") return [USUAL_RATIO / 10 ** DECADES, USUAL_RATIO * 10 ** DECADES];
  if (kind !== "gradient") return [0, 1];
  const found = layers.flatMap((layer) => (layer[kind] ?? []).filter((value) => value > 0 && Number.isFinite(value)));
  return found.length > 0 ? [found.reduce((a, b) => Math.min(a, b)), found.reduce((a, b) => Math.max(a, b))] : [1, 1];
}

/** Where a value stands between the ends of a scale, from 0 to 1; "zero" and "bad" have no place on it. */
export function shade(value: number, kind: Kind, [low, high]: [number, number]): number | "zero" | "bad" {
  if (!Number.isFinite(value)) return "bad";
  if (kind === "saturated" || kind === "dead") return value;
  if (value === 0) return "zero";
  const width = Math.log10(high / low);
  return width > 0 ? Math.min(1, Math.max(0, Math.log10(value / low) / width)) : 1;
}

export const recording = signal<Recording | null>(null);

const follow = latest((abort) =>
  attempt("recording", async () => {
    for (;;) {
      const open = run.peek();
      if (!open) return;
      const { head: last, origin: first } = open.session.peek();
      const stride = strideFor(last - first);
      const known = recording.peek();
      const fitting = known?.id === open.id && known.stride === stride ? known : null;
      const after = fitting ? whereToGoOn(fitting) : first;
      if (after >= last || (fitting?.steps.at(-1) ?? first) >= last) return;
      const page = await fetchMeasures(open.id, { after, limit: portion(stride), stride }, abort);
      if (abort.aborted || run.peek() !== open) return;
      recording.value = joinedTo(fitting, open.id, page);
      if (page.steps.length === 0) return;
    }
  }),
);
const refresh = throttle(() => follow.call(), REFRESH_MS);

effect(() => {
  const open = run.value;
  if (recording.peek() && recording.peek()?.id !== open?.id) recording.value = null;
  if (open && head.value > origin.value) refresh.call();
});
