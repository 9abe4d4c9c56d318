/**
 * One plain sentence per step, with its numbers in it. Single numbers and short tensors are calculated through; larger
 * ones are described by their shapes and root mean squares.
 */
import { count, listed } from "../counts";
import { digitsApart, magnitude, plain, shapeText } from "../format";
import { type GraphEvent, type GraphNode, type Summary, elementCount, onlyElement, toNumber } from "../model";
import { FEW, amount, code, equation, inBrief, isShort } from "./amounts";
import { backwardSentence } from "./backward";
import { called, inputsOf, isInvented, madeOf, titleOf, withNumbers } from "./expression";
import { type Granularity, type Play, runLength, sentOut } from "./frames";

export { unbroadcast } from "./ways";

/** The sentence for the moment before the first step. */
export function openingSentence(play: Play): string {
  const leaves = play.graph.nodes.filter(({ inputs, kind }) => inputs.length === 0 && kind !== "constant");
  const names = listed(leaves.map(({ label }) => code(label)), "leaf", "leaves");
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
  const totals = [...sentOut(step, play.edges).receivers].map(([id, total]) => [code(called(play.nodes, id)), inBrief(total)] as const);
  const said = totals.slice(0, FEW).map(([name, total], index) => (index === 0 ? `The gradient of ${name} is now ${total}` : `of ${name} ${total}`));
  if (totals.length > FEW) said.push(`and of ${totals.length - FEW} more`);
  return said.length > 0 ? `${said.join(", ")}.` : "";
}

function single(play: Play, index: number, event: GraphEvent, node: GraphNode): string {
  if (event.phase === "forward") return forwardSentence(play, node);
  if (event.phase === "seed") return seedSentence(code(called(play.nodes, node.id)), node);
  if (event.phase === "backward") return backwardSentence(play, index, event, node);
  return event.sentence ?? updateSentence(event, node);
}

/** "w is updated: 0.5 → 0.605 (line 24)." */
function updateSentence({ before, after, line }: GraphEvent, node: GraphNode): string {
  const where = line ? ` (line ${line})` : "";
  return `${code(node.label)} is updated${before && after ? `: ${fromTo(before, after)}` : ""}${where}.`;
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

const TRUTH = new Set(["gt", "ge", "lt", "le", "eq", "ne"]);

function forwardSentence(play: Play, node: GraphNode): string {
  const inputs = inputsOf(play.nodes, node);
  const title = code(titleOf(play.nodes, node));
  const result = onlyElement(node.value);
  if (![node.value, ...inputs.map(({ value }) => value)].every(isShort)) {
    const shapes = inputs.map(({ value, shape }) => (onlyElement(value) === null ? shapeText(shape) : "a number")).join(" and ");
    return `${title}. From ${shapes} it makes ${amount(node.value).replace(/^shape /, "")}.`;
  }
  const filled = withNumbers(node, inputs);
  if (TRUTH.has(node.op ?? "")) return `${title}. ${filled} is ${result === null ? `${amount(node.value)}: 1 where it is true` : result ? "true: 1" : "false: 0"}.`;
  const [condition] = inputs;
  if (node.op === "where" && condition && result !== null) {
    return `${title}. ${code(called(play.nodes, condition.id))} is ${onlyElement(condition.value) ? "true" : "false"}, so this is ${plain(result)}.`;
  }
  const made = node.expression ? madeOf(play.nodes, node) : "";
  const [first, ...numbers] = equation(...(isInvented(node) ? [] : [node.label]), made, filled, amount(node.value)).split(" = ");
  const names = made && !isInvented(node) && numbers.length > 0 ? `${first} = ${numbers.shift()}` : (first ?? "");
  return `${[code(names), ...numbers].join(" = ")}.`;
}

function seedSentence(name: string, node: GraphNode): string {
  return elementCount(node.shape) === 1
    ? `The backward pass starts at ${name}: its gradient with respect to itself is 1.`
    : `The backward pass starts at ${name} with ones of shape ${shapeText(node.shape)}: the sum of its elements is differentiated.`;
}
