/** Leaves as the rows show them: which can be set, the range of a slider, and how a kind is switched in the text. */
import { type Graph, type GraphNode, type NestedNumbers, type Span, elementCount, toNumber } from "../model";

/** Matrices up to this many rows and columns are edited in a grid. */
export const GRID_SIZE = 8;

export interface Range {
  min: number;
  max: number;
  step: number;
}

/** Named leaves, in the order of the program. */
export function settableLeaves(graph: Graph): GraphNode[] {
  return graph.nodes.filter(({ kind, name, inputs }) => name !== null && inputs.length === 0 && (kind === "data" || kind === "parameter"));
}

/** Between these the ends of a range, their distance and a step in it are ordinary numbers. */
const [LEAST, MOST] = [1e-300, 5e307];

/** A range around a value: symmetric about zero, to a round limit, in 200 steps a side. */
export function rangeAround(value: number): Range {
  const size = Number.isFinite(value) && value !== 0 ? Math.min(MOST / 2, Math.max(LEAST, Math.abs(value))) : 1;
  const decade = Number(`1e${Math.floor(Math.log10(size * 2))}`);
  const round = [1, 2, 5, 10].find((digit) => digit * decade >= size * 2 * (1 - 1e-12)) ?? 10;
  const limit = Number((round * decade).toPrecision(12));
  return { min: -limit, max: limit, step: Number((limit / 200).toPrecision(12)) };
}

/** What is wrong with a range, if anything; it must hold the present value. */
export function rangeProblem({ min, max, step }: Range, present: number): "order" | "step" | "outside" | null {
  if (!(min < max) || !Number.isFinite(max - min)) return "order";
  if (!(step > 0 && step <= max - min)) return "step";
  return present < min || present > max ? "outside" : null;
}

/** The piece of a text at a span; a span counts characters as the server does. */
export function textAt(text: string, { line, column, end_line: endLine, end_column: endColumn }: Span): string {
  const lines = text.split("\n").slice(line - 1, endLine);
  return lines.map((piece, index) => piece.slice(index === 0 ? column - 1 : 0, index === endLine - line ? endColumn - 1 : undefined)).join("\n");
}

/** How a leaf is edited: with a slider, in a grid, or (too large, or of rank 3 and more) not here. */
export function editorFor({ shape }: GraphNode): "slider" | "grid" | "none" {
  if (elementCount(shape) === 1) return "slider";
  const [rows = 1, columns = 1] = shape.length === 1 ? [1, shape[0]] : shape;
  return shape.length <= 2 && rows <= GRID_SIZE && columns <= GRID_SIZE && elementCount(shape) > 0 ? "grid" : "none";
}

/** The value of a one-element leaf with another number in it, in the same shape. */
export function inShape(shape: number[], value: number): NestedNumbers {
  return shape.reduceRight<NestedNumbers>((inner) => [inner], value);
}

/** Nested lists out of all elements in row order. */
export function shaped(values: number[], shape: number[]): NestedNumbers {
  const [first, ...rest] = shape;
  if (first === undefined) return values[0] ?? 0;
  const size = elementCount(rest);
  return Array.from({ length: first }, (_, row) => shaped(values.slice(row * size, (row + 1) * size), rest));
}

/** Nested lists with one element replaced; `index` has one number per axis. */
export function replaced(values: NestedNumbers, index: number[], value: number): NestedNumbers {
  const [first, ...rest] = index;
  if (first === undefined || !Array.isArray(values)) return value;
  return values.map((inner, position) => (position === first ? replaced(inner, rest, value) : inner));
}

/** A number that JSON can carry; what is not finite becomes 0. */
export const finite = (values: NestedNumbers): NestedNumbers =>
  Array.isArray(values) ? values.map(finite) : Number.isFinite(toNumber(values)) ? toNumber(values) : 0;

const CALL = /^(data|tensor|param)\s*\(([\s\S]*)\)$/;

/**
 * The program with a leaf's kind switched between data and parameter, or null where the text is not in one line.
 */
export function switchedKind(source: string, leaf: GraphNode): string | null {
  const line = source.split("\n")[(leaf.span?.line ?? 0) - 1];
  if (!leaf.span || line === undefined || leaf.span.line !== leaf.span.end_line) return null;
  const before = line.slice(0, leaf.span.column - 1);
  const text = line.slice(leaf.span.column - 1, leaf.span.end_column - 1);
  const assigned = /^([^=]*=\s*)/.exec(text)?.[1] ?? "";
  const literal = text.slice(assigned.length).trim();
  const call = CALL.exec(literal);
  const inner = call?.[2]?.replace(/,\s*requires_grad\s*=\s*\w+/, "") ?? literal;
  const next = leaf.kind === "parameter" ? `data(${inner})` : `param(${inner})`;
  const lines = source.split("\n");
  lines[leaf.span.line - 1] = before + assigned + next + line.slice(leaf.span.end_column - 1);
  return lines.join("\n");
}
