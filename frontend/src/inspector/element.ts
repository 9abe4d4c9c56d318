/**
 * One element of a matrix product as a program of its own: which numbers meet in it, what they are called, and the text
 * that multiplies and adds them. Vectors and batches of matrices are products, too. A program knows no name such as
 * "A[0, 1]": its names are "A_0_1", and its graph is given the labels afterwards.
 */
import { clip } from "../drawing/svg";
import { type Graph, type GraphNode, elementCount, unravel } from "../model";

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

/** Characters of a name in front of a place: a card has room for both. */
const NAME = 8;

/** What matrices are called where a place follows: of long names the beginning, as long as that tells them apart. */
function shortNames(matrices: GraphNode[]): (label: string) => string {
  const full = new Set(matrices.map(({ label }) => label));
  const short = new Set([...full].map((label) => clip(label, NAME)));
  return (label) => (short.size === full.size ? clip(label, NAME) : label);
}

export interface ElementProgram {
  source: string;
  /** What its names are called, by name. */
  labels: ReadonlyMap<string, string>;
}

/** The program's graph with its labels. */
export function labelled(graph: Graph, labels: ReadonlyMap<string, string>): Graph {
  const written = (text: string): string => text.replace(/[\p{L}_][\p{L}\p{N}_]*/gu, (word) => labels.get(word) ?? word);
  return {
    ...graph,
    nodes: graph.nodes.map((node) => ({ ...node, label: written(node.label), expression: written(node.expression) })),
    edges: graph.edges.map((edge) => ({ ...edge, local: { ...edge.local, text: written(edge.local.text) } })),
    findings: graph.findings.map((finding) => ({ ...finding, message: written(finding.message) })),
  };
}

/** The program of one element, or null where its numbers are not all finite: no program can write those. */
export function elementProgram(left: GraphNode, right: GraphNode, product: GraphNode, place: number, a: number[], b: number[]): ElementProgram | null {
  const own = plainName(left.label);
  const other = left.id === right.id ? own : free(plainName(right.label), [own]);
  const target = free(plainName(product.label), [own, other]);
  const others = free("others", [own, other, target]);
  const labels = new Map<string, string>();
  const short = shortNames([left, right, product]);
  const named = (name: string, { label }: GraphNode, index: number[]): string => {
    const written = [name, ...index].join("_");
    labels.set(written, index.length > 0 ? `${short(label)}[${index.join(", ")}]` : label);
    return written;
  };
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
    const [first, second] = [named(own, left, term.left), named(other, right, term.right)];
    lines.add(`${first} = ${left.requires_grad ? "param" : "data"}(${x})`);
    lines.add(`${second} = ${right.requires_grad ? "param" : "data"}(${y})`);
    products.push(`${first} * ${second}`);
  }
  if (terms.length > TERMS) {
    lines.add(`${others} = data(${rest})`);
    products.push(others);
  }
  lines.add(`${named(target, product, unravel(place, product.shape))} = ${products.join(" + ") || "data(0)"}`);
  return { source: [...lines].join("\n"), labels };
}
