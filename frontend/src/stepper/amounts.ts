/** Values as they stand in sentences and formulas: single numbers and short tensors written out, larger ones by shape and size. */
import { grouped } from "../counts";
import { magnitude, plain, shapeText } from "../format";
import { type NestedNumbers, type Summary, elementCount, onlyElement, toNumber } from "../model";

/** Up to this many elements are written out. */
export const FEW = 4;

/** A tensor in words: its number, its few numbers, or its shape and size. */
export function amount(summary: Summary): string {
  const only = onlyElement(summary);
  if (only !== null) return plain(only);
  if (elementCount(summary.shape) === 0) return `an empty tensor of shape ${shapeText(summary.shape)}`;
  return isShort(summary) ? nested(summary.data) : `shape ${shapeText(summary.shape)}, ${sizeOf(summary)}`;
}

/** Where its shape has been said or is in the picture: its few numbers, or its size. */
export const inBrief = (summary: Summary): string => (isShort(summary) || elementCount(summary.shape) === 0 ? amount(summary) : sizeOf(summary));

/** Its root mean square; where that is none, how many elements are to blame. */
export const sizeOf = ({ rms, nonfinite, shape }: Summary): string =>
  nonfinite > 0 ? `${grouped(nonfinite)} of ${grouped(elementCount(shape))} elements not finite` : `rms ${magnitude(toNumber(rms))}`;

/** Whether a tensor is written out. */
export const isShort = (summary: Summary): summary is Summary & { data: NestedNumbers } =>
  summary.data !== null && elementCount(summary.shape) > 0 && elementCount(summary.shape) <= FEW;

/** "[[19, 22], [43, 50]]": the brackets show the shape. */
const nested = (data: NestedNumbers): string => (Array.isArray(data) ? `[${data.map(nested).join(", ")}]` : plain(toNumber(data)));

/** A number as an operand: negative ones in brackets. */
export const bracket = (value: number): string => (value < 0 ? `(${plain(value)})` : plain(value));

/** "b = −a = −6": what repeats the part before it is left out. */
export const equation = (...parts: string[]): string => parts.filter((part, index) => part && part !== parts[index - 1]).join(" = ");

/** A piece of a program inside a sentence; it is set as code, and every voice says it as it is. */
export const code = (text: string): string => `\`${text}\``;

/** A sentence without its marks for code. */
export const unmarked = (words: string): string => words.replaceAll("`", "");
