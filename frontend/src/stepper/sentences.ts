/**
 * One plain sentence per step, with its numbers in it. Single numbers and short tensors are calculated through; larger
 * ones are described by their shapes and root mean squares.
 */
import { capital, count, grouped, listed } from "../counts";
import { digitsApart, magnitude, plain, shapeText } from "../format";
import {
  type Edge,
  type GraphEvent,
  type GraphNode,
  type NestedNumbers,
  type Summary,
  elementCount,
  onlyElement,
  toNumber,
} from "../model";
import { operationOf } from "../vocabulary";
import { localWords, wayBack } from "./ways";
import { type Granularity, type Play, runLength, sentOut, usesOf } from "./frames";

/** Up to this many elements are written out. */
const FEW = 4;

/** What names are made of; a name before "(" is a function, one before "=" a parameter. */
const WORD = "A-Za-z0-9_\\u0370-\\u03ff";

/** The operation in the notation of its expression, over given operands: "a × b", "tanh(a)", "q²", "x[0, 1]". */
export function expression(node: GraphNode, inputs: GraphNode[], operands: string[]): string {
  // Constants stand in the expression as they are.
  const words = new Map(inputs.flatMap(({ label, kind }, slot) => (kind === "constant" && !/^[A-Za-z_]/.test(label) ? [] : [[label, operands[slot] ?? label]])));
  if (!node.expression) return `${operationOf(node)}(${operands.join(", ")})`;
  if (words.size === 0) return node.expression;
  const labels = [...words.keys()].toSorted((first, second) => second.length - first.length).map((label) => label.replace(/[^\p{L}\p{N}_]/gu, "\\$&"));
  const operand = new RegExp(`(?<![${WORD}])(?:${labels.join("|")})(?![${WORD}(=₀-₉])`, "g");
  return node.expression.replace(operand, (label, at: number, whole: string) => {
    const [before, after] = [whole.slice(0, at), whole.slice(at + label.length)];
    return inPlace(words.get(label) ?? label, before, after);
  });
}

/** An operand between what stands before and after it: in brackets where its sign would run into a neighbour. */
function inPlace(operand: string, before: string, after: string): string {
  const alone = /(^|[([|⌊⌈]|, )$/.test(before) && /^($|[)\]|⌋⌉,])/.test(after);
  const first = before === "" && after.startsWith(" ");
  const raised = /^[⁰¹²³⁴⁵⁶⁷⁸⁹⁻^]/.test(after);
  return (operand.startsWith("−") && !alone && !first) || (raised && /e−?\d/.test(operand)) ? `(${operand})` : operand;
}

/** A tensor in words: its number, its few numbers, or its shape and size. */
export function amount(summary: Summary): string {
  const only = onlyElement(summary);
  if (only !== null) return plain(only);
  if (elementCount(summary.shape) === 0) return `an empty tensor of shape ${shapeText(summary.shape)}`;
  return isShort(summary) ? nested(summary.data) : `shape ${shapeText(summary.shape)}, ${sizeOf(summary)}`;
}

/** Where its shape has been said or is in the picture: its few numbers, or its size. */
const inBrief = (summary: Summary): string => (isShort(summary) || elementCount(summary.shape) === 0 ? amount(summary) : sizeOf(summary));

/** Its root mean square; where that is none, how many elements are to blame. */
const sizeOf = ({ rms, nonfinite, shape }: Summary): string =>
  nonfinite > 0 ? `${grouped(nonfinite)} of ${grouped(elementCount(shape))} elements not finite` : `rms ${magnitude(toNumber(rms))}`;

/** Whether a tensor is written out. */
export const isShort = (summary: Summary): summary is Summary & { data: NestedNumbers } =>
  summary.data !== null && elementCount(summary.shape) > 0 && elementCount(summary.shape) <= FEW;

/** "[[19, 22], [43, 50]]": the brackets show the shape. */
const nested = (data: NestedNumbers): string => (Array.isArray(data) ? `[${data.map(nested).join(", ")}]` : plain(toNumber(data)));

/** A number as an operand: negative ones in brackets. */
export const bracket = (value: number): string => (value < 0 ? `(${plain(value)})` : plain(value));

/** "b = −a = −6": what repeats the part before it is left out. */
export const equation = (...parts: string[]): string => parts.filter((part, index) => part && part !== parts[index - 1]).join(" = ");

/** The sentence for the moment before the first step. */
export function openingSentence(play: Play): string {
  const leaves = play.graph.nodes.filter(({ inputs, kind }) => inputs.length === 0 && kind !== "constant");
  const names = listed(leaves.map(({ label }) => label), "leaf", "leaves");
  const have = leaves.length === 0 ? "Nothing is computed yet" : `Only ${leaves.length > 4 ? "the " : ""}${names} ${leaves.length === 1 ? "has a value" : "have values"}`;
  return `${have}. Step forward to compute, operation by operation.`;
}

