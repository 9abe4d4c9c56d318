/**
 * From graph, moment and choices to what every card and line shows. Pure: the drawing compares and draws.
 */
import { brief } from "../format";
import type { Card, Edge, Graph, GraphNode, Summary } from "../model";
import { elementCount, flatten, toNumber } from "../model";
import { type Frame, type Play, accumulatedAt, sentOut, valueAt } from "../stepper/frames";
import { unbroadcast } from "../stepper/sentences";
import type { ColourBy, ColourScope } from "../stepper/stage";
import { COMMUTATIVE, magnitudeCells, operationOf } from "../vocabulary";
import { type Face, faceOf, membersOf, speaker } from "./face";
import { type Limits, extreme, limitOf, limitsOf } from "./limits";
import { LABEL, type LineFace, type LineRoom, breadth } from "./line";
import { level } from "./strips";
import { clip } from "./svg";

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
  const lit = choices.selected && choices.selected !== graph.output ? pathFrom(graph, choices.selected) : null; // Everything is about the output.
  const { edges: sending, receivers: receiving } = sentOut(frame.step, play.edges);
  const arriving = new Set(graph.drawing.lines.filter(({ edges }) => edges.some((id) => sending.includes(id))).map(({ source }) => source));
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
  value: Summary | null;
  gradient: Summary | undefined;
  accumulated: Summary | null;
  scope: ColourScope;
  face: Face;
}

/** Faces of the shown graph: a step changes few of them, and only those are made anew. */
const known = new WeakMap<Graph, Map<string, KnownFace>>();

