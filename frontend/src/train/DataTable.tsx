/** The data set of the run as a table: the rows of the shown step first, then all of them, a hundred at a time. */
import { useSignal } from "@preact/signals";
import { plain } from "../format";
import { type Scalar, toNumber } from "../model";
import { table, testPlaces } from "./insight";
import { run, shown } from "./store";
import { TRAIN } from "./text";

const PORTION = 100;
const MOST_STEP_ROWS = 20;

export function DataTable() {
  const info = run.value?.session.value.dataset;
  const step = shown.value;
  if (!info || !step) return null;
  return (
    <section class="table-region data" aria-label={TRAIN.dataOf(info.title)}>
      <Rows caption={TRAIN.rowsOfStep} rows={step.rows.slice(0, MOST_STEP_ROWS)} places={step.places} />
      {step.rows.length > MOST_STEP_ROWS && <p class="note">{TRAIN.moreRows(step.rows.length - MOST_STEP_ROWS)}</p>}
      <WholeSet />
    </section>
  );
}

function WholeSet() {
  const info = run.value?.session.value.dataset;
  const all = table.value?.rows ?? [];
  const portion = useSignal(PORTION);
  const open = useSignal(false);
  if (!info) return null;
  return (
    <details onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>{TRAIN.dataOf(info.title)} <span class="muted">{TRAIN.datasetLine(info)}</span></summary>
      <p class="note">{info.description} {TRAIN.licence(info.source, info.licence)}</p>
      {open.value && <Rows named caption={TRAIN.dataOf(info.title)} rows={all.slice(0, portion.value)} places={all.map((_, index) => index)} />}
      {open.value && portion.value < all.length && <button type="button" onClick={() => (portion.value += PORTION)}>{TRAIN.showMore(Math.min(PORTION, all.length - portion.value))}</button>}
    </details>
  );
}

/** `named`: what stands above the table says already what it is. */
function Rows({ caption, rows, places, named = false }: { caption: string; named?: boolean; rows: (Scalar | string)[][]; places: number[] }) {
  const info = run.value?.session.value.dataset;
  if (!info) return null;
  return (
    <div class="scroll-x" tabindex={0} role="group" aria-label={caption}>
      <table class="nodes">
        <caption class={named ? "visually-hidden" : ""}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{TRAIN.row}</th>
            {info.features.map((name) => <th key={name} scope="col">{name}</th>)}
            <th scope="col">{info.target}</th>
            <th scope="col">{TRAIN.usedFor}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={places[index]}>
              <th scope="row" class="num">{(places[index] ?? 0) + 1}</th>
              {row.map((cell, place) => <td key={info.features[place] ?? info.target} class="num">{info.classes.length > 0 && place === row.length - 1 ? cell : plain(toNumber(cell as Scalar), 6)}</td>)}
              <td>{testPlaces.value.has(places[index] ?? -1) ? TRAIN.forTest : TRAIN.forTraining}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
