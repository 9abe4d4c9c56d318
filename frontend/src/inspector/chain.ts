/**
 * Why a gradient is what it is: every path along which a change of a value reaches the output, and the product of the
 * local derivatives on it. The products of all paths add up to the gradient. Only what the play has carried back counts.
 */
import { plain } from "../format";
import { type Edge, type GraphNode, onlyElement, toNumber } from "../model";
import type { Frame, Play } from "../stepper/frames";
import { numberLatex } from "../stepper/notation";
import { isItself } from "../stepper/ways";

export interface ChainPath {
  /** From the output back to the value. */
  edges: Edge[];
  /** Whether the play has carried something back along all of it. */
  arrived: boolean;
  /** Seed and local derivatives, in that order, and what they multiply to; null where one of them is no single number. */
  factors: number[] | null;
  product: number | null;
}

export interface Chain {
  paths: ChainPath[];
  /** How many there are, also of those that are not listed. */
  total: number;
  /** Whether some will only carry something back later in the play. */
  waiting: boolean;
}

/** The paths from a value to the output that carry a gradient, at most `most` of them listed, in the order of their arrival. */
export function chainOf(play: Play, frame: Frame, id: string, most: number): Chain {
  const carrying = play.events.flatMap(({ edges = [] }) => edges.flatMap((edge) => play.edges.get(edge) ?? []));
  const readers = new Map<string, Edge[]>();
  for (const edge of carrying) readers.set(edge.source, [...(readers.get(edge.source) ?? []), edge]);
  const ways = countWays(play, readers);
  const seed = onlyElement(play.nodes.get(play.graph.output)?.grad);
  const found: Edge[][] = [];
  const follow = (from: string, so: Edge[]): void => {
    if (from === play.graph.output) found.push(so);
    else for (const edge of readers.get(from) ?? []) if (found.length < most && ways.get(edge.target)) follow(edge.target, [edge, ...so]);
  };
  if (id !== play.graph.output) follow(id, []);
  const sent = ({ id: edge }: Edge): boolean => frame.sent.has(edge);
  return {
    paths: found.map((edges) => ({ edges, arrived: edges.every(sent), ...multiplied(edges, seed) })),
    total: ways.get(id) ?? 0,
    waiting: (readers.get(id) ?? []).some((edge) => ways.get(edge.target) && !sent(edge)),
  };
}

/** How many paths lead from each value to the output. What reads a value stands behind it. */
function countWays(play: Play, readers: ReadonlyMap<string, Edge[]>): Map<string, number> {
  const ways = new Map([[play.graph.output, 1]]);
  for (const { id } of play.graph.nodes.toReversed()) {
    if (id !== play.graph.output) ways.set(id, (readers.get(id) ?? []).reduce((sum, { target }) => sum + (ways.get(target) ?? 0), 0));
  }
  return ways;
}

function multiplied(edges: Edge[], seed: number | null): Pick<ChainPath, "factors" | "product"> {
  if (seed === null || edges.some(({ local }) => local.value === null)) return { factors: null, product: null };
  let product = seed;
  for (const { local, grad } of edges) {
    const next = product * toNumber(local.value);
    product = Number.isNaN(next) && onlyElement(grad) === 0 ? 0 : next; // 0 whatever comes, as behind a dead relu.
  }
  return { factors: [seed, ...edges.map(({ local }) => toNumber(local.value))], product };
}

/** The values on a path, from the output back: "loss → v6 → w"; with the argument where a value is read twice at once. */
export function wayOf(play: Play, { edges }: ChainPath): string {
  const label = (id: string): string => play.nodes.get(id)?.label ?? id;
  const steps = edges.map((edge) => {
    const reads = play.nodes.get(edge.target)?.inputs.filter((input) => input === edge.source).length ?? 1;
    return `${label(edge.source)}${reads > 1 ? ` (${edge.slot + 1})` : ""}`;
  });
  return [label(play.graph.output), ...steps].join(" → ");
}

/** "1 · (2 · v6 = 3) · (x = 2) = 6" */
export function productLine({ edges, factors, product }: ChainPath): string {
  if (!factors || product === null) return "";
  const [seed = 1, ...numbers] = factors;
  const parts = numbers.map((number, index) => {
    const text = edges[index]?.local.text ?? "";
    if (!isItself(text, number)) return `(${text} = ${plain(number)})`;
    return number < 0 ? `(${plain(number)})` : plain(number);
  });
  return `${[plain(seed), ...parts].join(" · ")} = ${plain(product)}`;
}

/** Longer derivatives are left out below their factor, and longer products are not set at all. */
const [MOST_TEXT, MOST_FACTORS] = [18, 10];

/** The same with each factor as a derivative, and its rule and number below; null where it would be too long, or a name is not known in notation. */
export function productLatex(play: Play, { edges, factors, product }: ChainPath): string | null {
  if (!factors || product === null || edges.length > MOST_FACTORS) return null;
  const ends = edges.map(({ source, target }) => [play.nodes.get(source)?.latex, play.nodes.get(target)?.latex]);
  if (!ends.flat().every(Boolean)) return null; // a very large graph has no notation
  const parts = edges.map(({ local: { text, latex } }, index) => {
    const number = factors[index + 1] ?? Number.NaN;
    const rule = isItself(text, number) || text.length > MOST_TEXT ? "" : `${latex}\\,=\\,`;
    return `\\underbrace{\\frac{\\partial ${ends[index]?.[1]}}{\\partial ${ends[index]?.[0]}}}_{${rule}${numberLatex(number)}}`;
  });
  return [`\\underbrace{${numberLatex(factors[0] ?? 1)}}_{\\text{seed}}`, ...parts].join(" \\cdot ") + ` = ${numberLatex(product)}`;
}

/** "∂loss/∂w" */
export const slopeLatex = (output: GraphNode, node: GraphNode): string => `\\frac{\\partial ${output.latex}}{\\partial ${node.latex}}`;
