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
  /** Whether anything but a name is shown. */
  numbers: boolean;
}

const WRITTEN: Detail = { name: "written", value: 13, digits: 4, gradientDigits: 3, matrices: true, heads: "all", ranges: true, how: true, gradient: true, numbers: true };

export const DETAILS: readonly Detail[] = [
  { ...WRITTEN, name: "large", value: 20 },
  WRITTEN,
  { ...WRITTEN, name: "value", matrices: false },
  { ...WRITTEN, name: "short", digits: 3, gradientDigits: 2, matrices: false, heads: "named", ranges: false, how: false },
  { ...WRITTEN, name: "glyph", digits: 3, matrices: false, heads: "none", ranges: false, how: false, gradient: false },
  { ...WRITTEN, name: "block", digits: 2, matrices: false, heads: "none", ranges: false, how: false, gradient: false, numbers: false },
];

/** For looking at a part of a graph, and at one operation with its neighbours. */
export const PARTS = DETAILS.findIndex(({ name }) => name === "value");

/** No text is set smaller than this, in pixels at scale 1. */
export const SMALLEST = 11;
