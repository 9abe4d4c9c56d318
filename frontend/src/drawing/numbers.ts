/** The numbers on a card, each in the room that it has: rounded to fewer digits where there is little, never cut off. */
import { fitted, nonfiniteWord, plain } from "../format";
import { type Summary, elementCount, flatten, onlyElement, toNumber } from "../model";
import { CARD, NUMBERS } from "../text";

/** Matrices of at most so many rows and columns are written out. */
const MOST_WRITTEN = 4;
const RANGE_DIGITS = 2;
const RMS_DIGITS = 2;

/** Characters of a number at most. */
export const LONGEST = 9;

const rounded = (value: number, room: number, digits: number): string => fitted(value, Math.min(room, LONGEST), digits);

/** A single number; what is not known yet has a dash. */
export function valueText(summary: Summary | null, digits: number, room: number): string {
  if (!summary) return CARD.ahead;
  const only = onlyElement(summary);
  if (only === null) return elementCount(summary.shape) === 0 ? NUMBERS.empty : rangeText(summary);
  return rounded(only, room, digits);
}

/** A gradient with its sign, also a plus. */
export function gradientText(summary: Summary | null, digits: number, room: number): string {
  const only = onlyElement(summary);
  if (!summary || only === null) return summary ? rmsText(summary) : CARD.ahead;
  return only > 0 ? `+${rounded(only, room - 1, digits)}` : rounded(only, room, digits);
}

/** "−2.1…1.6"; of equal elements that one. */
export function rangeText(summary: Summary | null): string {
  if (!summary) return CARD.ahead;
  const word = nonfiniteWord(summary);
  if (word) return word;
  const [least, most] = [toNumber(summary.min), toNumber(summary.max)].map((end) => plain(end, RANGE_DIGITS));
  return least === most ? (least ?? "") : `${least}…${most}`;
}

export const rmsText = (summary: Summary): string => nonfiniteWord(summary) ?? NUMBERS.rms(plain(toNumber(summary.rms), RMS_DIGITS));

const rowsAndColumns = ({ shape }: Summary): [number, number] => (shape.length === 1 ? [1, shape[0] ?? 0] : [shape[0] ?? 0, shape[1] ?? 0]);

/** How many rows a written matrix has; a vector is one. */
export const rowCount = (summary: Summary): number => rowsAndColumns(summary)[0];

/** Whether a tensor is a small vector or matrix whose elements are all known. */
export function isWritten(summary: Summary): boolean {
  const [rows, columns] = rowsAndColumns(summary);
  const flat = summary.shape.length === 1 || summary.shape.length === 2;
  return flat && summary.data !== null && rows > 0 && columns > 0 && rows <= MOST_WRITTEN && columns <= MOST_WRITTEN;
}

const NARROWEST = 3;

/** How many characters wide each column of a written matrix is. */
export function columnRooms(summary: Summary, digits: number): number[] {
  const [rows, columns] = rowsAndColumns(summary);
  const room = (column: number): number => Math.max(NARROWEST, ...Array.from({ length: rows }, (_, row) => cellText(summary, row * columns + column, digits, LONGEST).length));
  return Array.from({ length: columns }, (_, column) => room(column));
}

/** One element; nothing while it is not known. */
export function cellText(summary: Summary | null, place: number, digits: number, room: number): string {
  const value = summary?.data === null || !summary ? undefined : flatten(summary.data)[place];
  return value === undefined ? "" : rounded(value, room, digits);
}
