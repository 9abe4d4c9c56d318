/**
 * The levels of detail, from the most to the least. The first at which all of a graph's text is large enough to be read
 * is the one that it is drawn at.
 */
export interface Detail {
  name: string;
  /** The size of a single number, in pixels at scale 1, and its digits at most. */
  value: number;
  digits: number;
  gradientDigits: number;
  /** Whether small matrices are written out; else they are fields of colour. */
  matrices: boolean;
  /** Which cards have a line for name and shape above their value: without it a leaf's name is its sign. */
  heads: "all" | "named" | "none";
  /** Whether the range of a tensor's elements is written, and how a gradient came about. */
  ranges: boolean;
  how: boolean;
  gradient: boolean;
  /** A field of colour is at most so many cells wide and high; more elements are drawn narrower. */
  cells: { across: number; down: number };
  /** Whether anything but a name is shown. */
  numbers: boolean;
}

const WRITTEN: Detail = { name: "written", value: 13, digits: 4, gradientDigits: 3, matrices: true, heads: "all", ranges: true, how: true, gradient: true, cells: { across: 16, down: 8 }, numbers: true };
const SMALL = { ...WRITTEN, digits: 3, gradientDigits: 2, matrices: false, ranges: false, how: false, cells: { across: 12, down: 4 } };

export const DETAILS: readonly Detail[] = [
  { ...WRITTEN, name: "large", value: 20 },
  WRITTEN,
  { ...WRITTEN, name: "value", matrices: false },
  { ...SMALL, name: "short", heads: "named" },
  { ...SMALL, name: "compact", heads: "none" },
  { ...SMALL, name: "glyph", heads: "none", gradient: false },
  { ...SMALL, name: "block", digits: 2, heads: "none", gradient: false, numbers: false },
];

/** For looking at a part of a graph, and at one operation with its neighbours. */
export const PARTS = DETAILS.findIndex(({ name }) => name === "value");

/** No text is set smaller than this, in pixels at scale 1. */
export const SMALLEST = 11;
