/**
 * The order of the table's rows: that of computation, or by one of the columns. Numbers go by their value, a tensor's by
 * its mean; gradients by their size; what a row does not have comes last either way. Pure.
 */
import { type GraphNode, elementCount, toNumber } from "../model";
import type { Frame } from "../stepper/frames";
import { operationOf } from "../vocabulary";

export interface Sorting {
  column: number;
  descending: boolean;
}

interface Sortable {
  node: GraphNode;
  /** Labels of the inputs. */
  inputs: string;
}

type Key = string | number;

const keyOfValue = ({ id, value }: GraphNode, frame: Frame): number => (frame.computed.has(id) ? toNumber(value.mean) : Number.NaN);

/** What a row is sorted by, in the order of the columns. `node` is the row's as it is now. */
const KEYS: readonly ((row: Sortable, node: GraphNode, frame: Frame) => Key)[] = [
  (_, { label }) => label.normalize("NFKC"), // "h₂" stands between h1 and h10.
  (_, node) => operationOf(node),
  ({ inputs }) => inputs.normalize("NFKC"),
  (_, { shape }) => elementCount(shape),
  (_, node, frame) => keyOfValue(node, frame),
  (_, { id }, frame) => toNumber(frame.gradients.get(id)?.rms),
  (_, { uses }) => uses,
];
const [VALUE, GRADIENT] = [4, 5];

/** Whether a step or a slider can change an order. */
export const moves = (sorting: Sorting | null): boolean => sorting?.column === VALUE || sorting?.column === GRADIENT;

/** The order after a column's head was pressed: up, down, and back to that of computation. */
export function pressed(sorting: Sorting | null, column: number): Sorting | null {
  if (sorting?.column !== column) return { column, descending: false };
  return sorting.descending ? null : { column, descending: true };
}

/** Infinities have no difference that could be taken. */
const byNumber = (a: Key, b: Key): number => Number(a > b) - Number(a < b);

export function ordered<Row extends Sortable>(rows: readonly Row[], nodes: ReadonlyMap<string, GraphNode>, frame: Frame, sorting: Sorting | null): readonly Row[] {
  const keyOf = sorting && KEYS[sorting.column];
  if (!keyOf) return rows;
  const natural = new Intl.Collator("en", { numeric: true }); // Not before it is needed: it takes the browser a while.
  const compare = (a: Key, b: Key): number => (typeof a === "string" ? natural.compare(a, String(b)) : byNumber(a, b));
  const keyed = rows.map((row) => ({ row, key: keyOf(row, nodes.get(row.node.id) ?? row.node, frame) }));
  const has = ({ key }: { key: Key }): boolean => key !== "" && !Number.isNaN(key);
  const way = sorting.descending ? -1 : 1;
  const sorted = keyed.filter(has).toSorted((a, b) => way * compare(a.key, b.key));
  return [...sorted, ...keyed.filter((one) => !has(one))].map(({ row }) => row);
}
