/** What cards call things: names and expressions that fit a card, and the sign of every operation. */
import { plain, shapeText } from "../format";
import { type Card, type Graph, type GraphNode, onlyElement } from "../model";
import type { Play } from "../stepper/frames";
import { expression } from "../stepper/expression";
import { CARD, LOOP } from "../text";
import { operationOf } from "../vocabulary";
import { clip } from "./svg";

/** Characters of a name, of an expression in place of a name, and of what stands within one. */
const NAME = 20;
const EXPRESSION = 16;
const WITHIN = 10;
/** Of a name of more characters that leads through modules, its end is enough. */
const DEEP = 14;
const LEFT_OUT = "…";

/** What a card is called. */
export function titleOf(card: Card, node: GraphNode, { graph, nodes }: Play): string {
  if (card.turns?.rest) return LOOP.turns(card.label ?? CARD.unnamed, card.turns.first, card.turns.last);
  if (card.kind === "group") return clip(card.label ?? CARD.unnamed, NAME);
  if (card.kind === "stub") return CARD.stub(clip(node.label, NAME));
  if (card.kind === "sum") return node.name === null ? CARD.terms(terms(card, graph)) : `${clip(node.label, NAME)} · ${CARD.terms(terms(card, graph))}`;
  if (node.kind === "constant") return constantText(node);
  return node.name === null && node.expression ? writtenOut(node, nodes, EXPRESSION) : shortName(node.label);
}

/** Of a parameter deep in modules the end of its name: "…q.weight". */
function shortName(name: string): string {
  const words = name.split(".");
  while (words.length > 2 && words.join(".").length > DEEP) words.shift();
  const short = words.join(".");
  return clip(short === name ? name : LEFT_OUT + short, NAME);
}

function terms(card: Card, graph: Graph): number {
  const inside = new Set(card.nodes);
  return graph.edges.filter(({ source, target }) => inside.has(target) && !inside.has(source)).length;
}

/** What computed a value, in the program's names: "tanh(w × x)"; the name of the operation where it has no expression. */
export const madeOf = (node: GraphNode, { nodes }: Play): string => (node.expression ? writtenOut(node, nodes, EXPRESSION) : operationOf(node));

/** How an unnamed value came about, in names that the program has: "w × x + b"; what is too long in it is left out. */
function writtenOut(node: GraphNode, nodes: ReadonlyMap<string, GraphNode>, room: number): string {
  const inputs = node.inputs.map((id) => nodes.get(id)).filter((input) => input !== undefined);
  const hasName = ({ name, expression: written }: GraphNode): boolean => name !== null || !written;
  const operand = (input: GraphNode, slot: number, most: number): string => {
    if (hasName(input)) return clip(input.label, WITHIN);
    const words = most > 0 ? writtenOut(input, nodes, most) : LEFT_OUT;
    return words.includes(LEFT_OUT) ? LEFT_OUT : needsBrackets(input, node, slot) ? `(${words})` : words;
  };
  const full = [room - 4, 0].map((most) => expression(node, inputs, inputs.map((input, slot) => operand(input, slot, most))));
  return full.find(({ length }) => length <= room) ?? clip(full.at(-1) ?? "", room);
}

/** How closely an operation binds what stands beside its sign. */
const BINDING: Record<string, number> = { add: 1, sub: 1, mul: 2, div: 2, matmul: 2, neg: 2, pow: 4, transpose: 4, getitem: 4 };
const UNORDERED = new Set(["add", "mul"]);

/** Whether an operand is written in brackets within another operation, which has a sign. */
function needsBrackets({ op: inner }: GraphNode, { op: outer }: GraphNode, slot: number): boolean {
  const [within, around] = [BINDING[inner ?? ""], BINDING[outer ?? ""]];
  if (within === undefined || around === undefined) return false;
  return within < around || (within === around && slot > 0 && !(inner === outer && UNORDERED.has(outer ?? "")));
}

/** Longer expressions in place of an invented name are left out. */
const IN_FACTOR = 10;

const unnameds = new WeakMap<Graph, ReadonlyMap<string, GraphNode>>();

/** The values without a name, by the names that were invented for them. */
function unnamedIn(graph: Graph): ReadonlyMap<string, GraphNode> {
  const known = unnameds.get(graph) ?? new Map(graph.nodes.filter(({ name, op }) => name === null && op !== null).map((node) => [node.label, node]));
  unnameds.set(graph, known);
  return known;
}

/** A factor or a rule as it stands on the arrow from its consumer, without names that the program does not have: "∂ @ Aᵀ" instead of "∂v3 @ Aᵀ". */
export function inNames(text: string, { graph, nodes }: Play, consumer: string): string {
  const unnamed = unnamedIn(graph);
  const upstream = `∂${nodes.get(consumer)?.label}`;
  return text.replace(/∂?[\p{L}\d_₀-₉]+/gu, (word) => {
    const name = word.replace(/ᵀ$/, "");
    const behind = word.slice(name.length);
    if (name === upstream) return `∂${behind}`;
    const node = unnamed.get(name);
    if (!node) return word;
    const only = onlyElement(node.value);
    const written = only === null ? writtenOut(node, nodes, IN_FACTOR) : plain(only, 3);
    return written.includes(LEFT_OUT) ? LEFT_OUT + behind : only !== null && only >= 0 ? written + behind : `(${written})${behind}`;
  });
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LEAVES: Record<string, string> = { parameter: "θ", data: "▷" };

/** What stands in a card's tab: the sign or name of an operation, or what kind of leaf it is. */
export function signOf(card: Pick<Card, "kind" | "turns">, node: GraphNode): string {
  if (card.turns) return LOOP.times(card.turns.last - card.turns.first + 1);
  if (card.kind === "group") return CARD.folded;
  if (card.kind === "sum") return CARD.sum;
  return node.op === null ? (LEAVES[node.kind] ?? "") : operationSign(node);
}

/** The sign or name of an operation; "" for a leaf. */
export function operationSign({ op, symbol, params }: Pick<GraphNode, "op" | "symbol" | "params">): string {
  const power = params["exponent"];
  if (op === "pow" && typeof power === "number") return Number.isInteger(power) && power >= 0 && power < 10 ? `x${SUPERSCRIPTS[power]}` : "xⁿ";
  return symbol ?? op ?? "";
}

export function constantText(node: GraphNode): string {
  const only = onlyElement(node.value);
  return only === null ? CARD.constant(shapeText(node.shape)) : plain(only);
}
