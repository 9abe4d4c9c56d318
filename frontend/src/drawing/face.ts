/**
 * What a card says at a moment of the play: pure data, computed from node and frame, compared before anything is drawn.
 */
import { brief, count, nonfiniteWord, shapeSpoken, shapeText, signed } from "../format";
import { type Card, type Finding, type Graph, type GraphNode, type Summary, onlyElement, toNumber } from "../model";
import type { Frame } from "../stepper/frames";
import { gradientMark } from "../stepper/frames";
import { GRADIENT_MARKS, type GradientMark, magnitudeCells } from "../vocabulary";
import { type Grid, hasStrip, limitOf, stripGrid } from "./strips";

export interface Face {
  title: string;
  /** How an unnamed value came about, beside its label. */
  expression: string;
  shape: string;
  badge: string;
  value: string;
  valueBad: boolean;
  gradient: string;
  mark: GradientMark;
  cells: number;
  uses: number;
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

export interface Limits {
  value: number | null;
  gradient: number | null;
}

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
  const computed = frame.computed.has(node.id);
  const gradient = node.grad_state === "computed" ? (frame.gradients.get(node.id) ?? null) : null;
  const mark = gradientMark(node, gradient);
  const findings = findingsOf(graph.findings, card);
  const face: Face = {
    title: titleOf(card, node, graph),
    expression: node.name === null && card.kind !== "stub" && card.kind !== "group" ? node.expression : "",
    shape: card.kind === "group" ? count(card.nodes.length, "operation") : node.shape.length === 0 ? "" : shapeText(node.shape),
    badge: node.op && card.kind !== "group" ? badgeOf(node) : "",
    value: computed ? brief(node.value) : "·",
    valueBad: computed && node.value.nonfinite > 0,
    gradient: gradientText(mark, gradient),
    mark,
    cells: mark === "number" && gradient ? magnitudeCells(toNumber(gradient.rms)) : 0,
    uses: card.kind === "stub" ? 0 : node.uses,
    finding: findings.map(({ message }) => message).join(" "),
    valueStrip: computed ? strip(node.value, limits.value) : null,
    gradientStrip: strip(gradient, limits.gradient),
    computed,
    spoken: "",
  };
  face.spoken = spokenOf(card, node, face);
  return face;
}

function findingsOf(findings: Finding[], card: Card): Finding[] {
  const inside = new Set(membersOf(card));
  return findings.filter(({ node }) => node !== null && inside.has(node));
}

const groupLabel = (card: Card, graph: Graph): string => graph.groups.find(({ path }) => path === card.group)?.label ?? "group";

function titleOf(card: Card, node: GraphNode, graph: Graph): string {
  if (card.kind === "group") return `▸ ${groupLabel(card, graph)}`;
  if (card.kind === "stub") return `${node.label} ↗`;
  if (node.kind === "constant") return constantText(node);
  return node.label;
}

export const constantText = (node: GraphNode): string => {
  const only = onlyElement(node.value);
  return only === null ? `const ${shapeText(node.shape)}` : signed(only).replace(/^\+/, "").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
};

export function badgeOf(node: GraphNode): string {
  const power = node.params["exponent"];
  if (node.op === "pow" && typeof power === "number") return `x^${power}`.length > 5 ? "x^n" : `x^${power}`;
  return node.symbol ?? node.op ?? "";
}

function gradientText(mark: GradientMark, gradient: Summary | null): string {
  if (mark === "nonfinite" && gradient) return nonfiniteWord(gradient) ?? "NaN";
  if (mark === "number" && gradient) return brief(gradient, 15);
  return GRADIENT_MARKS[mark].sample;
}

function spokenOf(card: Card, node: GraphNode, face: Face): string {
  if (card.kind === "group") return `${face.title}, group of ${card.nodes.length} operations`;
  const gradient = face.mark === "number" ? `gradient ${face.gradient}` : `gradient ${GRADIENT_MARKS[face.mark].meaning}`;
  const parts = [face.title, node.op ?? node.kind, shapeSpoken(node.shape), `value ${face.value}`, gradient];
  return [...parts, face.finding].filter(Boolean).join(", ");
}
