/** Loss curves of the open run and of those compared with it, over steps or, from the second epoch, over epochs. */
import { computed, signal } from "@preact/signals";
import { plain } from "../format";
import { toNumber } from "../model";
import { RangeInput } from "../shell/RangeInput";
import { Chart, type Curve, type Picture } from "./charts/Chart";
import { RUN_COLOURS, RUN_DASHES } from "./charts/colours";
import { smoothed, thinned } from "./curve";
import type { Run } from "./run";
import { goTo, halted, others, run, step } from "./store";
import { TRAIN } from "./text";
import { progress, stepsPerEpoch } from "./timeline";

const MOST_POINTS = 500;
const TEST_DASH = [5, 3];
/** What the reader chose; until then a run that diverged is drawn on a logarithmic axis. */
const chosen = signal<boolean | null>(null);
const log = computed(() => chosen.value ?? (halted.value !== null || others.value.some((other) => other.session.value.halted !== null)));
/** Thinned steps that the smoothed curve looks back on. */
const span = signal(12);

/** Steps of the open run, at which another run had come as far in its epochs. */
function placeOn(open: Run, other: Run): (step: number) => number {
  const same = open.line.rows === other.line.rows && open.line.batchSize === other.line.batchSize;
  if (open === other || same) return (at) => at;
  return (at) => progress(other.line, at) * stepsPerEpoch(open.line);
}

/** Whether the chart counts epochs instead of steps: once any of the runs has done two. */
const inEpochs = computed(() => [run.value, ...others.value].some((one) => one !== null && one.session.value.epoch - one.line.origin.epoch >= 2));
/** Steps of the open run to a unit of the axis. */
const unit = computed(() => (run.value && inEpochs.value ? stepsPerEpoch(run.value.line) : 1));

const picture = computed((): Picture => {
  const open = run.value;
  const blank = { log: log.value, xLabel: "", mark: null, bad: null, whole: true };
  if (!open) return { ...blank, curves: [] };
  const curves = [open, ...others.value].flatMap((one, index) => curvesOf(one, index, placeOn(open, one)));
  const end = halted.value;
  return {
    curves,
    log: log.value,
    xLabel: (inEpochs.value ? TRAIN.epoch : TRAIN.step).toLowerCase(),
    mark: step.value / unit.value,
    bad: end ? end.step / unit.value : null,
    whole: true,
  };
});

function curvesOf(one: Run, index: number, place: (step: number) => number): Curve[] {
  void one.length.value;
  const colour = RUN_COLOURS[index % RUN_COLOURS.length] as string;
  const dash = RUN_DASHES[index % RUN_DASHES.length];
  const x = (at: number): number => place(at) / unit.value;
  const name = index === 0 ? "" : `${runLabel(one)} · `;
  const thin = thinned(one.losses, one.session.peek().origin + 1, MOST_POINTS);
  const steps = { label: `${name}${TRAIN.perStep(span.value > 1)}`, colour, dash, x: thin.x.map(x), y: smoothed(thin.y, span.value), faint: inEpochs.value, width: inEpochs.value ? 1 : 1.5 };
  if (!inEpochs.value) return [steps];
  const epochs = one.epochs.value;
  const at = epochs.map((epoch) => x(epoch.step));
  const mean = { label: `${name}${TRAIN.epochMean}`, colour, dash, x: at, y: epochs.map(({ loss }) => toNumber(loss)), width: 2, points: epochs.length <= 40 };
  const test = { label: `${name}${TRAIN.test}`, colour: "--output", dash: TEST_DASH, x: at, y: epochs.map(({ test_loss: loss }) => (loss === null ? null : toNumber(loss))), width: 1.5, points: epochs.length <= 40 };
  const tested = one.session.peek().config.test_share > 0;
  return index === 0 ? [steps, mean, ...(tested ? [test] : [])] : [mean];
}

/** What tells a run from the others: its learning rate, and where it was forked. */
export function runLabel({ session }: Run): string {
  const { config, parent } = session.value;
  return TRAIN.runLabel(plain(config.lr), parent?.step ?? null);
}

const pick = (x: number): void => {
  const open = run.peek();
  if (!open) return;
  void goTo(Math.min(Math.max(open.session.peek().origin, Math.round(x * unit.peek())), open.session.peek().head));
};

export function LossPanel() {
  const open = run.value;
  const last = open?.epochs.value.at(-1);
  const description = last ? TRAIN.lossNow(last.epoch, plain(toNumber(last.loss))) : "";
  return (
    <Chart title={TRAIN.curves} picture={picture} description={description} empty={TRAIN.noCurve} onPick={pick}>
      <label class="inline"><input type="checkbox" checked={log.value} onChange={(event) => (chosen.value = event.currentTarget.checked)} /> {TRAIN.log}</label>
      <label class="inline">{TRAIN.smoothing} <RangeInput min={1} max={40} value={span.value} onValue={(steps) => (span.value = steps)} /></label>
    </Chart>
  );
}
