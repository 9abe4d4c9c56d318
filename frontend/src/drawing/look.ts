/**
 * From graph, moment and choices to what every card and line shows. Pure: the drawing compares and draws.
 */
import { type Card, type Edge, type Graph, type GraphNode, type Line, type Summary, toNumber } from "../model";
import { type Frame, type Play, accumulatedAt, sentOut, valueAt } from "../stepper/frames";
import { unbroadcast } from "../stepper/sentences";
import type { ColourBy, ColourScope } from "../stepper/stage";
import { COMMUTATIVE, magnitudeCells } from "../vocabulary";
import { type Face, faceOf, membersOf, speaker } from "./face";
import { factorOf } from "./factor";
import { carrying } from "./how";
import { type Limits, extreme, limitOf, limitsOf } from "./limits";
import type { LineFace } from "./line";
import type { Scene } from "./scene";
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
  /** Made when it is asked for: of cards out of view that is seldom. */
  readonly face: Face;
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

/** A value with what it is computed from, and everything on a path from it to the output. */
export function pathFrom(graph: Graph, id: string): Set<string> {
  const readers = new Map<string, string[]>();
  const inputs = new Map<string, string[]>();
  for (const { source, target } of graph.edges) {
    readers.set(source, [...(readers.get(source) ?? []), target]);
    inputs.set(target, [...(inputs.get(target) ?? []), source]);
  }
  const after = reached(id, readers);
  const before = reached(graph.output, inputs);
  return new Set([id, ...(inputs.get(id) ?? []), ...[...after].filter((node) => before.has(node))]);
}

function reached(id: string, next: ReadonlyMap<string, string[]>): Set<string> {
  const seen = new Set([id]);
  for (const here of seen) for (const there of next.get(here) ?? []) seen.add(there);
  return seen;
}

