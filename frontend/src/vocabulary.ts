/**
 * The vocabulary of the drawing, declared once: kinds of cards, states of a gradient, phases of a step. The cards, the
 * legend, the table and the stepper all read it here.
 */
import type { CardKind, GraphNode, Phase } from "./model";

export interface KindWords {
  label: string;
  meaning: string;
}

export const KINDS: Record<CardKind, KindWords> = {
  data: { label: "data", meaning: "an input without gradient" },
  constant: { label: "constant", meaning: "a number in an expression" },
  parameter: { label: "parameter", meaning: "a leaf that gets a gradient" },
  operation: { label: "operation", meaning: "a value that was computed" },
  output: { label: "output", meaning: "where gradients start" },
  group: { label: "group", meaning: "several operations, folded" },
  stub: { label: "reference", meaning: "a value drawn elsewhere" },
  sum: { label: "sum", meaning: "a chain of additions, folded" },
};

/** What a gradient line can say at a moment of the play. */
export type GradientMark = "pending" | "not_required" | "no_path" | "zero" | "number" | "nonfinite";

export const GRADIENT_MARKS: Record<GradientMark, { sample: string; meaning: string }> = {
  pending: { sample: "—", meaning: "not computed yet" },
  not_required: { sample: "no grad", meaning: "needs no gradient" },
  no_path: { sample: "no path", meaning: "no gradient can come back to it" },
  zero: { sample: "0 exact", meaning: "every element is exactly zero" },
  number: { sample: "+0.4480", meaning: "a number, however small" },
  nonfinite: { sample: "NaN", meaning: "not a number, or infinite" },
};

export const PHASES: Record<Phase, { letter: string; label: string }> = {
  forward: { letter: "F", label: "forward" },
  seed: { letter: "S", label: "seed" },
  backward: { letter: "B", label: "backward" },
  update: { letter: "U", label: "update" },
};

/** Levels of colour on each side of zero, in strips and matrix grids. */
export const LEVELS = 7;

/**
 * The decades of a gradient's size, from the thinnest wire to the widest: the first begins at 1e−4, the seventh ends at 1e3. That
 * is where gradients usually are; what lies below or above counts as the first or the last.
 */
export const MAGNITUDE_DECADES: readonly number[] = [-4, -3, -2, -1, 0, 1, 2];

const exponentOf = (size: number): number => Math.floor(Math.log10(size) + 1e-12);

/** How many of the seven cells a gradient of this size fills: at least one unless it is zero. */
export function magnitudeCells(size: number): number {
  if (!(size > 0)) return 0;
  return Math.min(LEVELS, Math.max(1, exponentOf(size) - (MAGNITUDE_DECADES[0] ?? 0) + 1));
}

/** What people call the operations that have a name of their own inside. */
const CALLED: Record<string, string> = { pow_tensor: "pow", getitem: "index", masked_index: "index", clamp_tensor: "clamp" };

/** What an operation is called, as it is written in programs; of a leaf its kind. The sign on a card may be another one. */
export const operationOf = ({ op, kind }: Pick<GraphNode, "op" | "kind">): string => (op === null ? kind : (CALLED[op] ?? op));

/** Operations whose arguments can change places; at all others the slot number is drawn. */
export const COMMUTATIVE: ReadonlySet<string> = new Set(["add", "mul", "maximum", "minimum", "hypot", "logaddexp", "sum"]);
