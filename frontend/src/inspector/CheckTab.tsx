/** Finite differences against the gradients of all leaves: both numbers, their relative error, and a verdict in words. */
import { plain } from "../format";
import { type Scalar, toNumber } from "../model";
import { type LeafVerdict, checkGradients, checkResult, step } from "../program/check";
import { CHECK } from "../text";
import { conclusion } from "./conclusion";
import type { TabProps } from "./Inspector";

const STEPS = ["", "1e-3", "1e-5", "1e-7", "1e-9"];

const named = (h: string): string => (h === "" ? CHECK.automatic : h.replace("-", "−"));

export function CheckTab({ stage }: TabProps) {
  const result = checkResult.value;
  const found = result && !result.failure;
  // At the end the stepper says it, and speaks it.
  const said = found && stage.position.value < stage.length.value ? conclusion.value : "";
  return (
    <>
      <p class="muted">{CHECK.intro}</p>
      <div class="predict-row">
        <label>
          h
          <select value={step.value} onChange={(event) => (step.value = event.currentTarget.value)}>
            {STEPS.map((value) => <option key={value} value={value}>{named(value)}</option>)}
          </select>
        </label>
        <button type="button" class="primary" onClick={checkGradients}>{CHECK.run}</button>
      </div>
      <p role="status">{said}</p>
      {result?.failure && !result.stale && <p class="bad" role="status">{result.failure}</p>}
      {found && result.leaves.length === 0 && <p class="muted">{CHECK.nothing}</p>}
      {found && result.leaves.length > 0 && (
        <table class="check">
          <caption class="muted">{CHECK.caption(named(result.h))}</caption>
          <thead><tr>{CHECK.columns.map((title) => <th scope="col" key={title}>{title}</th>)}</tr></thead>
          <tbody>{result.leaves.map((leaf) => <Row key={leaf.name} {...leaf} />)}</tbody>
        </table>
      )}
      {found && result.stale ? <p class="muted">{CHECK.stale}</p> : result?.other && <p class="muted">{CHECK.other}</p>}
    </>
  );
}

function Row({ name, verdict, index, gradient, measured, step: h, error, checked, elements }: LeafVerdict) {
  return (
    <tr class={verdict.split(" ")[0]}>
      <th scope="row" class="code">{name}</th>
      <td class="num">{shown(gradient)}</td>
      <td class="num">{shown(measured)}</td>
      <td class="num">{shown(error, 2)}</td>
      <td>
        <span class="verdict">{verdict}</span>
        {index && index.length > 0 && <small class="num">{CHECK.element(index.join(", "))}</small>}
        {h !== null && <small class="num">{CHECK.step(plain(toNumber(h), 2))}</small>}
        {checked < elements && <small>{CHECK.tried(checked, elements)}</small>}
      </td>
    </tr>
  );
}

const shown = (value: Scalar | null, digits = 4): string => (value === null ? "—" : plain(toNumber(value), digits));
