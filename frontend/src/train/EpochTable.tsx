/** The epochs with their figures at full precision, the last ones of a long run: the accessible, copyable side of the loss curve. */
import { toNumber } from "../model";
import type { Epoch } from "./api";
import { goTo, run } from "./store";
import { TRAIN } from "./text";

const MOST_ROWS = 200;

const percent = (share: number | null): string => (share === null ? "" : `${(100 * share).toFixed(2)} %`);
const exact = (value: Epoch["loss"] | null): string => (value === null ? "" : String(toNumber(value)));

export function EpochTable() {
  const epochs = run.value?.epochs.value ?? [];
  if (epochs.length === 0) return null;
  const tested = epochs[0]?.test_loss !== null;
  const classes = epochs[0]?.train_accuracy !== null;
  const columns = [TRAIN.epochColumns.epoch, TRAIN.epochColumns.loss, TRAIN.epochColumns.train, ...(tested ? [TRAIN.epochColumns.test] : []), ...(classes ? [TRAIN.epochColumns.trainAccuracy] : []), ...(classes && tested ? [TRAIN.epochColumns.testAccuracy] : [])];
  return (
    <section class="table-region" aria-label={TRAIN.epochTable}>
      <table class="nodes epochs">
        <caption>{TRAIN.epochTable}{epochs.length > MOST_ROWS && <span class="muted"> {TRAIN.lastEpochs(MOST_ROWS)}</span>}</caption>
        <thead><tr>{columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr></thead>
        <tbody>
          {epochs.slice(-MOST_ROWS).map((epoch) => (
            <tr key={epoch.epoch}>
              <th scope="row"><button type="button" class="link" title={TRAIN.goToStep(epoch.step)} onClick={() => void goTo(epoch.step)}>{epoch.epoch}</button></th>
              <td class="num">{exact(epoch.loss)}</td>
              <td class="num">{exact(epoch.train_loss)}</td>
              {tested && <td class="num">{exact(epoch.test_loss)}</td>}
              {classes && <td class="num">{percent(epoch.train_accuracy)}</td>}
              {classes && tested && <td class="num">{percent(epoch.test_accuracy)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
