/**
 * One element of a matrix product as a program of its own: which numbers meet in it, what they are called, and the text
 * that multiplies and adds them. Vectors and batches of matrices are products, too.
 */
import { type GraphNode, elementCount, unravel } from "../model";

/** Products are written out up to this many terms; the rest is one number. */
export const TERMS = 4;

export const canFocus = (node: GraphNode): boolean => node.op === "matmul" && node.inputs.length === 2 && elementCount(node.shape) > 0;

/** How many terms the element has beyond those that are written out. */
export const moreTerms = (left: GraphNode): number => Math.max(0, (left.shape.at(-1) ?? 1) - TERMS);

/** The indices of the elements that are multiplied, term by term: a row of the left operand, a column of the right one. */
export function factors(left: number[], right: number[], product: number[], place: number): { left: number[]; right: number[] }[] {
  const index = unravel(place, product);
  const column = right.length > 1 ? index.splice(-1) : [];
  const row = left.length > 1 ? index.splice(-1) : [];
  // Batches are aligned at their last axis; one of size 1 is the same for all.
  const batch = (shape: number[]): number[] => shape.slice(0, -2).map((size, axis, all) => (size === 1 ? 0 : (index[index.length - all.length + axis] ?? 0)));
  return Array.from({ length: left.at(-1) ?? 1 }, (_, k) => ({ left: [...batch(left), ...row, k], right: [...batch(right), k, ...column] }));
}

const ravel = (index: number[], shape: number[]): number => index.reduce((place, at, axis) => place * (shape[axis] ?? 1) + at, 0);

/** A name that neither is one of the others nor can become one when indices are put behind it. */
function free(wanted: string, taken: string[]): string {
  const meets = (name: string): boolean => taken.some((other) => `${other}_`.startsWith(`${name}_`) || `${name}_`.startsWith(`${other}_`));
  let name = wanted;
  for (let turn = 2; meets(name); turn += 1) name = `${wanted.replaceAll("_", "")}${turn}`;
  return name;
}

/** The label without the signs that a program does not take: "h₂" is h2. */
const plainName = (label: string): string => label.replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));

/** The program of one element, or null where its numbers are not all finite: no program can write those. */
export function elementProgram(left: GraphNode, right: GraphNode, product: GraphNode, place: number, a: number[], b: number[]): string | null {
  const own = plainName(left.label);
  const other = left.id === right.id ? own : free(plainName(right.label), [own]);
  const target = free(plainName(product.label), [own, other]);
  const others = free("others", [own, other, target]);
  const named = (name: string, index: number[]): string => [name, ...index].join("_");
  const lines = new Set<string>();
  const products: string[] = [];
  let rest = 0;
  const terms = factors(left.shape, right.shape, product.shape, place);
  for (const [k, term] of terms.entries()) {
    const [x, y] = [a[ravel(term.left, left.shape)] ?? Number.NaN, b[ravel(term.right, right.shape)] ?? Number.NaN];
    if (!Number.isFinite(x * y)) return null;
    if (k >= TERMS) {
      rest += x * y;
      continue;
    }
    lines.add(`${named(own, term.left)} = ${left.requires_grad ? "param" : "data"}(${x})`);
    lines.add(`${named(other, term.right)} = ${right.requires_grad ? "param" : "data"}(${y})`);
    products.push(`${named(own, term.left)} * ${named(other, term.right)}`);
  }
  if (terms.length > TERMS) {
    lines.add(`${others} = data(${rest})`);
    products.push(others);
  }
  return [...lines, `${named(target, unravel(place, product.shape))} = ${products.join(" + ") || "data(0)"}`].join("\n");
}
