/** The nodes as rows of a real table: the accessible and copyable alternative to the drawing, linked both ways. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { shapeText, shapeSpoken } from "../format";
import { copyText } from "../share/copy";
import { useInView } from "../seen";
import type { Stage } from "../stepper/stage";
import { TABLE } from "../text";
import { type TableRow, follow, rowsOf } from "./rows";
import { tableAsTsv } from "./tsv";

export function Table({ stage }: { stage: Stage }) {
  const graph = stage.outline.value;
  const rows = useMemo(() => (graph ? rowsOf(graph) : []), [graph]);
  const host = useRef<HTMLElement>(null);
  const inView = useInView(host, graph !== null);
  useEffect(() => follow(stage, rows, inView), [stage, rows]);
  if (!graph) return null;
  return (
    <section class="table-region" aria-label={TABLE.caption} ref={host}>
      <Copy stage={stage} />
      <table class="nodes" id="table">
        <caption><span>{TABLE.caption}</span> <span class="muted">{TABLE.note}</span></caption>
        <thead>
          <tr>{TABLE.columns.map((column) => <th key={column} scope="col">{column}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => <Row key={row.node.id} stage={stage} row={row} />)}
        </tbody>
      </table>
    </section>
  );
}

function Copy({ stage }: { stage: Stage }) {
  const copied = useSignal(false);
  const copy = async (): Promise<void> => {
    const [graph, frame] = [stage.graph.peek(), stage.frame.peek()];
    copied.value = graph !== null && frame !== null && (await copyText(tableAsTsv(graph.nodes, frame)));
  };
  return (
    <p class="table-tools">
      <span class="muted" role="status">{copied.value ? TABLE.copied : ""}</span>
      <button type="button" class="quiet" onClick={() => void copy()}>{TABLE.copy}</button>
    </p>
  );
}

function Row({ stage, row: { node, inputs, value, gradient, classes, selected } }: { stage: Stage; row: TableRow }) {
  return (
    <tr class={classes} onPointerEnter={() => stage.point(node.id)} onPointerLeave={() => stage.point()}>
      <th scope="row">
        <button type="button" class="link" aria-pressed={selected} onClick={() => (stage.selected.value = node.id)}>{node.label}</button>
      </th>
      <td class="code">{node.op ?? node.kind}</td>
      <td class="code">{inputs}</td>
      <td class="num"><span aria-hidden="true">{shapeText(node.shape)}</span><span class="visually-hidden">{shapeSpoken(node.shape)}</span></td>
      <td class="num">{value}</td>
      <td class="num">{gradient}</td>
      <td class="num">{node.uses}</td>
    </tr>
  );
}
