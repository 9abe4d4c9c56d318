/** How good the model is after the shown step: loss of both splits, accuracy, confusion matrix. */
import { plain } from "../format";
import { toNumber } from "../model";
import type { SplitEvaluation } from "./api";
import { evaluation } from "./insight";
import { run } from "./store";
import { TRAIN } from "./text";

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
