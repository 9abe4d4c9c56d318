/** The nodes as rows of a real table: the accessible and copyable alternative to the drawing, linked both ways. */
import { brief, shapeText, shapeSpoken } from "../format";
import { gradientMark, type Frame } from "../stepper/frames";
import type { GraphNode } from "../model";
import type { Stage } from "../stepper/stage";
import { TABLE } from "../text";
import { GRADIENT_MARKS } from "../vocabulary";

export function Table({ stage }: { stage: Stage }) {
  const play = stage.play.value;
  const frame = stage.frame.value;
  if (!play || !frame) return null;
  return (
    <section class="table-region" aria-label={TABLE.caption}>
      <table class="nodes" id="table">
        <caption>{TABLE.caption}</caption>
        <thead>
          <tr>{TABLE.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr>
        </thead>
        <tbody>
          {play.graph.nodes.map((node) => (
            <Row key={node.id} stage={stage} node={node} frame={frame} inputs={node.inputs.map((id) => play.nodes.get(id)?.label ?? id)} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ stage, node, frame, inputs }: { stage: Stage; node: GraphNode; frame: Frame; inputs: string[] }) {
  const selected = stage.selected.value === node.id;
  const classes = [selected && "selected", stage.hovered.value === node.id && "hovered", frame.event?.node === node.id && "active"];
  return (
    <tr
      class={classes.filter(Boolean).join(" ")}
      onPointerEnter={() => (stage.hovered.value = node.id)}
      onPointerLeave={() => (stage.hovered.value = null)}
    >
      <th scope="row">
        <button type="button" class="link" aria-pressed={selected} onClick={() => (stage.selected.value = node.id)}>{node.label}</button>
      </th>
      <td>{node.op ?? node.kind}</td>
      <td class="code">{inputs.join(", ")}</td>
      <td class="num"><span aria-label={shapeSpoken(node.shape)}>{shapeText(node.shape)}</span></td>
      <td class="num">{frame.computed.has(node.id) ? brief(node.value, 40) : "·"}</td>
      <td class="num">{gradientWords(node, frame)}</td>
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
