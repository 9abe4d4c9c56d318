/**
 * One session as the page follows it: where it stands, and the curves fetched so far. Curves only grow, because a
 * session is append-only; `pull` asks for what is new.
 */
import { type Signal, signal } from "@preact/signals";
import { toNumber } from "../model";
import { type Epoch, type Session, fetchEpochs, fetchLosses, fetchStep } from "./api";
import type { Timeline } from "./timeline";

const PAGE = 10_000;

export interface Run {
  id: string;
  /** In the order in which the page came to follow them. */
  serial: number;
  line: Timeline;
  session: Signal<Session>;
  /** The loss of step `origin + 1 + index`. The array grows in place; `length` tells who reads it. */
  losses: number[];
  length: Signal<number>;
  epochs: Signal<Epoch[]>;
}

/** Rows left for training; the server keeps `ceil(test_share · rows)` for the test. */
export const trainingRows = ({ config, dataset }: Session): number => dataset.rows - Math.ceil(config.test_share * dataset.rows);

let followedRuns = 0;

export async function followed(session: Session): Promise<Run> {
  const origin = { step: session.origin, epoch: 0, offset: 0 };
  if (session.origin > 0) {
    const first = await fetchStep(session.id, session.origin + 1);
    origin.epoch = first.epoch - 1;
    origin.offset = first.sample - 1;
  }
  const line = { origin, rows: trainingRows(session), batchSize: session.config.batch_size };
  return { id: session.id, serial: ++followedRuns, line, session: signal(session), losses: [], length: signal(0), epochs: signal([]) };
}

/** Fetches the losses and epochs that are new; `tell` hears of every page, so that long curves appear bit by bit. */
export async function pull(run: Run, abort?: AbortSignal): Promise<void> {
  const { origin, head } = run.session.peek();
  while (origin + run.losses.length < head) {
    const page = await fetchLosses(run.id, origin + run.losses.length, PAGE, abort);
    const known = page.after - origin;
    for (const loss of page.values.slice(run.losses.length - known)) run.losses.push(toNumber(loss));
    run.length.value = run.losses.length;
    if (page.values.length === 0) break;
  }
  await pullEpochs(run, abort);
}

async function pullEpochs(run: Run, abort?: AbortSignal): Promise<void> {
  for (;;) {
    const known = run.epochs.peek();
    const last = known.at(-1)?.epoch ?? run.line.origin.epoch;
    if (last >= Math.floor(run.session.peek().epoch + 1e-9)) return;
    const more = await fetchEpochs(run.id, last, abort);
    if (more.length === 0) return;
    run.epochs.value = [...known, ...more];
  }
}

/** The loss of a step, if it is known by now. */
export const lossAt = (run: Run, step: number): number | null => run.losses[step - run.session.peek().origin - 1] ?? null;
