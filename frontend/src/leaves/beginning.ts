/**
 * Where a leaf begins. A program with several moments changes its leaves on the way; another value for a leaf is another
 * beginning of the whole program, not of the moment that is shown. At the first moment nothing has been changed yet;
 * later the text says where a leaf began, if it says it in numbers.
 */
import { type GraphNode, type NestedNumbers, flatten, isShaped } from "../model";
import { textAt } from "../program/literals";
import { moments, shownMoment } from "../program/moments";
import { leaves, shownText } from "../program/store";
import { argumentsOf, valueFor } from "./leaf";

const NUMBER = /(?<![\w.])(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.])/gi;

/** A number or nested lists of them, as a program writes them; null where it computes or reads them. */
export function writtenNumbers(literal: string, shape: number[]): NestedNumbers | null {
  const json = argumentsOf(literal)
    .replace(NUMBER, (number) => String(Number(number.replaceAll("_", ""))))
    .replaceAll("(", "[")
    .replaceAll(")", "]")
    .replace(/,(?=\s*(?:\]|$))/g, "");
  try {
    const found = JSON.parse(json) as NestedNumbers;
    return isShaped(found, shape) && flatten(found).every((number) => typeof number === "number" && Number.isFinite(number)) ? found : null;
  } catch {
    return null;
  }
}

/** What a row about a leaf sets. */
export function beginningOf(leaf: GraphNode): NestedNumbers | null {
  const given = valueFor(leaf, leaves.value);
  if (given !== undefined) return given;
  if (!moments.value || shownMoment.value === 1) return leaf.value.data;
  return leaf.span ? writtenNumbers(textAt(shownText.value, leaf.span), leaf.shape) : null;
}

/** Whether the program may have changed a leaf before the shown moment: then nothing can be tried with it there. */
export function isMoved(leaf: GraphNode): boolean {
  if (!moments.value || shownMoment.value === 1) return false;
  const beginning = beginningOf(leaf);
  return beginning === null || leaf.value.data === null || flatten(beginning).join() !== flatten(leaf.value.data).join();
}
