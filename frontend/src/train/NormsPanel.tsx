/** Gradient and update norms of every parameter over time, on a logarithmic axis: vanishing and exploding show here. */
import { computed, signal } from "@preact/signals";
import { plain } from "../format";
import { toNumber } from "../model";
import type { Norms } from "./api";
import { Chart, type Picture } from "./charts/Chart";
import { RUN_COLOURS, RUN_DASHES } from "./charts/colours";
import { norms } from "./insight";
import { goTo, halted, head, run, step } from "./store";
import { TRAIN } from "./text";
import { stepsPerEpoch } from "./timeline";

type Kind = keyof typeof TRAIN.normKinds;

const MEASURES: Record<Kind, (norm: Norms) => number> = {
  gradient: ({ gradient }) => toNumber(gradient),
  update: ({ update }) => toNumber(update),
  ratio: ({ update, parameter }) => toNumber(update) / toNumber(parameter),
};

const kind = signal<Kind>("gradient");

const unit = computed(() => {
  const open = run.value;
  return open && open.session.value.epoch - open.line.origin.epoch >= 2 ? stepsPerEpoch(open.line) : 1;
});

const picture = computed((): Picture => {
  const points = [...norms.value];
  const names = points[0]?.[1].map(({ name }) => name) ?? [];
  const scale = unit.value;
  return {
    curves: names.map((name, index) => ({
      label: name,
      colour: RUN_COLOURS[index % RUN_COLOURS.length] as string,
      dash: RUN_DASHES[index % RUN_DASHES.length],
      x: points.map(([at]) => at / scale),
      y: points.map(([, all]) => {
        const value = all[index] ? MEASURES[kind.value](all[index]) : Number.NaN;
        return Number.isFinite(value) ? value : null;
      }),
    })),
    log: true,
    xLabel: (scale > 1 ? TRAIN.epoch : TRAIN.step).toLowerCase(),
    mark: step.value / scale,
    bad: halted.value ? halted.value.step / scale : null,
    whole: true,
  };
});

const pick = (x: number): void => void goTo(Math.min(Math.round(x * unit.peek()), head.peek()));

export function NormsPanel() {
  const now = norms.value.get(step.value);
  const description = now ? now.map((norm) => `${norm.name} ${plain(MEASURES[kind.value](norm))}`).join(", ") : "";
  return (
    <Chart title={TRAIN.norms} picture={picture} description={description} empty={TRAIN.noCurve} onPick={pick}>
      <select class="inline" aria-label={TRAIN.normKind} value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value as Kind)}>
        {Object.entries(TRAIN.normKinds).map(([name, label]) => <option key={name} value={name}>{label}</option>)}
      </select>
    </Chart>
  );
}
