/**
 * What is known at a moment of the play. `playOf(graph)` turns the recorded events into a list that can be read at
 * any position, forwards and backwards: position 0 is before the first event, position `events.length` after the last.
 */
import type { GradientMark } from "../vocabulary";
import { nonfiniteWord } from "../format";
import { type Edge, type Graph, type GraphEvent, type GraphNode, type Phase, type Summary, toNumber } from "../model";

export interface Frame {
  position: number;
  event: GraphEvent | null;
  /** Every event of the present step, which may take several together; the last one is `event`. */
  step: GraphEvent[];
  /** Values that exist by now: every leaf, and every operation that has run. */
  computed: ReadonlySet<string>;
  /** Values of leaves that an update has changed by now. */
  updated: ReadonlyMap<string, Summary>;
  /** Gradients that have arrived by now, as far as they have accumulated. */
  gradients: ReadonlyMap<string, Summary>;
  /** Edges that have carried a gradient back by now. */
  sent: ReadonlySet<string>;
  /** Operations that have sent theirs. */
  finished: ReadonlySet<string>;
}

export interface Play {
  graph: Graph;
  nodes: ReadonlyMap<string, GraphNode>;
  edges: ReadonlyMap<string, Edge>;
  events: GraphEvent[];
  frame: (position: number, granularity?: Granularity) => Frame;
}

export function playOf(graph: Graph): Play {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  const play: Play = {
    graph,
    nodes,
    edges,
    events: graph.events,
    frame: (position, granularity = "operation") => frameAt(graph, nodes, position, position > 0 ? runLength(play, position, granularity) : 0),
  };
  return play;
}

function frameAt(graph: Graph, nodes: ReadonlyMap<string, GraphNode>, position: number, several: number): Frame {
  const played = graph.events.slice(0, Math.max(0, position));
  const later = new Set(graph.events.filter(({ phase }) => phase === "forward").map(({ node }) => node));
  const gradients = new Map<string, Summary>();
  const sent = new Set<string>();
  const finished = new Set<string>();
  const updated = new Map<string, Summary>();
  for (const event of played) {
    if (event.phase === "forward") later.delete(event.node);
    if (event.phase === "seed") {
      const seed = event.accumulated?.[event.node] ?? nodes.get(event.node)?.grad;
      if (seed) gradients.set(event.node, seed);
    }
    if (event.phase === "update" && event.after) updated.set(event.node, event.after);
    if (event.phase === "backward") {
      finished.add(event.node);
      for (const edge of event.edges ?? []) sent.add(edge);
      for (const [node, total] of Object.entries(event.accumulated ?? {})) gradients.set(node, total);
    }
  }
  const computed = new Set(graph.nodes.filter(({ id }) => !later.has(id)).map(({ id }) => id));
  return { position: played.length, event: played.at(-1) ?? null, step: several > 0 ? played.slice(-several) : [], computed, updated, gradients, sent, finished };
}

/** A node's value at this moment: the one that it has been updated to, its own, or none yet. */
export function valueAt({ computed, updated }: Frame, node: GraphNode): Summary | null {
  return updated.get(node.id) ?? (computed.has(node.id) ? node.value : null);
}

/** Whether all of a node's gradient has arrived by a position of the play. */
export const isWhole = (events: GraphEvent[], position: number, id: string): boolean =>
  position > events.findLastIndex(({ phase, node, accumulated }) => (accumulated && id in accumulated) || (phase === "seed" && node === id));

/** What stands in `.grad` besides what the pass sent; null before that is known, and where nothing was left in it. */
export const accumulatedAt = (graph: Graph, frame: Frame, node: GraphNode): Summary | null =>
  node.accumulated_grad && graph.events.slice(0, frame.position).some(({ phase }) => phase === "seed") && isWhole(graph.events, frame.position, node.id) ? node.accumulated_grad : null;

/** Which of the honest states a node's gradient is in at this moment. */
export function gradientMark(node: GraphNode, gradient: Summary | null | undefined): GradientMark {
  if (node.grad_state === "not_required") return "not_required";
  if (node.grad_state === "no_path") return "no_path";
  if (!gradient) return "pending";
  if (nonfiniteWord(gradient)) return "nonfinite";
  return toNumber(gradient.min) === 0 && toNumber(gradient.max) === 0 ? "zero" : "number";
}