export function cardLooks({ cards, lines }: Scene, play: Play, frame: Frame, choices: Choices): Map<string, CardLook> {
  const { graph, nodes } = play;
  const lit = choices.selected && choices.selected !== graph.output ? pathFrom(graph, choices.selected) : null; // Everything is about the output.
  const { edges: sending, receivers: receiving } = sentOut(frame.step, play.edges);
  const arriving = new Set(lines.filter(({ edges }) => edges.some((id) => sending.includes(id))).map(({ source }) => source));
  const limits = limitsOf(graph, choices.scope);
  const looks = new Map<string, CardLook>();
  for (const card of cards) {
    const node = speaker(card, nodes);
    if (!node) continue;
    const members = membersOf(card);
    looks.set(card.id, {
      get face() {
        return knownFace(card, node, play, frame, choices.scope, limits(node));
      },
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
  value: Summary | null;
  gradient: Summary | undefined;
  accumulated: Summary | null;
  scope: ColourScope;
  face: Face;
}

/** Faces of the shown graph: a step changes few of them, and only those are made anew. */
const known = new WeakMap<Graph, Map<Card, KnownFace>>();

function knownFace(card: Card, node: GraphNode, play: Play, frame: Frame, scope: ColourScope, limits: Limits): Face {
  const { graph } = play;
  const faces = known.get(graph) ?? new Map<Card, KnownFace>();
  known.set(graph, faces);
  const value = valueAt(frame, node);
  const gradient = frame.gradients.get(node.id);
  const accumulated = accumulatedAt(graph, frame, node);
  const before = faces.get(card);
  if (before && before.value === value && before.gradient === gradient && before.accumulated === accumulated && before.scope === scope) return before.face;
  const face = faceOf(card, node, play, frame, limits);
  faces.set(card, { value, gradient, accumulated, scope, face });
  return face;
}

const onGradientPath = (node: GraphNode | undefined): boolean => node?.grad_state === "computed" || node?.grad_state === "not_run";

/**
 * The class that colours a whole card: by its number of largest size, with that number's sign, or by the size of its
 * gradient; empty when cards are coloured by kind.
 */
function tintOf(node: GraphNode, frame: Frame, by: ColourBy, limits: Limits): string {
  const gradient = frame.gradients.get(node.id);
  const summary = by === "value" ? valueAt(frame, node) : gradient;
  if (!summary) return "";
  if (summary.nonfinite > 0) return "bad";
  if (by === "magnitude") return `m${magnitudeCells(toNumber(summary.rms))}`;
  const limit = by === "value" ? limits.value : limits.gradient;
  const step = level(extreme(summary), limit ?? limitOf(summary));
  return step === 0 ? "" : `${by === "value" ? "v" : "g"}${step > 0 ? "p" : "n"}${Math.abs(step)}`;
}

/** What lines show, made when it is asked for: of lines out of view that is seldom. */
export function lineLooks({ lines }: Scene, play: Play, frame: Frame, looks: Map<string, CardLook>, opened: string | null): Map<string, () => LineFace> {
  const active = new Set(sentOut(frame.step, play.edges).edges);
  const seeded = frame.gradients.size > 0;
  return new Map(lines.map((line) => [line.id, () => {
    const edges = line.edges.map((id) => play.edges.get(id)).filter((edge) => edge !== undefined);
    const dim = Boolean(looks.get(line.source)?.dim || looks.get(line.target)?.dim);
    return lineFace(play, frame, edges, seeded, active, dim, opened !== null && line.edges.includes(opened));
  }]));
}

function lineFace(play: Play, frame: Frame, edges: Edge[], seeded: boolean, active: Set<string>, dim: boolean, open: boolean): LineFace {
  const carries = carrying(play, edges);
  const sent = carries.filter(({ id }) => frame.sent.has(id));
  const [edge] = carries;
  const computing = frame.event?.phase === "forward" && edges.some(({ target }) => target === frame.event?.node);
  return {
    state: carries.length === 0 ? "none" : sent.length > 0 ? "backward" : "forward",
    active: computing || edges.some(({ id }) => active.has(id)),
    dim,
    open,
    bad: sent.some(({ grad }) => grad !== null && grad.nonfinite > 0),
    weight: Math.max(0, ...sent.map(({ grad }) => (grad ? magnitudeCells(toNumber(grad.rms)) : 0))),
    ...(seeded && edge && carries.length === 1 ? factorOf(play, edge) : { factor: "", whole: "" }),
    undone: edges.filter(({ id, grad }) => active.has(id) && grad !== null).map(unbroadcast).filter(Boolean).join("; "),
    slot: slotOf(play, edges),
  };
}

/** The number of the argument, where the order of arguments matters. */
function slotOf(play: Play, edges: Edge[]): string {
  const [edge, ...others] = edges;
  const consumer = edge && play.nodes.get(edge.target);
  const ordered = consumer && consumer.inputs.length > 1 && !COMMUTATIVE.has(consumer.op ?? "");
  return edge && others.length === 0 && ordered ? String(edge.slot + 1) : "";
}

/** More arguments than this crowd around their card: each number then stands where its wire begins. */
const CROWD = 6;

/** What shall find room on a line, whatever step is shown: how many characters its factor has, and its number. */
export interface LineRoom {
  characters: number;
  slot: string;
  slotAtSource: boolean;
}

export function lineRooms(play: Play, lines: readonly Line[]): Map<string, LineRoom> {
  const backward = play.events.some(({ phase }) => phase === "backward");
  return new Map(lines.map((line) => {
    const edges = line.edges.map((id) => play.edges.get(id)).filter((edge) => edge !== undefined);
    const [edge, ...others] = backward ? carrying(play, edges) : [];
    const consumer = edges[0] && play.nodes.get(edges[0].target);
    const characters = edge && others.length === 0 ? factorOf(play, edge).factor.length : 0;
    return [line.id, { characters, slot: slotOf(play, edges), slotAtSource: (consumer?.inputs.length ?? 0) > CROWD }];
  }));
}
