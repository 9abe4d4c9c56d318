/**
 * One plain sentence per step, with its numbers in it. Scalars are calculated through; tensors are described by their
 * shapes and root mean squares.
 */
import { brief, magnitude, plain, shapeText } from "../format";
import {
  type Edge,
  type GraphEvent,
  type GraphNode,
  type Summary,
  elementCount,
  onlyElement,
  toNumber,
} from "../model";
import { listed } from "../text";
import { type Play, usesOf } from "./frames";

const INFIX: Record<string, string> = { add: "+", sub: "−", mul: "×", div: "÷", matmul: "@", pow: "**", remainder: "%" };

/** The operation written out over given operands: "a × b", "tanh(a)", "q²". */
export function expression(node: GraphNode, operands: string[]): string {
  const op = node.op ?? "?";
  const infix = INFIX[op];
  if (infix && operands.length === 2) return operands.join(` ${infix} `);
  if (op === "pow" || op === "square") return `${operands[0]}${exponent(node)}`;
  if (op === "neg") return `−${operands[0]}`;
  return `${op}(${operands.join(", ")})`;
}

function exponent(node: GraphNode): string {
  const power = node.op === "square" ? 2 : Number(node.params["exponent"]);
  return power === 2 ? "²" : power === 3 ? "³" : ` ** ${plain(power)}`;
}

/** A tensor in words: its number, its few numbers, or its shape and size. */
export function amount(summary: Summary): string {
  const only = onlyElement(summary);
  if (only !== null) return plain(only);
  if (elementCount(summary.shape) <= 4 && summary.data !== null) return `[${brief(summary, 60)}]`;
  return `${shapeText(summary.shape)}, rms ${magnitude(toNumber(summary.rms))}`;
}

/** A number as an operand: negative ones in brackets. */
export const bracket = (value: number): string => (value < 0 ? `(${plain(value)})` : plain(value));

/** The sentence for the moment before the first step. */
export function openingSentence(play: Play): string {
  const leaves = play.graph.nodes.filter(({ inputs, kind }) => inputs.length === 0 && kind !== "constant");
  const names = listed(leaves.map(({ label }) => label), "leaf", "leaves");
  const have = leaves.length === 0 ? "Nothing is computed yet" : `Only ${leaves.length > 4 ? "the " : ""}${names} ${leaves.length === 1 ? "has a value" : "have values"}`;
  return `${have}. Step forward to compute, operation by operation.`;
}

export function sentence(play: Play, position: number): string {
  const event = play.events[position - 1];
  const node = event && play.nodes.get(event.node);
  if (!event || !node) return openingSentence(play);
  if (event.phase === "forward") return forwardSentence(play, node);
  if (event.phase === "seed") return seedSentence(node);
  if (event.phase === "backward") return backwardSentence(play, position - 1, event, node);
  return event.sentence ?? `${node.label} is updated.`;
}

const titleOf = (node: GraphNode): string => (node.expression ? `${node.label} = ${node.expression}` : node.label);

function forwardSentence(play: Play, node: GraphNode): string {
  const inputs = node.inputs.map((id) => play.nodes.get(id)).filter((input) => input !== undefined);
  const numbers = inputs.map(({ value }) => onlyElement(value));
  const title = titleOf(node);
  const result = onlyElement(node.value);
  if (result !== null && numbers.every((number) => number !== null)) {
    return `${title} = ${expression(node, numbers.map(bracket))} = ${plain(result)}.`;
  }
  const shapes = inputs.map(({ shape }) => shapeText(shape)).join(" and ");
  return `${title}. From ${shapes} it makes ${amount(node.value)}.`;
}

function seedSentence(node: GraphNode): string {
  const name = node.label;
  return elementCount(node.shape) === 1
    ? `The backward pass starts at ${name}: its gradient with respect to itself is 1.`
    : `The backward pass starts at ${name} with ones of shape ${shapeText(node.shape)}: the sum of its elements is differentiated.`;
}

function backwardSentence(play: Play, index: number, event: GraphEvent, node: GraphNode): string {
  const upstream = node.grad ? `Upstream ${amount(node.grad)}` : "";
  const edges = (event.edges ?? []).map((id) => play.edges.get(id)).filter((edge) => edge !== undefined);
  const sends = edges.map((edge) => sendingClause(play, node, edge));
  const receivers = Object.entries(event.accumulated ?? {}).map(([id, total]) => accumulation(play, index, id, total));
  return [`${titleOf(node)}.`, `${[upstream, ...sends].filter(Boolean).join("; ")}.`, ...receivers].join(" ");
}

function sendingClause(play: Play, node: GraphNode, edge: Edge): string {
  const target = play.nodes.get(edge.source);
  if (!target) return "";
  const { text } = edge.local;
  if (!edge.grad) return `sends its share to ${target.label}${text ? ` (${text})` : ""}`; // Answers of the largest graphs do not say how much.
  const number = edge.local.value === null ? null : toNumber(edge.local.value);
  const upstream = onlyElement(node.grad);
  const sent = onlyElement(edge.grad);
  if (number !== null && upstream !== null && sent !== null) {
    const local = text && Number(text) !== number ? `local ${text} = ${plain(number)}` : `local ${plain(number)}`;
    return `${local}, sends ${bracket(upstream)} × ${bracket(number)} = ${plain(sent)} to ${target.label}`;
  }
  const by = text ? ` (${text})` : "";
  const undone = unbroadcast(edge);
  return `sends ${amount(edge.grad)} to ${target.label}${by}${undone ? `, ${undone}` : ""}`;
}

/** The un-broadcasting of an edge as a line: "(32, 100) → sum over axis 0 → (1, 100)"; empty where nothing was undone. */
export function unbroadcast(edge: Edge): string {
  const from = edge.unbroadcast_from;
  if (!from || !edge.grad) return "";
  const to = edge.grad.shape;
  const missing = from.length - to.length;
  const axes = from.flatMap((size, axis) => (axis < missing || (to[axis - missing] === 1 && size !== 1) ? [axis] : []));
  return `${shapeText(from)} → sum over ${axes.length === 1 ? "axis" : "axes"} ${axes.join(", ")} → ${shapeText(to)}`;
}

function accumulation(play: Play, index: number, id: string, total: Summary): string {
  const node = play.nodes.get(id);
  if (!node) return "";
  const name = node.label;
  const parts = usesOf(play, id).filter(({ arrival }) => arrival === index);
  const before = play.events.slice(0, index).findLast(({ accumulated }) => accumulated && id in accumulated)?.accumulated?.[id];
  if (before) return `${name} had ${amount(before)}: now ${amount(total)}.`;
  const sum = parts.map(({ edge }) => onlyElement(edge.grad));
  if (parts.length > 1 && sum.every((part) => part !== null)) {
    return `${name} had no gradient yet: now ${sum.map(bracket).join(" + ")} = ${amount(total)}.`;
  }
  return `${name} had no gradient yet: now ${amount(total)}.`;
}
