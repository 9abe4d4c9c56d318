/**
 * Steps, epochs and rows of one run. Step `k` (from 1) is the k-th update: it starts from state `k − 1` and ends in
 * state `k`. A fork begins at its origin, possibly in the middle of an epoch and with another batch size.
 */

export interface Timeline {
  /** The first state of the run: 0, or where it was forked. */
  origin: { step: number; epoch: number; offset: number };
  /** Rows of an epoch. */
  rows: number;
  batchSize: number;
}

export interface Place {
  /** From 1. */
  epoch: number;
  /** The first and the last row of the step's batch within the epoch, from 1. */
  first: number;
  last: number;
}

const stepsFor = (rows: number, size: number): number => Math.ceil(rows / size);

/** Steps of one whole epoch. */
export const stepsPerEpoch = ({ rows, batchSize }: Timeline): number => stepsFor(rows, Math.min(batchSize, rows));

/** Steps that the run needs to complete the epoch in which it begins. */
const opening = (line: Timeline): number => stepsFor(line.rows - line.origin.offset, Math.min(line.batchSize, line.rows));

/** Epochs and rows done after `step` steps, the rows as a fraction: 1.41 is 41 of 100 rows into the second epoch. */
export function progress(line: Timeline, step: number): number {
  const { epoch, used } = position(line, step);
  return epoch + used / line.rows;
}

function position(line: Timeline, done: number): { epoch: number; used: number } {
  const size = Math.min(line.batchSize, line.rows);
  const steps = done - line.origin.step;
  const first = opening(line);
  if (steps < first) return { epoch: line.origin.epoch, used: line.origin.offset + steps * size };
  const per = stepsPerEpoch(line);
  const later = steps - first;
  return { epoch: line.origin.epoch + 1 + Math.floor(later / per), used: (later % per) * size };
}

/** Where in its epoch a step takes its rows from. */
export function placeOf(line: Timeline, step: number): Place {
  const { epoch, used } = position(line, step - 1);
  return { epoch: epoch + 1, first: used + 1, last: Math.min(used + line.batchSize, line.rows) };
}

/** The step that completes an epoch (from 1). */
export function endOfEpoch(line: Timeline, epoch: number): number {
  const ahead = epoch - line.origin.epoch - 1;
  return Math.max(line.origin.step + opening(line) + ahead * stepsPerEpoch(line), line.origin.step);
}

/** The first end of an epoch after `step`, and the last one before it (at least the origin). */
export function nextEpochEnd(line: Timeline, step: number): number {
  return endOfEpoch(line, Math.floor(progress(line, step) + 1e-9) + 1);
}

export function previousEpochEnd(line: Timeline, step: number): number {
  const end = endOfEpoch(line, Math.ceil(progress(line, step) - 1e-9) - 1);
  return Math.max(line.origin.step, Math.min(end, step - 1));
}

/** Ends of completed epochs up to `head`, thinned to at most `most`, the newest always among them. */
export function epochEnds(line: Timeline, head: number, most: number): number[] {
  const done = Math.floor(progress(line, head) + 1e-9);
  const begun = line.origin.epoch + 1;
  const stride = Math.max(1, 2 ** Math.ceil(Math.log2((done - begun + 1) / most)));
  const epochs: number[] = [];
  for (let epoch = Math.ceil(begun / stride) * stride; epoch <= done; epoch += stride) epochs.push(epoch);
  if (done >= begun && epochs.at(-1) !== done) epochs.push(done);
  return epochs.map((epoch) => endOfEpoch(line, epoch));
}
