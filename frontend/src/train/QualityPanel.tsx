/** How good the model is after the shown step: loss of both splits, accuracy, confusion matrix. */
import { computed } from "@preact/signals";
import { plain } from "../format";
import { toNumber } from "../model";
import type { SplitEvaluation } from "./api";
import { Chart, type Curve, type Picture } from "./charts/Chart";
import { evaluation } from "./insight";
import { goTo, head, run, step } from "./store";
import { TRAIN } from "./text";
import { endOfEpoch, progress } from "./timeline";

export function QualityPanel() {
  const found = evaluation.value;
  if (!found) return null;
  const classes = run.value?.session.value.dataset.classes ?? [];
  const splits: [string, SplitEvaluation][] = [[TRAIN.trainSplit, found.train]];
  if (found.test) splits.push([TRAIN.testSplit, found.test]);
  return (
    <section class="panel quality" aria-label={TRAIN.quality}>
      <h2>{TRAIN.quality}</h2>
      <div class="splits">
        {splits.map(([title, split]) => (
          <div key={title} class="split">
            <h3>{title}</h3>
            {split.confusion === null && <p><b class="num big">{plain(determination(split), 4)}</b> <span class="muted" title={TRAIN.determinationMeaning}>{TRAIN.determination}</span></p>}
            {split.accuracy !== null && split.correct !== null && (
              <p><b class="num big">{(100 * split.accuracy).toFixed(2)} %</b> <span class="muted">{TRAIN.correct(split.correct, split.rows)}</span></p>
            )}
            <p class="muted">{TRAIN.meanLoss} <span class="num ink">{plain(toNumber(split.loss), 5)}</span></p>
            {split.confusion && <Confusion counts={split.confusion} classes={classes} title={title} />}
          </div>
        ))}
      </div>
      {found.train.confusion && <p class="note">{TRAIN.confusionCaption}</p>}
    </section>
  );
}

/** How much of the targets' variance the predictions explain: 1 is all of it, 0 no more than their mean does. */
export function determination({ predictions, targets }: Pick<SplitEvaluation, "predictions" | "targets">): number {
  const wanted = targets.map(toNumber);
  const mean = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const total = wanted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const rest = wanted.reduce((sum, value, index) => sum + (value - toNumber(predictions[index])) ** 2, 0);
  return 1 - rest / total;
}

const accuracies = computed((): Picture => {
  const open = run.value;
  const epochs = open?.epochs.value ?? [];
  const x = epochs.map(({ epoch }) => epoch);
  const points = epochs.length <= 40;
  const curve = (label: string, colour: string, y: (number | null)[], dash?: number[]): Curve => ({ label, colour, x, y: y.map((share) => share && 100 * share), points, dash });
  const tested = (open?.session.value.config.test_share ?? 0) > 0;
  return {
    curves: [
      curve(TRAIN.trainSplit.toLowerCase(), "--accent", epochs.map(({ train_accuracy: share }) => share)),
      ...(tested ? [curve(TRAIN.testSplit.toLowerCase(), "--output", epochs.map(({ test_accuracy: share }) => share), [5, 3])] : []),
    ],
    log: false,
    xLabel: TRAIN.epoch.toLowerCase(),
    mark: open ? progress(open.line, step.value) : null,
    bad: null,
    whole: true,
  };
});

const pickEpoch = (epoch: number): void => {
  const open = run.peek();
  if (open) void goTo(Math.min(endOfEpoch(open.line, Math.max(1, Math.round(epoch))), head.peek()));
};

/** Accuracy of both splits at the end of every epoch; nothing while there are fewer than two, or no classes. */
export function AccuracyPanel() {
  const epochs = run.value?.epochs.value ?? [];
  const last = epochs.at(-1);
  if (!last || last.train_accuracy === null || epochs.length < 2) return null;
  return <Chart title={TRAIN.accuracy} picture={accuracies} description={`${TRAIN.epoch} ${last.epoch}: ${(100 * last.train_accuracy).toFixed(2)} %`} empty={TRAIN.noCurve} onPick={pickEpoch} />;
}

function Confusion({ counts, classes, title }: { counts: number[][]; classes: string[]; title: string }) {
  const most = Math.max(1, ...counts.flat());
  return (
    <table class="confusion">
      <caption class="visually-hidden">{TRAIN.confusion}: {title}. {TRAIN.confusionCaption}</caption>
      <thead>
        <tr>
          <td />
          {classes.map((name) => <th key={name} scope="col">{name}</th>)}
        </tr>
      </thead>
      <tbody>
        {counts.map((row, index) => (
          <tr key={classes[index]}>
            <th scope="row">{classes[index]}</th>
            {row.map((amount, other) => (
              <td key={classes[other]} class={`num ${index === other ? "right" : "wrong"}`} style={{ "--share": `${Math.round((45 * amount) / most)}%` }}>{amount}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
