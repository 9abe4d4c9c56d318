/**
 * What somebody typed, read as a number: with a point or a comma, grouped or not, with the minus of a keyboard or of a
 * printed page. A text that could be two numbers, or that no number of the machine can hold, is not guessed at: it is
 * said what is wrong with it.
 */
import { FIELD } from "../text";

/** `begun`: nothing is wrong yet, more may follow. */
export type Reading<T> = { value: T } | { problem: string; begun?: boolean };

const SPACES = "[\\u0020\\u00a0\\u2007\\u2009\\u202f]";
const BEGUN = /^[+-]?[.,]?(?:\d*[.,]?\d*e[+-]?)?$/i;
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2},\d{3}$/;
/** Where a whole number is meant, this could be one with a group of digits, or one with a fraction of zeros. */
const POINTED = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

/** Characters that stand for others: full-width ones of East Asian keyboards, every dash that is meant as a minus. */
const keyed = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0)).replace(/[−–‒﹣]/g, "-").trim();

/** Without what only groups digits in threes: "12 345", "1'000". */
const ungrouped = (text: string): string =>
  text.replace(new RegExp(`^([+-])${SPACES}+`), "$1").replace(new RegExp(`(?<=^[+-]?[1-9]\\d{0,2}(?:(?:${SPACES}|['’])\\d{3})*)(?:${SPACES}|['’])(?=\\d{3}(?!\\d))`, "g"), "");

/** The same with a decimal point and no separators, where that can mean one thing only. */
function spelled(text: string): string {
  const [, sign = "", mantissa = "", exponent = ""] = /^([+-]?)([\d.,]*)(.*)$/s.exec(text) ?? [];
  const commas = mantissa.split(",").length - 1;
  const points = mantissa.split(".").length - 1;
  const [group, decimal] = mantissa.lastIndexOf(",") > mantissa.lastIndexOf(".") ? ["\\.", ","] : [",", "\\."];
  const grouped = new RegExp(`^[1-9]\\d{0,2}(?:${group}\\d{3})+(?:${decimal}\\d*)?$`).test(mantissa);
  if (commas > 0 && points > 0) return grouped ? sign + mantissa.replace(new RegExp(group, "g"), "").replace(",", ".") + exponent : text;
  const only = commas > 0 ? "," : ".";
  if (commas + points > 1) return new RegExp(`^[1-9]\\d{0,2}(?:\\${only}\\d{3})+$`).test(mantissa) ? sign + mantissa.replaceAll(only, "") + exponent : text;
  return sign + mantissa.replace(",", ".") + exponent;
}

/** `whole`: where only whole numbers are meant, a comma before three digits groups them. */
export function readNumber(typed: string, whole = false): Reading<number> {
  const text = ungrouped(keyed(typed));
  const said = typed.trim();
  if (BEGUN.test(text)) return { problem: FIELD.unread(said), begun: true };
  const grouped = AMBIGUOUS.test(text);
  const program = grouped && whole ? text.replace(",", "") : spelled(text);
  if (!PLAIN.test(program)) return { problem: FIELD.unread(said) };
  if (grouped && !whole) return { problem: FIELD.ambiguous(said, program, text.replace(",", "")) };
  if (whole && POINTED.test(text)) return { problem: FIELD.ambiguous(said, String(Number(text)), text.replace(".", "")) };
  const value = Number(program);
  if (!Number.isFinite(value)) return { problem: FIELD.endless };
  if (value === 0 && /[1-9]/.test(program.replace(/e.*$/i, ""))) return { problem: FIELD.tiny };
  return { value };
}

/** What a number must be. */
export interface Bounds {
  low?: number;
  high?: number;
  whole?: boolean;
}

/** Why a number is not taken; null if it is. */
export function refusal(value: number, { low = -Infinity, high = Infinity, whole = false }: Bounds): string | null {
  if (whole && !Number.isInteger(value)) return FIELD.whole;
  if (value >= low && value <= high) return !whole || Number.isSafeInteger(value) ? null : FIELD.huge;
  if (Number.isFinite(low) && Number.isFinite(high)) return FIELD.between(low, high);
  return value < low ? FIELD.least(low) : FIELD.most(high);
}

export function readWithin(typed: string, bounds: Bounds): Reading<number> {
  const reading = readNumber(typed, bounds.whole);
  const problem = "value" in reading ? refusal(reading.value, bounds) : null;
  return problem === null ? reading : { problem };
}

/** Every digit of a number, as a program writes it; nothing where there is no such number. */
export const written = (value: number): string => (Number.isFinite(value) ? String(value) : "");

/** A number moved by steps, without the digits that binary fractions add. */
export const moved = (value: number, by: number): number => Number((value + by).toPrecision(12));
