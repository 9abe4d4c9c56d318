/** The nodes as rows of a real table: the accessible and copyable alternative to the drawing, linked both ways. */
import { effect, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { shapeText, shapeSpoken } from "../format";
import { media } from "../media";
import { copyText } from "../share/copy";
import { useInView } from "../seen";
import type { Stage } from "../stepper/stage";
import { GRAPH, TABLE } from "../text";
import { atRest } from "../throttle";
import { operationOf } from "../vocabulary";
import { type Sorting, moves, ordered, pressed } from "./order";
import { type TableRow, follow, rowsOf } from "./rows";
import { tableAsTsv } from "./tsv";

/** The order of the columns; on a phone those that everybody looks for come first. */
const COLUMNS = [0, 1, 2, 3, 4, 5, 6];
const COLUMNS_ON_PHONES = [0, 4, 5, 1, 3, 2, 6];
const phone = media("(max-width: 43.7em)");

export function Table({ stage }: { stage: Stage }) {
  const graph = stage.outline.value;
  const rows = useMemo(() => (graph ? rowsOf(graph) : []), [graph]);
  const host = useRef<HTMLElement>(null);
  const inView = useInView(host, graph !== null);
  useEffect(() => follow(stage, rows, inView), [stage, rows]);
  const { shown, sorting, press } = useOrder(stage, rows, host);
  // Made once: when rows only change places, nothing in them is compared.
  const items = useMemo(() => new Map(rows.map((row) => [row, <Row key={row.node.id} stage={stage} row={row} />])), [stage, rows]);
  if (!graph) return null;
  return (
    <section class={`table-region ${stage.stale.value ? "stale" : ""}`} aria-label={TABLE.caption} ref={host}>
      {stage.stale.value && stage.graph.value && <p class="chip still">{GRAPH.still}</p>}
      <Copy stage={stage} rows={shown} />
      <table class="nodes" id="table">
        <caption><span>{TABLE.caption}</span> <span class="muted">{TABLE.note}</span></caption>
        <thead>
          <tr>{(phone.value ? COLUMNS_ON_PHONES : COLUMNS).map((index) => <Head key={index} index={index} sorting={sorting} onPress={() => press(index)} />)}</tr>
        </thead>
        <tbody>
          {shown.map((row) => items.get(row))}
        </tbody>
      </table>
    </section>
  );
}

/** By numbers the rows are sorted anew when nothing has moved for so long. */
const REST_MS = 600;

/** The rows in the order that the reader chose. While numbers move, by a slider or the play, and while the keyboard is in a row, every row keeps its place. */
function useOrder(stage: Stage, rows: TableRow[], host: RefObject<HTMLElement | null>): { shown: readonly TableRow[]; sorting: Sorting | null; press: (column: number) => void } {
  const sorting = useSignal<Sorting | null>(null);
  const turn = useSignal(0);
  useEffect(() => {
    const later = atRest(() => {
      const held = stage.playing.peek() || host.current?.querySelector("tbody")?.contains(document.activeElement);
      if (!held) turn.value += 1;
    }, REST_MS);
    const stop = effect(() => {
      void [stage.frame.value, stage.playing.value];
      if (moves(sorting.peek())) later.call();
    });
    return () => {
      stop();
      later.cancel();
    };
  }, [stage]);
  const shown = useMemo(() => {
    const [play, frame] = [stage.play.peek(), stage.frame.peek()];
    return play && frame ? ordered(rows, play.nodes, frame, sorting.value) : rows;
  }, [stage, rows, sorting.value, turn.value]);
  return { shown, sorting: sorting.value, press: (column) => (sorting.value = pressed(sorting.peek(), column)) };
}

function Head({ index, sorting, onPress }: { index: number; sorting: Sorting | null; onPress: () => void }) {
  const way = sorting?.column !== index ? undefined : sorting.descending ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={way}>
      <button type="button" class="sort" title={TABLE.sorts[index]} onClick={onPress}>
        {TABLE.columns[index]}<span class="sort-mark" aria-hidden="true">{way === "descending" ? "▾" : "▴"}</span>
      </button>
    </th>
  );
}

function Copy({ stage, rows }: { stage: Stage; rows: readonly TableRow[] }) {
  const copied = useSignal(false);
  const copy = async (): Promise<void> => {
    const [play, frame] = [stage.play.peek(), stage.frame.peek()];
    const nodes = rows.map(({ node }) => play?.nodes.get(node.id) ?? node);
    copied.value = frame !== null && (await copyText(tableAsTsv(nodes, frame)));
  };
  return (
    <p class="table-tools">
      <span class="muted" role="status">{copied.value ? TABLE.copied : ""}</span>
      <button type="button" class="quiet" onClick={() => void copy()}>{TABLE.copy}</button>
    </p>
  );
}

function Row({ stage, row: { node, inputs, value, gradient, classes, selected } }: { stage: Stage; row: TableRow }) {
  const cells = [
    <th key={0} scope="row">
      <button type="button" class="link" aria-pressed={selected} onClick={() => (stage.selected.value = node.id)}>{node.label}</button>
    </th>,
    <td key={1} class="code">{operationOf(node)}</td>,
    <td key={2} class="code">{inputs}</td>,
    <td key={3} class="num"><span aria-hidden="true">{shapeText(node.shape)}</span><span class="visually-hidden">{shapeSpoken(node.shape)}</span></td>,
    <td key={4} class="num">{value}</td>,
    <td key={5} class="num">{gradient}</td>,
    <td key={6} class="num">{node.uses}</td>,
  ];
  return (
    <tr class={classes} onPointerEnter={() => stage.point(node.id)} onPointerLeave={() => stage.point()}>
      {(phone.value ? COLUMNS_ON_PHONES : COLUMNS).map((column) => cells[column])}
    </tr>
  );
}