/** What happens at a step; where it takes several operations together, which ones, and what the last of them does. */
export function sentence(play: Play, position: number, granularity: Granularity = "operation"): string {
  const event = play.events[position - 1];
  const node = event && play.nodes.get(event.node);
  if (!event || !node) return openingSentence(play);
  const several = runLength(play, position, granularity);
  if (several === 1) return single(play, position - 1, event, node);
  const what = together(play, node, event, several, granularity);
  const outcome = outcomeOf(play, play.events.slice(position - several, position));
  return outcome ? `${what}. ${outcome}` : `${what}; the last of them: ${single(play, position - 1, event, node)}`;
}

/** "The gradient of h is now 0.318, that of W2 rms 0.73.": of what several operations send back, where it leaves them. */
function outcomeOf(play: Play, step: GraphEvent[]): string {
  const totals = [...sentOut(step, play.edges).receivers].map(([id, total]) => [play.nodes.get(id)?.label ?? id, inBrief(total)] as const);
  const said = totals.slice(0, FEW).map(([name, total], index) => (index === 0 ? `The gradient of ${name} is now ${total}` : `of ${name} ${total}`));
  if (totals.length > FEW) said.push(`and of ${totals.length - FEW} more`);
  return said.length > 0 ? `${said.join(", ")}.` : "";
}

function single(play: Play, index: number, event: GraphEvent, node: GraphNode): string {
  if (event.phase === "forward") return forwardSentence(play, node);
  if (event.phase === "seed") return seedSentence(node);
  if (event.phase === "backward") return backwardSentence(play, index, event, node);
  return event.sentence ?? updateSentence(event, node);
}

/** "w is updated: 0.5 → 0.605 (line 24)." */
function updateSentence({ before, after, line }: GraphEvent, node: GraphNode): string {
  const where = line ? ` (line ${line})` : "";
  return `${node.label} is updated${before && after ? `: ${fromTo(before, after)}` : ""}${where}.`;
}

/** Two values of one tensor, in as many digits as tell them apart. */
function fromTo(before: Summary, after: Summary): string {
  const [from, to] = [onlyElement(before), onlyElement(after)];
  if (from !== null && to !== null) return [from, to].map((value) => plain(value, digitsApart(from, to, 4))).join(" → ");
  if (isShort(before) && isShort(after)) return `${amount(before)} → ${amount(after)}`;
  const digits = digitsApart(toNumber(before.rms), toNumber(after.rms), 4);
  return `${shapeText(after.shape)} rms ${[before, after].map(({ rms }) => magnitude(toNumber(rms), digits)).join(" → ")}`;
}

/** ".grad is 10.75 after this pass, which sent 4: the rest was left from before." */
export function accumulatedWords({ grad }: GraphNode, accumulated: Summary): string {
  return `.grad is ${amount(accumulated)} after this pass, which sent ${grad ? inBrief(grad) : "nothing"}: the rest was left from before.`;
}

/** "step#2, 4 operations forward" */
function together(play: Play, node: GraphNode, event: GraphEvent, several: number, granularity: Granularity): string {
  const group = play.graph.groups.find(({ path }) => path === node.group)?.label;
  const what = event.phase === "update" ? count(several, "parameter") : `${count(several, "operation")} ${event.phase}`;
  return `${granularity === "group" && group ? `${group}, ` : ""}${what}`;
}

const titleOf = (node: GraphNode): string => (node.expression ? `${node.label} = ${node.expression}` : node.label);

const TRUTH = new Set(["gt", "ge", "lt", "le", "eq", "ne"]);

function forwardSentence(play: Play, node: GraphNode): string {
  const inputs = node.inputs.map((id) => play.nodes.get(id)).filter((input) => input !== undefined);
  const title = titleOf(node);
  const result = onlyElement(node.value);
  if (![node.value, ...inputs.map(({ value }) => value)].every(isShort)) {
    const shapes = inputs.map(({ value, shape }) => (onlyElement(value) === null ? shapeText(shape) : "a number")).join(" and ");
    return `${title}. From ${shapes} it makes ${amount(node.value).replace(/^shape /, "")}.`;
  }
  const filled = withNumbers(node, inputs);
  if (TRUTH.has(node.op ?? "")) return `${title}. ${filled} is ${result === null ? `${amount(node.value)}: 1 where it is true` : result ? "true: 1" : "false: 0"}.`;
  const [condition] = inputs;
  if (node.op === "where" && condition && result !== null) {
    return `${title}. ${condition.label} is ${onlyElement(condition.value) ? "true" : "false"}, so this is ${plain(result)}.`;
  }
  return `${equation(node.label, node.expression, filled, amount(node.value))}.`;
}

