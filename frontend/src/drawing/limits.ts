/** How far the scales of colour reach: to the largest number of a card, of its group or of the whole graph. */
import { type Graph, type GraphNode, type Summary, toNumber } from "../model";
import type { ColourScope } from "../stepper/stage";

export interface Limits {
  value: number | null;
  gradient: number | null;
}

/** The limit of the colour scale: the largest finite size in the tensor. */
export const limitOf = (summary: Summary): number => Math.abs(extreme(summary));

/** The finite element that is largest in size, with its sign. */
export function extreme(summary: Summary): number {
  const ends = [toNumber(summary.min), toNumber(summary.max)].filter(Number.isFinite);
  return ends.reduce((most, end) => (Math.abs(end) > Math.abs(most) ? end : most), 0);
}

/** Without a limit of its own a scale reaches to the largest number that it shows. */
const OWN: Limits = { value: null, gradient: null };

export function limitsOf(graph: Graph, scope: ColourScope): (node: GraphNode) => Limits {
  if (scope === "card") return () => OWN;
  const found = new Map<string, { value: number; gradient: number }>();
  const key = (node: GraphNode): string => (scope === "group" ? node.group : "");
  for (const node of graph.nodes) {
    const { value, gradient } = found.get(key(node)) ?? { value: 0, gradient: 0 };
    found.set(key(node), { value: Math.max(value, limitOf(node.value)), gradient: Math.max(gradient, node.grad ? limitOf(node.grad) : 0) });
  }
  return (node) => found.get(key(node)) ?? OWN;
}
