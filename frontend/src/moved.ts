/**
 * A graph whose leaves have moved: the numbers that the server sends alone, put in the places of those that the page has.
 * Everything that follows from them is made anew (statistics, running totals, factors); what only the server can say again,
 * findings and formulas with numbers in them, belongs to other numbers until the whole graph comes.
 */
import type { GraphNumbers } from "./answers";
import { type Edge, type Graph, type GraphEvent, type GraphNode, type NestedNumbers, type Summary, elementCount, flatten, onlyElement, toNumber } from "./model";

type Figure = GraphNumbers["values"][number];

/** Of larger arrays the numbers are not all there, so that nothing can be added to them. */
const WHOLE = 64;

/** Whether everything that is shown of a graph, but for what the server says, follows from its numbers. */
export function followsFromNumbers({ nodes, edges, events, moments, printed, error, reduced }: Graph): boolean {
  if (error || reduced || printed?.length || (moments?.count ?? 1) > 1 || events.some(({ phase }) => phase === "update")) return false;
  const sources = new Set<string>();
  const added = new Set<string>();
  for (const { source, grad } of edges) if (grad) (sources.has(source) ? added : sources).add(source);
  return nodes.every(({ id, shape, accumulated_grad: left }) => !left && (!added.has(id) || elementCount(shape) <= WHOLE));
}

/** The graph with other numbers; null where they are not this graph's. */
export function withNumbers(graph: Graph, { structure, values, grads, contributions }: GraphNumbers): Graph | null {
  if (structure !== graph.structure || values.length !== graph.nodes.length || contributions.length !== graph.edges.length) return null;
  const nodes = graph.nodes.map((node, index): GraphNode => ({
    ...node,
    value: summaryOf(values[index] ?? null, node.shape) ?? node.value,
    grad: summaryOf(grads[index] ?? null, node.shape),
    formula: node.formula && { ...node.formula, numbers: null },
  }));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = graph.edges.map((edge, index): Edge => {
    const grad = summaryOf(contributions[index] ?? null, byId.get(edge.source)?.shape ?? []);
    return { ...edge, grad, before: null, after: null, local: { ...edge.local, value: factorOf(byId.get(edge.target)?.grad, grad) } };
  });
  const events = withTotals(graph.events, new Map(edges.map((edge) => [edge.id, edge])));
  const loss = onlyElement(byId.get(graph.output)?.value);
  return { ...graph, nodes, edges, events, moving: true, ...(graph.moments && { moments: { ...graph.moments, losses: [loss] } }) };
}

/** The events with the sums of what has been sent by then, which every edge has, too. */
function withTotals(events: GraphEvent[], edges: ReadonlyMap<string, Edge>): GraphEvent[] {
  const totals = new Map<string, Summary>();
  return events.map((event) => {
    if (event.phase !== "backward") return event;
    const accumulated: Record<string, Summary> = {};
    for (const id of event.edges ?? []) {
      const edge = edges.get(id);
      if (!edge?.grad) continue;
      edge.before = totals.get(edge.source) ?? null;
      edge.after = edge.before ? sumOf(edge.before, edge.grad) : edge.grad;
      totals.set(edge.source, edge.after);
      accumulated[edge.source] = edge.after;
    }
    return { ...event, accumulated };
  });
}

/** What a gradient was multiplied with, where that can be told from what came and what went. */
function factorOf(upstream: Summary | null | undefined, sent: Summary | null): number | null {
  const [came, went] = [onlyElement(upstream), onlyElement(sent)];
  if (came === null || went === null) return null;
  const factor = went / came;
  return Number.isFinite(factor) && Math.abs(came) > TINY && (went === 0 || Math.abs(went) > TINY) ? factor : null;
}

/** Smaller numbers have lost digits. */
const TINY = 1e-280;

function sumOf(one: Summary, other: Summary): Summary {
  const [first, second] = [flatten(one.data ?? []), flatten(other.data ?? [])];
  return summaryOf(nested(first.map((value, index) => value + (second[index] ?? Number.NaN)), one.shape), one.shape) as Summary;
}

function nested(values: number[], [size, ...inner]: number[]): NestedNumbers {
  if (size === undefined) return values[0] ?? Number.NaN;
  const each = elementCount(inner);
  return Array.from({ length: size }, (_, index) => nested(values.slice(index * each, (index + 1) * each), inner));
}

/** Numbers with their statistics, as the server summarises them. */
export function summaryOf(figure: Figure, shape: number[]): Summary | null {
  if (figure === null || isSummary(figure)) return figure;
  if (!Array.isArray(figure)) {
    const only = toNumber(figure);
    return { shape, min: only, max: only, mean: only, rms: Math.abs(only), zeros: Number(only === 0), nonfinite: Number(!Number.isFinite(only)), data: figure, preview: null };
  }
  const values = flatten(figure);
  const count = values.length;
  if (count === 0) return { shape, min: null, max: null, mean: null, rms: null, zeros: 0, nonfinite: 0, data: figure, preview: null };
  let [least, most, sum, zeros, nonfinite] = [Infinity, -Infinity, 0, 0, 0];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    sum += value / count;
    if (value === 0) zeros += 1;
    else if (!Number.isFinite(value)) nonfinite += 1;
  }
  return { shape, min: least, max: most, mean: sum, rms: Math.hypot(...values) / Math.sqrt(count), zeros, nonfinite, data: figure, preview: null };
}

const isSummary = (figure: Figure): figure is Summary => typeof figure === "object" && figure !== null && !Array.isArray(figure);
