/** The nodes as rows of a real table: the accessible and copyable alternative to the drawing, linked both ways. */
import { useComputed, useSignal } from "@preact/signals";
import { brief, shapeText, shapeSpoken } from "../format";
import { gradientMark, type Frame } from "../stepper/frames";
import type { GraphNode } from "../model";
import type { Stage } from "../stepper/stage";
import { TABLE } from "../text";
import { GRADIENT_MARKS } from "../vocabulary";

export function Table({ stage }: { stage: Stage }) {
  const graph = stage.graph.value;
  if (!graph) return null;
  const labels = new Map(graph.nodes.map(({ id, label }) => [id, label]));
  return (
    <section class="table-region" aria-label={TABLE.caption}>
      <table class="nodes" id="table">
        <caption>{TABLE.caption}</caption>
        <thead>
          <tr>{TABLE.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr>
        </thead>
        <tbody>
          {graph.nodes.map((node) => (
            <Row key={node.id} stage={stage} node={node} inputs={node.inputs.map((id) => labels.get(id) ?? id).join(", ")} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A row follows the play by signals of its own, so that a step touches only the cells that change. */
function Row({ stage, node, inputs }: { stage: Stage; node: GraphNode; inputs: string }) {
  const subject = useSignal(node);
  subject.value = node;
  const selected = useComputed(() => stage.selected.value === node.id);
  const classes = useComputed(() => {
    const flags = [selected.value && "selected", stage.hovered.value === node.id && "hovered", stage.frame.value?.event?.node === node.id && "active"];
    return flags.filter(Boolean).join(" ");
  });
  const value = useComputed(() => (stage.frame.value?.computed.has(node.id) ? brief(subject.value.value, 40) : "·"));
  const gradient = useComputed(() => (stage.frame.value ? gradientWords(subject.value, stage.frame.value) : ""));
  return (
    <tr class={classes} onPointerEnter={() => (stage.hovered.value = node.id)} onPointerLeave={() => (stage.hovered.value = null)}>
      <th scope="row">
        <button type="button" class="link" aria-pressed={selected} onClick={() => (stage.selected.value = node.id)}>{node.label}</button>
      </th>
      <td>{node.op ?? node.kind}</td>
      <td class="code">{inputs}</td>
      <td class="num"><span aria-label={shapeSpoken(node.shape)}>{shapeText(node.shape)}</span></td>
      <td class="num">{value}</td>
      <td class="num">{gradient}</td>
      <td class="num">{node.uses}</td>
    </tr>
  );
}

/** The gradient of a node at a moment: its numbers, or the word for its state. */
export function gradientWords(node: GraphNode, frame: Frame, width = 40): string {
  const gradient = frame.gradients.get(node.id);
  const mark = gradientMark(node, gradient);
  return gradient && (mark === "number" || mark === "nonfinite") ? brief(gradient, width) : GRADIENT_MARKS[mark].sample;
}
