/**
 * The Graph model as the server sends it (version 1), under the page's names. One node per produced value, one edge per
 * argument slot. Numbers that JSON lacks arrive as strings ("NaN", "Infinity", "-Infinity"); `toNumber` reads both.
 */
import type * as answers from "./answers";

export type {
  Edge,
  Finding,
  Group,
  Line,
  Node as GraphNode,
  PrintedLine as Printed,
  ProgramMoments as Moments,
  SingleProblem as Fault,
  Span,
  Summary,
} from "./answers";
export type Scalar = answers.Number;
export type NestedNumbers = answers.Nested;
export type NodeKind = answers.Node["kind"];
export type CardKind = answers.Card["kind"];

/** One box of the drawing, as the page makes it (`cards/cards.ts`). */
export interface Card extends Omit<answers.Card, "width" | "height"> {
  /** What a folded block is called. */
  label?: string;
  /** Of a folded loop which turns it stands for, which of them opens, and whether another turn is shown beside it. */
  turns?: { first: number; last: number; opens: number; rest: boolean } | null;
}

/** Values that belong together: a group, or a loop. */
export interface Block {
  /** Of its card while it is folded, or of its ground. */
  id: string;
  /** Its name behind those of the blocks and turns around it: "encoder/dense", "for i/3/step". */
  path: string;
  label: string;
  /** The path of the block around it. */
  parent: string | null;
  /** How many turns a loop has; 0 for a group. */
  turns: number;
}

/** A block that is not folded. */
export interface OpenBlock extends Block {
  /** The cards in it. */
  cards: string[];
  /** The turn of a loop that is shown; null where all are. */
  turn: number | null;
  /** Whether it is small enough to be drawn with all its turns. */
  unrolls: boolean;
}

export interface Drawing {
  cards: Card[];
  lines: answers.Line[];
  /** What is folded, as `cards/folding.ts` writes it. */
  collapsed: string[];
  blocks: OpenBlock[];
}
export type GradientState = answers.Node["grad_state"];
export type Phase = answers.Event["phase"];

export interface GraphEvent extends answers.Event {
  /** What happened, in words, where the graph alone cannot tell (the update of a parameter). */
  sentence?: string;
}

/** A graph, and what the answer says of the program that it is of. */
export interface Graph extends Omit<answers.Graph, "events" | "drawing">, Partial<answers.ProgramNotes> {
  events: GraphEvent[];
  /** Whether its leaves have moved since its findings, and formulas with numbers in them, were made. */
  moving?: boolean;
  drawing: Drawing;
}

/** What was found of the numbers that a graph has now. */
export const foundIn = ({ findings, moving }: Graph): answers.Finding[] => (moving ? [] : findings);

/** Whether a finding is about a value. */
export const isAbout = ({ node, nodes }: answers.Finding, id: string): boolean => node === id || (nodes ?? []).includes(id);

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

/** A single number as a tensor. */
export const single = (value: number): answers.Summary => ({ shape: [], min: value, max: value, mean: value, rms: Math.abs(value), zeros: value === 0 ? 1 : 0, nonfinite: Number.isFinite(value) ? 0 : 1, data: value, preview: null });

/** The one number of a tensor with one element, whatever its rank; otherwise null. */
export function onlyElement(summary: answers.Summary | null | undefined): number | null {
  if (!summary || elementCount(summary.shape) !== 1) return null;
  if (summary.data !== null) return flatten(summary.data)[0] ?? null;
  return toNumber(summary.mean);
}
