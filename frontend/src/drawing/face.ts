/**
 * What a card says at a moment of the play: pure data, computed from node and frame, compared before anything is drawn.
 * How much of it is said, and with how many digits, is for the card's form.
 */
import { brief, nonfiniteWord, shapeSpoken } from "../format";
import { type Card, type Finding, type Graph, type GraphNode, type Summary, foundIn, isAbout } from "../model";
import type { Frame, Play } from "../stepper/frames";
import { accumulatedAt, gradientMark, valueAt } from "../stepper/frames";
import { accumulatedWords } from "../stepper/sentences";
import { CARD, sentence } from "../text";
import { GRADIENT_MARKS, type GradientMark } from "../vocabulary";
import { type How, howOf } from "./how";
import type { Limits } from "./limits";
import { constantText, madeOf, signOf, titleOf } from "./names";

export interface Face {
  /** The name, or how an unnamed value came about. */
  title: string;
  /** Made when it is asked for. All that a pointer asks for: name and expression in full, all digits, and what was found. */
  readonly whole: string;
  /** The sign or name of the operation, or of what kind of leaf it is. */
  sign: string;
  /** Whether people gave it a name, or it is a leaf; whether it is called by its operation. */
  named: boolean;
  operation: boolean;
  shape: string;
  value: Summary | null;
  gradient: Summary | null;
  mark: GradientMark;
  /** The gradient's state in words, where it is no number. */
  state: string;
  how: How | null;
  uses: number;
  /** What stands in `.grad` where that is not what the pass sent. */
  accumulated: Summary | null;
  finding: string;
  limits: Limits;
  /** Made when it is asked for, too. */
  readonly spoken: string;
}

/** Makes something when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { it: T } | null = null;
  return () => (made ??= { it: make() }).it;
}

/** Characters of a line of numbers as a voice reads it, also of four written out elements. */
const LINE = { usual: 19, dense: 23 };
/** Of a gradient of many elements the root mean square says enough: its mean says little. */
const GRADIENT_WIDTH = 11;
/** Characters of the name of a result in front of its numbers. */
const NAME_WIDTH = 8;

/** Every node that a card shows: its own, all that are folded into it, or the leaf that a stub refers to. */
export const membersOf = (card: Card): string[] => (card.nodes.length > 0 ? card.nodes : card.node ? [card.node] : []);

/** The node that a card speaks for: its own, or the last operation folded into it. */
export function speaker(card: Card, nodes: ReadonlyMap<string, GraphNode>): GraphNode | null {
  if (card.node) return nodes.get(card.node) ?? null;
  const folded = card.nodes.map((id) => nodes.get(id)).filter((node) => node !== undefined);
  return folded.findLast(({ op }) => op !== null) ?? folded.at(-1) ?? null;
}

export function faceOf(card: Card, node: GraphNode, play: Play, frame: Frame, limits: Limits): Face {
  const { graph } = play;
  const value = valueAt(frame, node);
  const alone = card.kind !== "stub" && card.kind !== "group";
  const gradient = node.grad_state === "computed" ? (frame.gradients.get(node.id) ?? null) : null;
  const mark = gradientMark(node, gradient);
  const inside = card.kind === "group" ? contents(card, graph) : null;
  const title = titleOf(card, node, play);
  const finding = findingsOf(foundIn(graph), card).map(({ message }) => sentence(message)).join(" ");
  const whose = inside && inside.results > 1 ? node.label : "";
  const told = once(() => numbersOf(face, whose));
  const spoken = once(() => spokenOf(card, node, face, inside ?? madeOf(node, play), told()));
  const whole = once(() => [wholeName(node, title, inside), `= ${told().value}`, `∂ ${told().gradient}`, finding].join("\n").trim());
  const face: Face = {
    title,
    get whole() {
      return whole();
    },
    sign: signOf(card, node),
    named: !alone || card.kind === "sum" || node.name !== null || node.op === null,
    operation: card.kind !== "group" && card.kind !== "output" && node.op !== null,
    shape: inside ? CARD.operations(inside.operations) : node.shape.join("×"),
    value,
    gradient,
    mark,
    state: stateOf(node, mark, gradient, play),
    how: alone && mark !== "nonfinite" ? howOf(play, frame, node) : null,
    uses: card.kind === "stub" ? 0 : node.uses,
    accumulated: alone ? accumulatedAt(graph, frame, node) : null,
    finding,
    limits,
    get spoken() {
      return spoken();
    },
  };
  return face;
}

/** "v4 = w × x", "h = tanh(v4)"; of what is no value alone what its card says. */
function wholeName(node: GraphNode, title: string, inside: Folded | null): string {
  if (inside) return `${title}: ${CARD.operations(inside.operations)}`;
  return node.expression ? `${node.label} = ${node.expression}` : node.label;
}

/** The gradient in a word where it is no number; an operation at which gradients end says so. */
function stateOf(node: GraphNode, mark: GradientMark, gradient: Summary | null, { nodes }: Play): string {
  if (mark === "number") return "";
  if (mark === "nonfinite" && gradient) return nonfiniteWord(gradient) ?? GRADIENT_MARKS.nonfinite.sample;
  if (mark === "not_required" && node.inputs.some((id) => nodes.get(id)?.requires_grad)) return CARD.cuts;
  return GRADIENT_MARKS[mark].sample;
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

interface Told {
  value: string;
  gradient: string;
}

/** Value and gradient with all their digits, as they are told beside a card. */
function numbersOf({ mark, value, gradient, state }: Face, whose: string): Told {
  const numbers = mark === "number" && gradient ? named(whose, gradient, GRADIENT_WIDTH) : mark === "nonfinite" ? state : GRADIENT_MARKS[mark].meaning;
  return { value: value ? named(whose, value) : CARD.ahead, gradient: numbers };
}

/** Name, what it is, shape, value, gradient and what was found, for a voice. */
function spokenOf(card: Card, node: GraphNode, face: Face, of: Folded | string, { value, gradient }: Told): string {
  const { accumulated, mark } = face;
  const inside = typeof of === "string" ? null : of;
  const what = inside
    ? [CARD.spokenGroup(inside.operations, inside.results)]
    : [card.kind === "sum" ? CARD.spokenSum(face.title) : String(of), shapeSpoken(node.shape)];
  const name = inside ? face.title : card.kind === "stub" ? CARD.stub(node.label) : node.kind === "constant" ? constantText(node) : node.label;
  return [
    name,
    ...what,
    CARD.spokenValue(value),
    mark === "not_required" ? CARD.spokenNone : CARD.spokenGradient(gradient),
    face.finding,
    accumulated ? accumulatedWords(node, accumulated) : "",
  ].filter(Boolean).join(", ");
}

/** The numbers of a card; with the name of the result that they belong to where a folded group has several. */
function named(name: string, summary: Summary, width = LINE.usual): string {
  if (name === "") return brief(summary, width, LINE.dense);
  const short = name.length <= NAME_WIDTH ? name : `${name.slice(0, NAME_WIDTH - 1)}…`;
  return `${short} ${brief(summary, LINE.usual - short.length - 1)}`;
}
