/**
 * The Graph model as the server sends it (version 1), and nothing else. One node per produced value, one edge per
 * argument slot. Numbers that JSON lacks arrive as strings ("NaN", "Infinity", "-Infinity"); `toNumber` reads both.
 */

export type Scalar = number | "NaN" | "Infinity" | "-Infinity";
export type NestedNumbers = Scalar | NestedNumbers[];

export interface Summary {
  shape: number[];
  min: Scalar;
  max: Scalar;
  mean: Scalar;
  rms: Scalar;
  zeros: number;
  nonfinite: number;
  /** Every element, for at most 64 of them. */
  data: NestedNumbers | null;
  /** A pooled grid of at most 16 × 64, for larger tensors. */
  preview?: Scalar[][] | null;
}

export type NodeKind = "data" | "constant" | "parameter" | "operation" | "output";
export type CardKind = NodeKind | "group" | "stub" | "sum";
export type GradientState = "computed" | "not_required" | "no_path" | "not_run";
export type Phase = "forward" | "seed" | "backward" | "update";

export interface Span {
  line: number;
  column: number;
  end_line: number;
  end_column: number;
}

export interface GraphNode {
  id: string;
  name: string | null;
  /** What the drawing calls it: the name, the number of a constant, or "v7". */
  label: string;
  /** The label in LaTeX. */
  latex?: string;
  /** How it came about, in terms of labels: "w × x"; empty for a leaf. */
  expression: string;
  kind: NodeKind;
  op: string | null;
  symbol: string | null;
  params: Record<string, unknown>;
  inputs: string[];
  shape: number[];
  dtype: string;
  requires_grad: boolean;
  uses: number;
  /** Path of the innermost group; empty at the top. */
  group: string;
  value: Summary;
  grad: Summary | null;
  grad_state: GradientState;
  /** Operations without a derivative at which ways from here to the output are cut; only where there are any. */
  cut_by?: string[];
  /** Where the ways to the output end, as people wrote it: "detach() in line 4"; those of `cut_by`, or of a number that was taken out. */
  cut_at?: string[];
  /** The rule in LaTeX; `numbers` has it with numbers in place of names, where those are single numbers. */
  formula: { forward: string; local: string[]; numbers?: { forward: string; local: string[] } | null } | null;
  span: Span | null;
  /** What stands in `.grad` after the reverse pass, where something was left in it from an earlier one. */
  accumulated_grad?: Summary | null;
  /** The turn of a loop in which it was computed: "for i#2/7". */
  turn?: string;
}

export interface Edge {
  id: string;
  source: string;
  target: string;
  slot: number;
  grad: Summary | null;
  unbroadcast_from: number[] | null;
  /**
   * How the edge changes the gradient that passes through it: a factor or, as a `rule`, the whole contribution, in which
   * "∂z" is the gradient of z. `value` where both ends are single numbers.
   */
  local: { text: string; latex: string; rule: boolean; value: Scalar | null };
  /** The source's gradient before and after this contribution was added. */
  before: Summary | null;
  after: Summary | null;
}

export interface Group {
  id: string;
  path: string;
  label: string;
  parent: string | null;
  nodes: string[];
}

export interface GraphEvent {
  phase: Phase;
  node: string;
  edges?: string[];
  accumulated?: Record<string, Summary>;
  /** What happened, in words, where the graph alone cannot tell (the update of a parameter). */
  sentence?: string;
  /** Of an update: the leaf's value before and after, and the line of the program that did it, where it is known. */
  before?: Summary | null;
  after?: Summary | null;
  line?: number | null;
}

/** The backward passes of a program, or the turns of its loop: any of them can be asked for. */
export interface Moments {
  count: number;
  of: "backward" | "grad" | "turns" | "output";
  lines: (number | null)[];
  /** Null where what was backpropagated is no single number. */
  losses: (Scalar | null)[];
  /** What ended the program before its own end. */
  stopped: "time" | "limit" | null;
}

/** A text that the program printed. */
export interface Printed {
  moment: number;
  line: number | null;
  text: string;
}

/** What is wrong with a program, and where. */
export interface Fault {
  code: string | null;
  detail: string;
  hint: string | null;
  span: Span | null;
}

export interface Finding {
  code: string;
  node: string | null;
  observed: Scalar | null;
  threshold: Scalar | null;
  message: string;
  advice: string;
  /** Every value that it is about. */
  nodes?: string[];
  /** The line that mends it, at the end of the program. */
  cure?: { label: string; append: string } | null;
}

/** Whether a finding is about a value. */
export const isAbout = ({ node, nodes }: Finding, id: string): boolean => node === id || (nodes ?? []).includes(id);

export interface Card {
  id: string;
  kind: CardKind;
  node: string | null;
  group: string | null;
  nodes: string[];
  width: number;
  height: number;
}

export interface Line {
  id: string;
  source: string;
  target: string;
  edges: string[];
}

export interface Drawing {
  dot: string;
  cards: Card[];
  lines: Line[];
  collapsed: string[];
}

export interface Graph {
  version: 1;
  structure: string;
  output: string;
  nodes: GraphNode[];
  edges: Edge[];
  groups: Group[];
  events: GraphEvent[];
  findings: Finding[];
  /** How the program was understood. */
  notes?: string[];
  stats: Record<string, number>;
  drawing: Drawing;
  /** Which of its moments this is, counted from 1. */
  moment?: number;
  moments?: Moments;
  printed?: Printed[];
  /** Why the program did not go on; the graph is then of what was computed before. */
  error?: Fault | null;
}

/** A number out of JSON's three missing ones or an ordinary one. */
export function toNumber(value: Scalar | null | undefined): number {
  return value === null || value === undefined ? Number.NaN : Number(value);
}

/** All elements in row order. */
export function flatten(values: NestedNumbers): number[] {
  return Array.isArray(values) ? values.flatMap(flatten) : [toNumber(values)];
}

/** Whether nested lists have a shape. */
export function isShaped(values: NestedNumbers, shape: number[]): boolean {
  const [size, ...inner] = shape;
  if (size === undefined || !Array.isArray(values)) return size === undefined && !Array.isArray(values);
  return values.length === size && values.every((value) => isShaped(value, inner));
}

export function elementCount(shape: number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The index along every axis of the element at a place in row order. */
export function unravel(place: number, shape: number[]): number[] {
  return shape.map((size, axis) => {
    const below = elementCount(shape.slice(axis + 1));
    return Math.floor(place / below) % size;
  });
}

/** The one number of a tensor with one element, whatever its rank; otherwise null. */
export function onlyElement(summary: Summary | null | undefined): number | null {
  if (!summary || elementCount(summary.shape) !== 1) return null;
  if (summary.data !== null) return flatten(summary.data)[0] ?? null;
  return toNumber(summary.mean);
}
