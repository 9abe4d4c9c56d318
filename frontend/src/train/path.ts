/** The parameters of a linear regression at some steps of the open run: the path that the landscape draws. */
import { batch, effect, signal } from "@preact/signals";
import { latest } from "../latest";
import { type Summary, flatten } from "../model";
import { type TrainingStep, fetchStep } from "./api";
import { extended } from "./curve";
import { MOST_KEPT, samplePoints } from "./insight";
import { playing } from "./play";
import type { Run } from "./run";
import { attempt } from "./failures";
import { busy, head, run, shown, step } from "./store";

export interface Place {
  step: number;
  weights: number[];
  bias: number;
}

export const path = signal<ReadonlyMap<number, Place>>(new Map());

/** Whether the loss can be drawn over two parameters: a line or a plane, fitted by squared errors. */
export function isDrawable({ session }: Run): boolean {
  const { config, parameters, dataset } = session.peek();
  const weights = parameters["w"]?.[0] ?? 0;
  return dataset.task === "regression" && config.loss === "mse" && config.hidden.length === 0 && (weights === 1 || weights === 2);
}

const numbers = (summary: Summary): number[] => (summary.data === null ? [] : flatten(summary.data));

/** The state that a step leaves behind; of a step that is not taken yet, the state it starts from. */
function placeOf(found: TrainingStep, at: number): Place | null {
  if (found.update.length === 0) {
    const value = (name: string): number[] => found.nodes.flatMap((node) => (node.name === name ? numbers(node.value) : []));
    return { step: at, weights: value("w"), bias: value("b")[0] ?? 0 };
  }
  const which = found.step > at ? "before" : "after";
  const of = (name: string): number[] => found.update.flatMap((change) => (change.name === name ? numbers(change[which]) : []));
  const place = { step: at, weights: of("w"), bias: of("b")[0] ?? 0 };
  return place.weights.length ? place : null;
}

function add(found: TrainingStep, at: number): void {
  const place = placeOf(found, at);
  if (place) path.value = extended(path.peek(), at, place, MOST_KEPT);
}

const walk = latest((abort) =>
  attempt("path", async () => {
    const open = run.peek();
    if (!open || !isDrawable(open)) return;
    for (const at of samplePoints(open)) {
      if (abort.aborted || run.peek() !== open || playing.peek() || busy.peek()) return;
      if (path.peek().has(at)) continue;
      const first = open.session.peek().origin;
      const found = await fetchStep(open.id, at === first && first > 0 ? at + 1 : at, abort);
      if (run.peek() === open) add(found, at);
    }
  }),
);

let followed: Run | null = null;

effect(() => {
  const open = run.value;
  const found = shown.value;
  if (!open || !found) return;
  batch(() => {
    if (open !== followed) path.value = new Map();
    followed = open;
    if (isDrawable(open)) add(found, step.peek());
  });
});

effect(() => {
  if (run.value && !playing.value && !busy.value && head.value > 0) walk.call();
});