/** A node's gradient at this moment; once it is complete, the node's own, which can be fetched whole. A large one is null before. */
export function gradientAt(play: Play, frame: Frame, node: GraphNode): Summary | null {
  const arrived = frame.gradients.get(node.id);
  if (!arrived) return null;
  const later = play.events.slice(frame.position).some(({ accumulated }) => accumulated && node.id in accumulated);
  return later ? (arrived.data === null ? null : arrived) : node.grad;
}

export type Granularity = "operation" | "group" | "pass";

/** The positions at which the play halts, for a granularity; the ends always belong to them. */
export function stops(play: Play, granularity: Granularity): number[] {
  const total = play.events.length;
  if (granularity === "operation") return Array.from({ length: total + 1 }, (_, position) => position);
  const inner = play.events.flatMap((event, index) => {
    const next = play.events[index + 1];
    return next && belongsTo(play, next, granularity) === belongsTo(play, event, granularity) ? [] : [index + 1];
  });
  return [0, ...inner];
}

/** Neighbouring events that belong to the same are taken in one step; an operation outside of any group stands alone. */
function belongsTo(play: Play, event: GraphEvent, granularity: Granularity): string {
  if (granularity === "pass") return event.phase;
  return `${event.phase} ${(granularity === "group" && play.nodes.get(event.node)?.group) || event.node}`;
}

/** How many events the step that ends at a position takes together. */
export function runLength(play: Play, position: number, granularity: Granularity): number {
  const halts = stops(play, granularity);
  const at = halts.indexOf(position);
  return at > 0 ? position - (halts[at - 1] ?? 0) : 1;
}

/** What a step sends back: over which edges, and to which values; what stays within the step is left out. */
export function sentOut(step: GraphEvent[], edges: ReadonlyMap<string, Edge>): { edges: string[]; receivers: Map<string, Summary> } {
  const backward = step.filter(({ phase }) => phase === "backward");
  const within = new Set(backward.map(({ node }) => node));
  const receivers = new Map(backward.flatMap(({ accumulated }) => Object.entries(accumulated ?? {})));
  for (const id of within) receivers.delete(id);
  const crossing = backward.flatMap((event) => event.edges ?? []).filter((id) => !within.has(edges.get(id)?.source ?? ""));
  return { edges: crossing, receivers };
}

export interface Segment {
  phase: Phase;
  start: number;
  length: number;
}

/** Runs of events of one phase, for the scrubber. */
export function segments(events: GraphEvent[]): Segment[] {
  const runs: Segment[] = [];
  for (const [index, { phase }] of events.entries()) {
    const last = runs.at(-1);
    if (last?.phase === phase) last.length += 1;
    else runs.push({ phase, start: index, length: 1 });
  }
  return runs;
}

/** The position right after the event at which a node is sent back through, or else computed; of a leaf, at which its gradient is complete. */
export function positionOf(play: Play, id: string): number | null {
  const at = (phase: Phase): number => play.events.findIndex((event) => event.phase === phase && event.node === id);
  for (const phase of ["backward", "forward", "seed"] as const) {
    const index = at(phase);
    if (index >= 0) return index + 1;
  }
  const arrival = play.events.findLastIndex((event) => event.accumulated && id in event.accumulated);
  return arrival >= 0 ? arrival + 1 : null;
}

export interface Use {
  edge: Edge;
  consumer: GraphNode;
  /** Index of the event that carries it; null where no gradient comes. */
  arrival: number | null;
}

/** Uses of a node in the order in which their gradients arrive. */
export function usesOf(play: Play, id: string): Use[] {
  const arrivals = new Map<string, number>();
  for (const [index, event] of play.events.entries()) {
    for (const edge of event.edges ?? []) arrivals.set(edge, index);
  }
  return play.graph.edges
    .filter(({ source }) => source === id)
    .flatMap((edge) => {
      const consumer = play.nodes.get(edge.target);
      return consumer ? [{ edge, consumer, arrival: arrivals.get(edge.id) ?? null }] : [];
    })
    .toSorted((first, second) => (first.arrival ?? Infinity) - (second.arrival ?? Infinity) || first.edge.slot - second.edge.slot);
}
