/**
 * How good the model is at the shown step, and how its gradients went: asked for beside the commands, newest first, one
 * request at a time, so that play never waits for it.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { latest } from "../latest";
import { toNumber } from "../model";
import { type Evaluation, type Norms, type RowPage, type Surface, fetchEvaluation, fetchRows, fetchSurface } from "./api";
import { extended } from "./curve";
import { playing } from "./play";
import type { Run } from "./run";
import { attempt } from "./failures";
import { busy, head, run, shown, step } from "./store";
import { epochEnds } from "./timeline";

/** Steps of a run whose norms are fetched without anybody looking at them. */
const MOST_SAMPLES = 40;
/** Steps whose measurements stay; more than any chart can show apart. */
export const MOST_KEPT = 400;
const MOST_ROWS = 10_000;

export const evaluation = signal<Evaluation | null>(null);
export const surface = signal<Surface | null>(null);
/** The features along the axes of the surface; null leaves the choice to the server. */
export const axes = signal<{ x: string; y: string | null } | null>(null);
/** Norms by the step after which they were measured, for the open run. */
export const norms = signal<ReadonlyMap<number, Norms[]>>(new Map());
/** The whole table of the open run's data set. */
export const table = signal<(RowPage & { name: string }) | null>(null);

const look = latest((abort) =>
  attempt("look", async () => {
    const open = run.peek();
    const at = step.peek();
    if (!open) return;
    await loadTable(open);
    const [measured, drawn] = await Promise.all([
      fetchEvaluation(open.id, at, abort),
      fetchSurface(open.id, { step: at, ...axes.peek() }, abort),
    ]);
    if (abort.aborted || run.peek() !== open) return;
    batch(() => {
      evaluation.value = measured;
      surface.value = drawn;
      note(measured);
    });
  }),
);

const sample = latest((abort) =>
  attempt("sample", async () => {
    const open = run.peek();
    if (!open) return;
    for (const at of samplePoints(open)) {
      if (abort.aborted || run.peek() !== open || playing.peek() || busy.peek()) return;
      if (norms.peek().has(at)) continue;
      const measured = await fetchEvaluation(open.id, at, abort);
      if (run.peek() === open) note(measured);
    }
  }),
);

function note(measured: Evaluation): void {
  norms.value = extended(norms.peek(), measured.step, measured.norms, MOST_KEPT);
}

/** Ends of epochs, or evenly spread steps while the first epochs last. */
export function samplePoints(open: Run): number[] {
  const { origin, head: last } = open.session.peek();
  const ends = epochEnds(open.line, last, MOST_SAMPLES);
  if (ends.length >= MOST_SAMPLES / 4) return [origin, ...ends];
  const stride = Math.max(1, 2 ** Math.ceil(Math.log2(Math.max(1, last - origin) / MOST_SAMPLES)));
  const even = Array.from({ length: Math.floor((last - origin) / stride) + 1 }, (_, index) => origin + index * stride);
  return [...new Set([...even, ...ends])].toSorted((a, b) => a - b);
}

async function loadTable(open: Run): Promise<void> {
  const { name } = open.session.peek().dataset;
  if (table.peek()?.name === name) return;
  table.value = { name, ...(await fetchRows(name, 0, MOST_ROWS)) };
}

let followed: Run | null = null;

effect(() => {
  const open = run.value;
  if (!open || !shown.value) return;
  if (open !== followed) {
    followed = open;
    batch(() => {
      evaluation.value = null;
      surface.value = null;
      axes.value = null;
      norms.value = new Map();
    });
  }
  void step.value;
  void axes.value;
  look.call();
});

effect(() => {
  if (run.value && !playing.value && !busy.value && head.value > 0) sample.call();
});

/** A column of the data set's table as numbers; classes by their position. */
export const column = (rows: RowPage, name: string, classes: readonly string[]): number[] => {
  const index = rows.columns.indexOf(name);
  return rows.rows.map((row) => {
    const cell = row[index] as string | number;
    const place = classes.indexOf(String(cell));
    return place >= 0 ? place : toNumber(cell as number);
  });
};

/** Which rows of the table the model has never seen. */
export const testPlaces = computed(() => new Set(evaluation.value?.test?.places ?? []));
