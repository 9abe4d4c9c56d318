/** Finite differences against the gradients of all leaves: the step h, the relative error, and a verdict in words. */
import { checkGradients, checkResult, step } from "../program/check";
import { plain } from "../format";
import { toNumber } from "../model";
import { CHECK } from "../text";

export function CheckTab() {
  const result = checkResult.value;
  return (
    <>
      <p class="muted">{CHECK.intro}</p>
      <div class="predict-row">
        <label>
          h
          <select value={step.value} onChange={(event) => (step.value = event.currentTarget.value)}>
            {["", "1e-3", "1e-5", "1e-7", "1e-9"].map((value) => <option key={value} value={value}>{value === "" ? CHECK.automatic : value.replace("-", "−")}</option>)}
          </select>
        </label>
        <button type="button" class="primary" onClick={() => void checkGradients()}>{CHECK.run}</button>
      </div>
      {result?.failure && <p class="bad">{result.failure}</p>}
      {result && !result.failure && (
        <table class="check">
          <thead><tr><th scope="col">{CHECK.leaf}</th><th scope="col">{CHECK.error}</th><th scope="col">{CHECK.verdict}</th></tr></thead>
          <tbody>
            {result.leaves.map(({ name, worst, verdict }) => (
              <tr key={name} class={verdict.split(" ")[0]}>
                <th scope="row" class="code">{name}</th>
                <td class="num">{worst === null ? "—" : plain(toNumber(worst), 2)}</td>
                <td>{verdict}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {result?.stale && <p class="muted">{CHECK.stale}</p>}
    </>
  );
}
