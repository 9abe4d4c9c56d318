/**
 * Numbers and shapes as people read them: four significant digits, scientific below 1e−3 and from 1e5, a true minus.
 * On cards and in tables the sign always shows (`signed`); inside sentences it shows when negative (`plain`).
 */
import { type Summary, elementCount, flatten, toNumber } from "./model";

/** `plain(0.00012345)` is "1.235e−4"; `plain(NaN)` is "NaN"; `plain(-Infinity)` is "−∞". */
export function plain(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const text = signed(value, digits).replace("+", "");
  return text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");
}

/** Like `plain`, with the sign and every digit kept, so that columns of numbers line up: "+3.000". */
export function signed(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  let text = size < 1e-3 || size >= 1e5 ? size.toExponential(digits - 1) : size.toPrecision(digits);
  if (text.includes("e") && size < 1e5 && size >= 1e-3) text = String(Number(text));
  return (value < 0 ? "−" : "+") + text.replace("e-", "e−").replace("e+", "e");
}

/** A size without sign, for root mean squares. */
export function magnitude(value: number, digits = 3): string {
  return Number.isFinite(value) ? signed(Math.abs(value), digits).replace("+", "") : plain(value);
}

/** `(1, 100)`, `(3,)`, and "scalar" for rank 0. */
export function shapeText(shape: number[]): string {
  if (shape.length === 0) return "scalar";
  return `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

/** The same for a voice: "1 by 100". */
export function shapeSpoken(shape: number[]): string {
  return shape.length === 0 ? "scalar" : `shape ${shape.join(" by ")}`;
}

/**
 * A tensor in at most `width` characters: up to four elements written out, with as many digits as fit; otherwise its
 * mean and root mean square. "μ +0.210  rms 2.71".
 */
export function brief(summary: Summary, width = 19): string {
  if (elementCount(summary.shape) === 0) return "empty";
  if (summary.data !== null && elementCount(summary.shape) <= 4) {
    const values = flatten(summary.data);
    for (const digits of [4, 3, 2]) {
      const text = values.map((value) => signed(value, digits)).join(" ");
      if (text.length <= width) return text;
    }
  }
  const rms = `rms ${magnitude(toNumber(summary.rms))}`;
  const both = [3, 2].map((digits) => `μ ${signed(toNumber(summary.mean), digits)} ${rms}`);
  return both.find((text) => text.length <= width) ?? rms;
}

/** The word for a tensor's non-finite content: "∞", "NaN", or null if all is finite. */
export function nonfiniteWord(summary: Summary): string | null {
  if (summary.nonfinite === 0) return null;
  const values = summary.data === null ? [toNumber(summary.min), toNumber(summary.max)] : flatten(summary.data);
  return values.some((value) => Math.abs(value) === Infinity) ? "∞" : "NaN";
}

/** "1,234.5": by hand, because a browser takes some 20 ms to get its own formatter ready, when the picture is due. */
export function grouped(amount: number): string {
  const [whole = "", fraction] = String(Math.round(amount * 1000) / 1000).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? `.${fraction}` : "");
}

/** "1 operation", "5 operations". */
export function count(amount: number, noun: string): string {
  return `${grouped(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}
