/**
 * How good the model is at the shown step: asked for beside the commands, newest first, one request at a time, so that
 * play never waits for it.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { latest } from "../latest";
import { toNumber } from "../model";
import { type Evaluation, type RowPage, type Surface, fetchEvaluation, fetchRows, fetchSurface } from "./api";
import type { Run } from "./run";
import { attempt, ifKnown } from "./failures";
import { run, shown, step } from "./store";
import { epochEnds } from "./timeline";

/** Steps of a run that are measured without anybody looking at them. */
const MOST_SAMPLES = 40;
/** Steps whose measurements stay; more than any chart can show apart. */
export const MOST_KEPT = 400;
const MOST_ROWS = 10_000;

export const evaluation = signal<Evaluation | null>(null);
export const surface = signal<Surface | null>(null);
/** The features along the axes of the surface; null leaves the choice to the server. */
export const axes = signal<{ x: string; y: string | null } | null>(null);
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
    });
  }),
);

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
  const rows = await fetchRows(name, 0, MOST_ROWS).catch(ifKnown); // An upload may have been deleted: the run keeps its rows.
  table.value = rows && { name, ...rows };
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
    });
  }
  void step.value;
  void axes.value;
  look.call();
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
