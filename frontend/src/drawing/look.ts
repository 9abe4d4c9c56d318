/**
 * From graph, moment and choices to what every card and line shows. Pure: the drawing compares and draws.
 */
import { brief } from "../format";
import type { Card, Edge, Graph, GraphNode, Summary } from "../model";
import { toNumber } from "../model";
import type { Frame, Play } from "../stepper/frames";
import { unbroadcast } from "../stepper/sentences";
import type { ColourBy, ColourScope } from "../stepper/stage";
import { COMMUTATIVE, magnitudeCells } from "../vocabulary";
import { type Face, faceOf, membersOf, speaker } from "./face";
import { type Limits, extreme, limitOf, limitsOf } from "./limits";
import { LABEL, type LineFace } from "./line";
import { level } from "./strips";

export interface Choices {
  selected: string | null;
  pathOnly: boolean;
  colourBy: ColourBy;
  scope: ColourScope;
  /** Nodes whose gradient is another one in the graph beside this one. */
  marked: ReadonlySet<string>;
}

export interface CardLook {
  face: Face;
  node: string;
  active: boolean;
  receiving: boolean;
  selected: boolean;
  differs: boolean;
  /** Also a Σ or a folded group can be what the backward pass starts from. */
  output: boolean;
  dim: boolean;
  tint: string;
}

/** Everything on a path from a value to the output; of a value without such a path only itself. */
export function pathFrom(graph: Graph, id: string): Set<string> {
  const readers = new Map<string, string[]>();
  const inputs = new Map<string, string[]>();
  for (const { source, target } of graph.edges) {
    readers.set(source, [...(readers.get(source) ?? []), target]);
    inputs.set(target, [...(inputs.get(target) ?? []), source]);
  }
  const after = reached(id, readers);
  const before = reached(graph.output, inputs);
  return new Set([id, ...[...after].filter((node) => before.has(node))]);
}

function reached(id: string, next: ReadonlyMap<string, string[]>): Set<string> {
  const seen = new Set([id]);
  for (const here of seen) for (const there of next.get(here) ?? []) seen.add(there);
  return seen;
}

export function cardLooks(play: Play, frame: Frame, choices: Choices): Map<string, CardLook> {
  const { graph, nodes } = play;
  const lit = choices.selected ? pathFrom(graph, choices.selected) : null;
  const receiving = new Set(Object.keys(frame.event?.accumulated ?? {}));
  const sending = activeEdges(frame);
  const arriving = new Set(graph.drawing.lines.filter(({ edges }) => edges.some((id) => sending.has(id))).map(({ source }) => source));
  const limits = limitsOf(graph, choices.scope);
  const looks = new Map<string, CardLook>();
  for (const card of graph.drawing.cards) {
    const node = speaker(card, nodes);
    if (!node) continue;
    const members = membersOf(card);
    looks.set(card.id, {
      face: knownFace(card, node, graph, frame, choices.scope, limits(node)),
      node: node.id,
      active: frame.event !== null && members.includes(frame.event.node) && card.kind !== "stub",
      receiving: card.kind === "stub" ? arriving.has(card.id) : members.some((id) => receiving.has(id)),
      selected: choices.selected !== null && members.includes(choices.selected),
      differs: members.some((id) => choices.marked.has(id)),
      output: node.kind === "output",
      dim: (lit !== null && !members.some((id) => lit.has(id))) || (choices.pathOnly && !members.some((id) => onGradientPath(nodes.get(id)))),
      tint: choices.colourBy === "kind" ? "" : tintOf(node, frame, choices.colourBy, limits(node)),
    });
  }
  return looks;
}

interface KnownFace {
  computed: boolean;
  gradient: Summary | undefined;
  scope: ColourScope;
  face: Face;
}

/** Faces of the shown graph: a step changes few of them, and only those are made anew. */
const known = new WeakMap<Graph, Map<string, KnownFace>>();

function knownFace(card: Card, node: GraphNode, graph: Graph, frame: Frame, scope: ColourScope, limits: Limits): Face {
  const faces = known.get(graph) ?? new Map<string, KnownFace>();
  known.set(graph, faces);
  const computed = frame.computed.has(node.id);
  const gradient = frame.gradients.get(node.id);
  const before = faces.get(card.id);
  if (before && before.computed === computed && before.gradient === gradient && before.scope === scope) return before.face;
  const face = faceOf(card, node, graph, frame, limits);
  faces.set(card.id, { computed, gradient, scope, face });
  return face;
}

const onGradientPath = (node: GraphNode | undefined): boolean => node?.grad_state === "computed" || node?.grad_state === "not_run";

