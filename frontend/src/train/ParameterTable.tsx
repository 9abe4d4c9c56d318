/** What the shown step did to every parameter: before, gradient, change, after. */
import { brief, shapeText } from "../format";
import type { Change } from "./api";
import { shown, stage } from "./store";
import { TRAIN } from "./text";

export function ParameterTable() {
  const found = shown.value;
  if (!found || found.update.length === 0) return null;
  return (
    <section class="table-region" aria-label={TRAIN.parameters}>
      <table class="nodes parameters">
        <caption>{TRAIN.parameters}</caption>
        <thead>
          <tr>{TRAIN.parameterColumns.map((column) => <th key={column} scope="col">{column}</th>)}</tr>
        </thead>
        <tbody>{found.update.map((change) => <Row key={change.name} change={change} />)}</tbody>
      </table>
    </section>
  );
}

function Row({ change }: { change: Change }) {
  const node = shown.value?.nodes.find(({ name, kind }) => kind === "parameter" && name === change.name);
  return (
    <tr class={node && stage.selected.value === node.id ? "selected" : ""}>
      <th scope="row"><button type="button" class="link" onClick={() => (stage.selected.value = node?.id ?? null)}>{change.name}</button></th>
      <td class="num">{shapeText(change.before.shape)}</td>
      <td class="num">{brief(change.before, 44)}</td>
      <td class="num">{brief(change.gradient, 44)}</td>
      <td class="num">{brief(change.change, 44)}</td>
      <td class="num">{brief(change.after, 44)}</td>
    </tr>
  );
}