/** The expression with numbers in place of names; long tensors keep theirs. */
export function withNumbers(node: GraphNode, inputs: GraphNode[]): string {
  const filled = expression(node, inputs, inputs.map(({ value, label }) => (isShort(value) ? amount(value) : label)));
  const signed = filled.replaceAll(/−(?=NaN)/g, ""); // No sign makes it another one.
  return inputs.every(({ value }) => onlyElement(value) !== null) ? signed.replaceAll(" @ ", " × ").replaceAll("ᵀ", "") : signed;
}

function seedSentence(node: GraphNode): string {
  const name = node.label;
  return elementCount(node.shape) === 1
    ? `The backward pass starts at ${name}: its gradient with respect to itself is 1.`
    : `The backward pass starts at ${name} with ones of shape ${shapeText(node.shape)}: the sum of its elements is differentiated.`;
}

function backwardSentence(play: Play, index: number, event: GraphEvent, node: GraphNode): string {
  const upstream = node.grad ? `Upstream ${amount(node.grad).replace(/^shape/, "of shape")}` : "";
  const edges = (event.edges ?? []).map((id) => play.edges.get(id)).filter((edge) => edge !== undefined);
  const sends = joined(edges.map((edge) => sendingClause(play, node, edge)), (names) => names.join(" and to "));
  const receivers = joined(Object.entries(event.accumulated ?? {}).map(([id, total]) => accumulation(play, index, id, total)), (names) => names.join(" and "), " each");
  const what = capital([upstream, ...sends].filter(Boolean).join("; "));
  return [`${titleOf(node)}.`, what && `${what}.`, ...receivers.map((words) => `${words}.`)].join(" ");
}

/** In place of a tensor that has just been said. */
const AS_SENT = "what was sent";

/** A clause about one value: what stands before its name, the name, and what follows. */
type Clause = [before: string, name: string, after: string];

/** Clauses as text; neighbours that differ in the name only are said together. */
function joined(clauses: Clause[], list: (names: string[]) => string, each = ""): string[] {
  const groups: { before: string; names: string[]; after: string }[] = [];
  for (const [before, name, after] of clauses) {
    const last = groups.at(-1);
    if (last?.before === before && last.after === after) last.names.push(name);
    else groups.push({ before, names: [name], after });
  }
  return groups.map(({ before, names, after }) => {
    const [name = ""] = names;
    const twice = names.length > 1 && names.every((other) => other === name);
    return `${before}${twice ? `${name}, ${names.length === 2 ? "twice" : `${names.length} times`}` : list(names)}${after}${names.length > 1 && !twice && !after.endsWith(AS_SENT) ? each : ""}`;
  });
}

function sendingClause(play: Play, node: GraphNode, edge: Edge): Clause {
  const target = play.nodes.get(edge.source)?.label ?? edge.source;
  if (!edge.grad) return ["sends its share to ", target, ""]; // Answers of the largest graphs do not say how much.
  const undone = unbroadcast(edge) && `, ${unbroadcast(edge)}`;
  const number = edge.local.value === null ? null : toNumber(edge.local.value);
  const upstream = onlyElement(node.grad);
  const sent = onlyElement(edge.grad);
  if (number !== null && upstream !== null && sent !== null) {
    const local = localWords(edge, number);
    const stopped = sent === 0 && Number.isNaN(upstream * number); // 0 whatever comes, as behind a dead relu.
    return [`${local}, sends ${stopped ? "" : `${plain(upstream)} × ${bracket(number)} = `}${plain(sent)} to `, target, undone];
  }
  const result = undone && !isShort(edge.grad) && elementCount(edge.grad.shape) > 0 ? sizeOf(edge.grad) : amount(edge.grad);
  const way = wayBack(node, play.nodes.get(edge.source), edge);
  return [`sends ${way} to `, target, way === "upstream" && !undone ? "" : `${undone}: ${result}`];
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

function accumulation(play: Play, index: number, id: string, total: Summary): Clause {
  const name = play.nodes.get(id)?.label ?? id;
  const before = play.events.slice(0, index).findLast(({ accumulated }) => accumulated && id in accumulated)?.accumulated?.[id];
  if (before) return ["", name, ` had ${inBrief(before)}: now ${inBrief(total)}`];
  const arrived = usesOf(play, id).filter(({ arrival }) => arrival === index);
  if (arrived.length === 1 && elementCount(total.shape) > 1) return ["", name, ` had no gradient yet: now ${AS_SENT}`];
  const parts = arrived.map(({ edge }) => onlyElement(edge.grad));
  const sum = parts.length > 1 && !parts.includes(null) ? `${parts.map((part, place) => (place ? bracket : plain)(part as number)).join(" + ")} = ` : "";
  return ["", name, ` had no gradient yet: now ${sum}${inBrief(total)}`];
}
