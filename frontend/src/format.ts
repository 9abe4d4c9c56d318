/**
 * Numbers and shapes as people read them: four significant digits, scientific below 1e−3 and from 1e5, a true minus.
 * No digit is made up: from 1000 to 1e5 the whole part is written out, however few digits are asked for.
 * On cards and in tables the sign always shows (`signed`); inside sentences it shows when negative (`plain`).
 * A number that stands alone there keeps its four digits, or they would come and go while it changes; several in a row
 * say no zeros that they do not need, on cards, labels and in tables alike.
 */
import { type Summary, elementCount, flatten, toNumber } from "./model";
import { NUMBERS } from "./text";

/** `plain(0.00012345)` is "1.235e−4"; `plain(NaN)` is "NaN"; `plain(-Infinity)` is "−∞". */
export function plain(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return trimmed(signed(value, digits).replace("+", ""));
}

/** Like `plain`, with the sign and every digit kept, so that columns of numbers line up: "+3.000". */
export function signed(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+∞" : "−∞";
  if (value === 0) return "0";
  return (value < 0 ? "−" : "+") + sized(Math.abs(value), digits);
}

function sized(size: number, digits: number): string {
  if (size < 1e-3 || size >= 99_999.5) return size.toExponential(digits - 1).replace("e-", "e−").replace("e+", "e");
  return size >= 10 ** (digits - 1) ? size.toFixed(0) : size.toPrecision(digits);
}

/** Whether so many digits say a number exactly, but for its last bits. */
const saysAll = (value: number, digits: number): boolean => Math.abs(Number(value.toPrecision(digits)) - value) <= 1e-12 * Math.abs(value);

/** Numbers side by side, without zeros at the end of those that have no other digits there: "+1 −0.5"; but 0.50004 is "+0.5000". */
export const inRow = (values: number[], digits: number): string =>
  values.map((value) => (saysAll(value, digits - 1) ? trimmed(signed(value, digits)) : signed(value, digits))).join(" ");

/** Without zeros at the end of the fraction: "+3.000" becomes "+3", "1.500e−4" becomes "1.5e−4". */
const trimmed = (text: string): string => text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");

/**
 * A number in a place for so many characters: rounded to fewer digits until it fits, never cut off. Seven characters
 * hold any number, with one digit at least.
 */
export function fitted(value: number, room: number, most = 15): string {
  const all = String(value).replace("-", "−");
  if (all.length <= room && saysAll(value, most)) return all;
  const shorter = Array.from({ length: most }, (_, index) => plain(value, most - index));
  return shorter.find(({ length }) => length <= room) ?? plain(value, 1);
}

/** As many digits as tell two numbers apart, from some on and at most nine. */
export function digitsApart(one: number, another: number, least: number): number {
  const apart = [4, 5, 6, 7, 8, 9].filter((digits) => digits >= least).find((digits) => plain(one, digits) !== plain(another, digits));
  return one === another ? least : (apart ?? 9);
}

/** A size without sign, for root mean squares. */
export function magnitude(value: number, digits = 3): string {
  return Number.isFinite(value) ? signed(Math.abs(value), digits).replace("+", "") : plain(value);
}

/** `(1, 100)`, `(3,)`, and "scalar" for rank 0. */
export function shapeText(shape: number[]): string {
  if (shape.length === 0) return NUMBERS.scalar;
  return `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

/** Its text where there is little room, from the roomiest: "(2, 3, 4, 5)", "(2,3,4,5)", and for more than three axes "4-d". */
export function shapeForms(shape: string): string[] {
  const close = shape.replaceAll(", ", ",");
  const rank = close.split(",").length;
  return rank > 3 ? [shape, close, NUMBERS.rank(rank)] : [shape, close];
}

/** The same for a voice: "shape 1 by 100". */
export function shapeSpoken(shape: number[]): string {
  return shape.length === 0 ? NUMBERS.scalar : NUMBERS.shape(shape.join(" by "));
}

/**
 * A tensor in few characters. Up to four elements are written out if they fit into `room`, with four digits or else with
 * three. Fewer would be false ("+1.2 +12 +160"); then, and for more elements, its mean and root mean square in at most
 * `width`: "μ +0.210 rms 2.71", or only the latter.
 */
export function brief(summary: Summary, width = 19, room = width): string {
  if (elementCount(summary.shape) === 0) return NUMBERS.empty;
  if (summary.data !== null && elementCount(summary.shape) <= 4) {
    const values = flatten(summary.data);
    const text = [4, 3].map((digits) => (values.length === 1 ? signed(values[0] ?? Number.NaN, digits) : inRow(values, digits))).find(({ length }) => length <= room);
    if (text) return text;
  }
  const rms = NUMBERS.rms(magnitude(toNumber(summary.rms)));
  const both = [3, 2].map((digits) => `${NUMBERS.mean(meanText(summary, (mean) => signed(mean, digits)))} ${rms}`);
  return both.find(({ length }) => length <= width) ?? rms;
}

/** A mean this much smaller than the numbers themselves is what rounding left of a sum of 0. */
const ROUNDING = 1e-12;

/** A mean as `written`; where it is 0 but for rounding, that it is about 0. */
export function meanText({ mean, rms }: Summary, written: (mean: number) => string): string {
  const [middle, size] = [toNumber(mean), toNumber(rms)];
  return middle !== 0 && Math.abs(middle) < ROUNDING * size && Number.isFinite(size) ? NUMBERS.aboutZero : written(middle);
}

/** The word for a tensor's non-finite content, or null if all is finite: one NaN makes it "NaN", else the sign of its infinities shows. */
export function nonfiniteWord(summary: Summary): string | null {
  if (summary.nonfinite === 0) return null;
  const known = summary.data === null ? [toNumber(summary.min), toNumber(summary.max)] : flatten(summary.data);
  if (known.some(Number.isNaN)) return "NaN";
  const [plus, minus] = [known.includes(Infinity), known.includes(-Infinity)];
  return plus && minus ? "±∞" : plus ? "+∞" : minus ? "−∞" : "NaN";
}
