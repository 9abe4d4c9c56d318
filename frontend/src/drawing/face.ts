/**
 * What a card says at a moment of the play: pure data, computed from node and frame, compared before anything is drawn.
 */
import { brief, nonfiniteWord, plain, shapeSpoken, shapeText } from "../format";
import { type Card, type Finding, type Graph, type GraphNode, type Summary, elementCount, isAbout, onlyElement, toNumber } from "../model";
import type { Frame } from "../stepper/frames";
import { accumulatedAt, gradientMark, valueAt } from "../stepper/frames";
import { accumulatedWords } from "../stepper/sentences";
import { CARD, sentence } from "../text";
import { GRADIENT_MARKS, type GradientMark, magnitudeCells, offScale, operationOf } from "../vocabulary";
import { type Limits, limitOf } from "./limits";
import { type Grid, hasStrip, stripGrid } from "./strips";

export interface Face {
  title: string;
  /** How an unnamed value came about, beside its label; of a Σ card how much it adds up. */
  expression: string;
  shape: string;
  badge: string;
  value: string;
  valueBad: boolean;
  gradient: string;
  mark: GradientMark;
  /** How many cells of the magnitude bar are full; null where there is no bar. */
  cells: number | null;
  /** Whether the gradient is smaller or larger than the bar can say. */
  beyond: -1 | 0 | 1;
  uses: number;
  /** What stands in `.grad` where that is not what the pass sent; it takes the bar's place. */
  accumulated: string;
  finding: string;
  /** Grids for the strips; compared by the summary they come from. */
  valueStrip: Strip | null;
  gradientStrip: Strip | null;
  computed: boolean;
  spoken: string;
}

export interface Strip {
  source: Summary;
  grid: Grid;
  limit: number;
}

/** Characters of a line of numbers in its usual size, and in the smaller one that four written out elements may need. */
export const LINE = { usual: 19, dense: 23 };
/** Of a gradient of many elements there is room for its root mean square alone: its mean says little. */
const GRADIENT_WIDTH = 11;
/** What stands in `.grad` takes the place of the magnitude bar. */
const ACCUMULATED_WIDTH = 10;
/** Characters of the name of a result in front of its numbers. */
const NAME_WIDTH = 8;

const strip = (summary: Summary | null, limit: number | null): Strip | null =>
  hasStrip(summary) ? { source: summary, grid: stripGrid(summary), limit: limit ?? limitOf(summary) } : null;

/** Every node that a card shows: its own, all that are folded into it, or the leaf that a stub refers to. */
export const membersOf = (card: Card): string[] => (card.nodes.length > 0 ? card.nodes : card.node ? [card.node] : []);

/** The node that a card speaks for: its own, or the last operation folded into it. */
export function speaker(card: Card, nodes: ReadonlyMap<string, GraphNode>): GraphNode | null {
  if (card.node) return nodes.get(card.node) ?? null;
  const folded = card.nodes.map((id) => nodes.get(id)).filter((node) => node !== undefined);
  return folded.findLast(({ op }) => op !== null) ?? folded.at(-1) ?? null;
}

export function faceOf(card: Card, node: GraphNode, graph: Graph, frame: Frame, limits: Limits): Face {
  const value = valueAt(frame, node);
  const accumulated = card.kind === "stub" || card.kind === "group" ? null : accumulatedAt(graph, frame, node);
  const gradient = node.grad_state === "computed" ? (frame.gradients.get(node.id) ?? null) : null;
  const mark = gradientMark(node, gradient);
  const measured = mark === "number" && gradient !== null && elementCount(gradient.shape) > 0;
  const size = gradient ? toNumber(gradient.rms) : 0;
  const inside = card.kind === "group" ? contents(card, graph) : null;
  const whose = inside && inside.results > 1 ? node.label : "";
  const face: Face = {
    title: titleOf(card, node, graph),
    expression: expressionOf(card, node, graph),
    shape: inside ? CARD.operations(inside.operations) : node.shape.length === 0 ? "" : shapeText(node.shape),
    badge: card.kind === "sum" ? CARD.sum : card.kind === "group" ? "" : badgeOf(node),
    value: value ? named(whose, value) : CARD.ahead,
    valueBad: value !== null && value.nonfinite > 0,
    gradient: mark === "number" && gradient ? named(whose, gradient, GRADIENT_WIDTH) : gradientWord(mark, gradient),
    mark,
    cells: measured && !accumulated ? magnitudeCells(size) : null,
    beyond: measured ? offScale(size) : 0,
    uses: card.kind === "stub" ? 0 : node.uses,
    accumulated: accumulated ? CARD.accumulated(brief(accumulated, ACCUMULATED_WIDTH)) : "",
    finding: findingsOf(graph.findings, card).map(({ message }) => sentence(message)).join(" "),
    valueStrip: strip(value, limits.value),
    gradientStrip: strip(gradient, limits.gradient),
    computed: value !== null,
    spoken: "",
  };
  face.spoken = [spokenOf(card, node, face, inside), accumulated ? accumulatedWords(node, accumulated) : ""].filter(Boolean).join(", ");
  return face;
}