function knownFace(card: Card, node: GraphNode, graph: Graph, frame: Frame, scope: ColourScope, limits: Limits): Face {
  const faces = known.get(graph) ?? new Map<string, KnownFace>();
  known.set(graph, faces);
  const value = valueAt(frame, node);
  const gradient = frame.gradients.get(node.id);
  const accumulated = accumulatedAt(graph, frame, node);
  const before = faces.get(card.id);
  if (before && before.value === value && before.gradient === gradient && before.accumulated === accumulated && before.scope === scope) return before.face;
  const face = faceOf(card, node, graph, frame, limits);
  faces.set(card.id, { value, gradient, accumulated, scope, face });
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

export function lineLooks(play: Play, frame: Frame, looks: Map<string, CardLook>): Map<string, LineFace> {
  const active = new Set(sentOut(frame.step, play.edges).edges);
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

/** The edges that carry a gradient, sooner or later. */
const carrying = (play: Play, edges: Edge[]): Edge[] =>
  edges.filter(({ source, target }) => play.nodes.get(source)?.requires_grad && carriesBack(play.nodes.get(target)));

function lineFace(play: Play, frame: Frame, edges: Edge[], seeded: boolean, active: Set<string>, dim: boolean): LineFace {
  const carries = carrying(play, edges);
  const sent = carries.filter(({ id }) => frame.sent.has(id));
  const [edge] = carries;
  const computing = frame.event?.phase === "forward" && edges.some(({ target }) => target === frame.event?.node);
  const contribution = sent.length > 0 ? together(play, frame, sent) : null;
  return {
    state: carries.length === 0 ? "none" : sent.length > 0 ? "backward" : "forward",
    active: computing || edges.some(({ id }) => active.has(id)),
    dim,
    bad: sent.some(({ grad }) => grad !== null && grad.nonfinite > 0),
    weight: contribution ? magnitudeCells(toNumber(contribution.rms)) : 0,
    ...(seeded && edge && carries.length === 1 ? factorOf(play, edge) : { factor: "", whole: "" }),
    contribution: contributionText(contribution, sent.length, carries.length),
    expected: seeded && sent.length < carries.length ? expectedBreadth(play, carries) : 0,
    undone: edges.filter(({ id, grad }) => active.has(id) && grad !== null).map(unbroadcast).filter(Boolean).join("; "),
    slot: slotOf(play, edges),
  };
}

/** The breadths that are expected in a play, by the edges of a line: the same at every step. */
const expectations = new WeakMap<Play, { end: Frame; breadths: Map<string, number> }>();

/** How many characters the whole contribution of a line's edges will have. */
function expectedBreadth(play: Play, carries: Edge[]): number {
  const { end, breadths } = expectations.get(play) ?? { end: play.frame(play.events.length), breadths: new Map<string, number>() };
  expectations.set(play, { end, breadths });
  const id = carries.map((edge) => edge.id).join();
  if (!breadths.has(id)) {
    const sent = carries.filter((edge) => end.sent.has(edge.id));
    breadths.set(id, breadth(contributionText(together(play, end, sent), sent.length, carries.length)));
  }
  return breadths.get(id) ?? 0;
}

/** What a line's edges have carried back by now: one contribution, or the sum of those to one value, if it can be told. */
function together(play: Play, frame: Frame, sent: Edge[]): Summary | null {
  const [first, ...others] = sent;
  if (!first?.grad || others.length === 0) return first?.grad ?? null;
  if (others.some(({ source }) => source !== first.source)) return null;
  const parts = sent.map(({ grad }) => grad?.data ?? null);
  if (parts.every((part) => part !== null)) return sum(first.grad, parts.map(flatten));
  const received = play.graph.edges.filter(({ id, source }) => source === first.source && frame.sent.has(id));
  return received.length === sent.length ? (frame.gradients.get(first.source) ?? null) : null; // Then nothing else has come.
}

function sum(like: Summary, parts: number[][]): Summary {
  const data = (parts[0] ?? []).map((_, place) => parts.reduce((total, part) => total + (part[place] ?? 0), 0));
  const mean = (values: number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
  return {
    ...like,
    data,
    mean: mean(data),
    rms: Math.sqrt(mean(data.map((value) => value * value))),
    nonfinite: data.filter((value) => !Number.isFinite(value)).length,
  };
}

/** "+1.519"; of a line that stands for two edges "Σ2 +1.519" or, halfway, "1 of 2 +1.2". */
function contributionText(contribution: Summary | null, sent: number, carries: number): string {
  if (sent === 0) return "";
  const of = sent < carries ? `${sent} of ${carries}` : carries > 1 ? `Σ${carries}` : "";
  if (!contribution) return sent < carries ? `${of} parts` : carries > 1 ? `${carries} parts` : "";
  const prefix = of && `${of} `;
  return prefix + brief(contribution, LABEL.described, LABEL.characters - prefix.length);
}

/** A factor behind its sign, in brackets where it is no single term: "× x", "× (1 − h²)"; a rule is no factor. */
export function factorText({ text, rule }: Edge["local"]): string {
  if (text === "" || rule) return text;
  const short = text.replaceAll(" / ", "/");
  const compound = / [−+] | if |\//.test(short.replace(/\([^()]*\)/g, "")) || /^−[^\d]/.test(short);
  return compound ? `× (${short})` : `× ${short}`;
}

/** The factor as its label says it: in full, or where that is too long the derivative by its name, "× gelu′(x)". */
function factorOf(play: Play, edge: Edge): { factor: string; whole: string } {
  const whole = factorText(edge.local);
  if (breadth(whole) <= LABEL.factor) return { factor: whole, whole: "" };
  const [from, to] = [play.nodes.get(edge.source), play.nodes.get(edge.target)];
  const byName = to?.inputs.length === 1 ? [`× ${operationOf(to)}′(${from?.label})`, `× ${operationOf(to)}′`] : [];
  const cut = /^[\p{L}\d_.#]+$/u.test(edge.local.text) ? [clip(whole, LABEL.factor)] : [];
  const sign = to?.symbol ?? to?.op ?? "";
  const names = edge.local.rule
    ? [...(to ? [`rule of ${operationOf(to)}`] : []), "its rule"]
    : [...byName, `× ∂${to?.label}/∂${from?.label}`, ...cut, ...(/^\p{L}/u.test(sign) ? [`× ${sign}′`] : []), "× …"];
  return { factor: names.find((name) => breadth(name) <= LABEL.factor) ?? "", whole };
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

/** How much room every line's label and slot number need, so that the layout can keep it free. */
export function lineRooms(play: Play): Map<string, LineRoom> {
  const backward = play.events.some(({ phase }) => phase === "backward");
  const rooms = new Map<string, LineRoom>();
  for (const line of play.graph.drawing.lines) {
    const edges = line.edges.map((id) => play.edges.get(id)).filter((edge) => edge !== undefined);
    const carries = backward ? carrying(play, edges) : [];
    const [edge] = carries;
    const consumer = edges[0] && play.nodes.get(edges[0].target);
    rooms.set(line.id, {
      characters: edge ? charactersOf(play, edge, carries.length) : 0,
      rows: carries.length === 1 ? 2 : carries.length > 1 ? 1 : 0,
      undone: carries.map(unbroadcast).find(Boolean) ?? "",
      slot: slotOf(play, edges),
      slotAtSource: (consumer?.inputs.length ?? 0) > CROWD,
    });
  }
  return rooms;
}

/** "+1.234e−5", and "1 of 2 " in front of a number. */
const [NUMBER, HALFWAY] = [10, 7];

/** Numbers change, places do not: room for the longest number of this kind, and for the factor. */
function charactersOf(play: Play, edge: Edge, parts: number): number {
  const elements = elementCount(play.nodes.get(edge.source)?.shape ?? []);
  const number = elements > 4 || elements === 0 ? LABEL.described : elements === 1 ? NUMBER : LABEL.characters;
  return parts > 1 ? Math.min(LABEL.characters, HALFWAY + number) : Math.max(number, breadth(factorOf(play, edge).factor));
}
