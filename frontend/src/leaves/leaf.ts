/** Leaves as the rows show them: which can be set, the range of a slider, and how a kind is switched in the text. */
import { type Graph, type GraphNode, type NestedNumbers, elementCount, toNumber } from "../model";

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

/** A slider around a value: symmetric about zero, to a round limit, in 200 steps a side. */
export function rangeAround(value: number): Range {
  const size = Number.isFinite(value) ? Math.abs(value) : 1;
  const decade = 10 ** Math.floor(Math.log10(Math.max(size * 2, 1e-6)));
  const limit = size === 0 ? 2 : (([1, 2, 5, 10].find((round) => round * decade >= size * 2 - 1e-12) ?? 10) * decade);
  return { min: -limit, max: limit, step: limit / 200 };
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