/** The numbers of a card; with the name of the result that they belong to where a folded group has several. */
function named(name: string, summary: Summary, width = LINE.usual): string {
  if (name === "") return brief(summary, width, LINE.dense);
  const short = name.length <= NAME_WIDTH ? name : `${name.slice(0, NAME_WIDTH - 1)}…`;
  return `${short} ${brief(summary, LINE.usual - short.length - 1)}`;
}

function findingsOf(findings: Finding[], card: Card): Finding[] {
  const inside = membersOf(card);
  return findings.filter((finding) => inside.some((id) => isAbout(finding, id)));
}

interface Folded {
  operations: number;
  /** Values inside that are read outside, or are the output. */
  results: number;
}

function contents(card: Card, graph: Graph): Folded {
  const inside = new Set(card.nodes);
  const results = new Set(graph.edges.filter(({ source, target }) => inside.has(source) && !inside.has(target)).map(({ source }) => source));
  if (inside.has(graph.output)) results.add(graph.output);
  const operations = graph.nodes.filter(({ id, op }) => op !== null && inside.has(id)).length;
  return { operations, results: results.size };
}

function titleOf(card: Card, node: GraphNode, graph: Graph): string {
  if (card.kind === "group") return CARD.group(graph.groups.find(({ path }) => path === card.group)?.label ?? CARD.unnamed);
  if (card.kind === "stub") return CARD.stub(node.label);
  return node.kind === "constant" ? constantText(node) : node.label;
}

export function constantText(node: GraphNode): string {
  const only = onlyElement(node.value);
  return only === null ? CARD.constant(shapeText(node.shape)) : plain(only);
}

function expressionOf(card: Card, node: GraphNode, graph: Graph): string {
  if (card.kind === "sum") {
    const inside = new Set(card.nodes);
    const terms = graph.edges.filter(({ source, target }) => inside.has(target) && !inside.has(source));
    return CARD.terms(terms.length);
  }
  return node.name === null && card.kind !== "stub" && card.kind !== "group" ? node.expression : "";
}

/** The sign or name of an operation; "" for a leaf. */
export function badgeOf(node: GraphNode): string {
  const power = node.params["exponent"];
  if (node.op === "pow" && typeof power === "number") return `x^${power}`.length > 5 ? "x^n" : `x^${power}`;
  return node.symbol ?? node.op ?? "";
}

const gradientWord = (mark: GradientMark, gradient: Summary | null): string =>
  (mark === "nonfinite" && gradient && nonfiniteWord(gradient)) || GRADIENT_MARKS[mark].sample;

function spokenOf(card: Card, node: GraphNode, face: Face, inside: Folded | null): string {
  const gradient = face.mark === "number" || face.mark === "nonfinite" ? face.gradient : GRADIENT_MARKS[face.mark].meaning;
  const what = inside ? [CARD.spokenGroup(inside.operations, inside.results)] : [card.kind === "sum" ? CARD.spokenSum(face.expression) : operationOf(node), shapeSpoken(node.shape)];
  return [face.title.replace(/^▸ /, ""), ...what, CARD.spokenValue(face.value), CARD.spokenGradient(gradient), face.finding].filter(Boolean).join(", ");
}