/**
 * The class that colours a whole card: by its number of largest size, with that number's sign, or by the size of its
 * gradient; empty when cards are coloured by kind.
 */
function tintOf(node: GraphNode, frame: Frame, by: ColourBy, limits: Limits): string {
  const gradient = frame.gradients.get(node.id);
  const summary = by === "value" ? (frame.computed.has(node.id) ? node.value : null) : gradient;
  if (!summary) return "";
  if (summary.nonfinite > 0) return "bad";
  if (by === "magnitude") return `m${magnitudeCells(toNumber(summary.rms))}`;
  const limit = by === "value" ? limits.value : limits.gradient;
  const step = level(extreme(summary), limit ?? limitOf(summary));
  return step === 0 ? "" : `${by === "value" ? "v" : "g"}${step > 0 ? "p" : "n"}${Math.abs(step)}`;
}

/** The edges that carry a gradient back in the present step. */
const activeEdges = (frame: Frame): Set<string> => new Set(frame.event?.phase === "backward" ? frame.event.edges : []);

export function lineLooks(play: Play, frame: Frame, looks: Map<string, CardLook>): Map<string, LineFace> {
  const active = activeEdges(frame);
  const seeded = frame.gradients.size > 0;
  const faces = new Map<string, LineFace>();
  for (const line of play.graph.drawing.lines) {
    const edges = line.edges.map((id) => play.edges.get(id)).filter((edge) => edge !== undefined);
    const dim = Boolean(looks.get(line.source)?.dim || looks.get(line.target)?.dim);
    faces.set(line.id, lineFace(play, frame, edges, seeded, active, dim));
  }
  return faces;
}

/** Whether a gradient can come back from a consumer: not from one without gradient, nor from one that leads nowhere. */
const carriesBack = (consumer: GraphNode | undefined): boolean => consumer?.requires_grad === true && consumer.grad_state !== "no_path";

function lineFace(play: Play, frame: Frame, edges: Edge[], seeded: boolean, active: Set<string>, dim: boolean): LineFace {
  const carries = edges.filter(({ source, target }) => play.nodes.get(source)?.requires_grad && carriesBack(play.nodes.get(target)));
  const sent = carries.filter(({ id }) => frame.sent.has(id));
  const [edge] = carries;
  const computing = frame.event?.phase === "forward" && edges.some(({ target }) => target === frame.event?.node);
  const contribution = sent.length === 1 ? sent[0]?.grad : null;
  const single = edges.length === 1 ? edges[0] : null;
  return {
    state: carries.length === 0 ? "none" : sent.length > 0 ? "backward" : "forward",
    active: computing || edges.some(({ id }) => active.has(id)),
    dim,
    bad: sent.some(({ grad }) => grad !== null && grad.nonfinite > 0),
    weight: contribution ? magnitudeCells(toNumber(contribution.rms)) : 3,
    ...(seeded && edge && carries.length === 1 ? factorOf(play, edge) : { factor: "", whole: "" }),
    contribution: contribution ? brief(contribution, 14) : sent.length > 1 ? `${sent.length} parts` : "",
    undone: edges.filter(({ id, grad }) => active.has(id) && grad !== null).map(unbroadcast).filter(Boolean).join("; "),
    slot: single && ordered(play, single) ? String(single.slot + 1) : "",
  };
}

/** "× x", "× (1 − h²)"; a matrix factor keeps its place: "· wᵀ", "xᵀ ·". */
export function factorText(local: string): string {
  if (local === "" || /^·|·$/.test(local)) return local;
  return / [−+] /.test(local.replace(/\([^()]*\)/g, "")) ? `× (${local})` : `× ${local}`;
}

/** The factor as its label says it: in full, or where that is too long the derivative by its name, "× gelu′(x)". */
function factorOf(play: Play, edge: Edge): { factor: string; whole: string } {
  const whole = factorText(edge.local.text);
  if (whole.length <= LABEL.characters) return { factor: whole, whole: "" };
  const [from, to] = [play.nodes.get(edge.source), play.nodes.get(edge.target)];
  const names = to?.inputs.length === 1 ? [`× ${to.op}′(${from?.label})`, `× ${to.op}′`] : [];
  const short = [...names, `× ∂${to?.label}/∂${from?.label}`, `× ${to?.symbol ?? to?.op}′`].find(({ length }) => length <= LABEL.characters);
  return { factor: short ?? "× …", whole };
}

function ordered(play: Play, edge: Edge): boolean {
  const consumer = play.nodes.get(edge.target);
  return consumer !== undefined && consumer.inputs.length > 1 && !COMMUTATIVE.has(consumer.op ?? "");
}

