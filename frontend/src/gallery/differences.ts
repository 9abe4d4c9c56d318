/**
 * Two graphs beside each other: which of their named values correspond, which of those got different gradients, and
 * how they are stepped through together.
 * Values correspond by name; where a program gives one name several times, by name and turn.
 */
import { type Graph, type GraphEvent, type GraphNode, type Summary, flatten, toNumber } from "../model";
import { segments } from "../stepper/frames";

export interface Counterparts {
  first: GraphNode;
  second: GraphNode;
}

/** What is shown of two values that correspond. */
export interface Compared extends Counterparts {
  which: "value" | "grad" | "standing";
  differs: boolean;
}

/** Gradients closer than this, relative to the larger one, are the same up to rounding. */
const SAME = 1e-9;

export function counterparts(first: Graph, second: Graph): Counterparts[] {
  const others = named(second);
  return [...named(first)].flatMap(([key, node]) => {
    const other = others.get(key);
    return other ? [{ first: node, second: other }] : [];
  });
}

/** The value of the second graph that each value of the first one is: by name, and without one by its place among the arguments of such values. */
export function twins(first: Graph, second: Graph): Map<string, string> {
  const [here, there] = [first, second].map(({ nodes }) => new Map(nodes.map((node) => [node.id, node]))) as [Map<string, GraphNode>, Map<string, GraphNode>];
  const found = new Map(counterparts(first, second).map((pair) => [pair.first.id, pair.second.id]));
  const taken = new Set(found.values());
  for (const [id, other] of found) {
    const [inputs, others] = [here.get(id)?.inputs ?? [], there.get(other)?.inputs ?? []];
    if (here.get(id)?.op !== there.get(other)?.op) continue;
    for (const [slot, input] of inputs.entries()) {
      const [one, two] = [here.get(input), there.get(others[slot] ?? "")];
      if (!one || !two || one.name !== null || two.name !== null || one.op !== two.op || found.has(one.id) || taken.has(two.id)) continue;
      found.set(one.id, two.id); // A map is walked to the values that are put into it on the way.
      taken.add(two.id);
    }
  }
  return found;
}

/** Whether two programs give a leaf the same value; where they do not, that is what they are compared for. */
export function givenAlike(first: string, second: string, leaf: string): boolean {
  const name = leaf.replace(/#.*/, "");
  const given = (source: string): string => source.split("\n").filter((line) => line.startsWith(`${name} = `)).join();
  return given(first) === given(second);
}

/** Where another play stands while the first one stands at `position`: at the same share of the same phase. */
export function alongside(first: GraphEvent[], second: GraphEvent[], position: number): number {
  const others = segments(second);
  for (const [index, { phase, start, length }] of segments(first).entries()) {
    const other = others[index];
    if (position <= start || other?.phase !== phase) return other?.start ?? second.length;
    if (position < start + length) return other.start + Math.max(1, Math.round(((position - start) / length) * other.length));
  }
  return second.length;
}

export function differing(pairs: Counterparts[]): Counterparts[] {
  return pairs.filter(({ first, second }) => first.grad_state !== second.grad_state || differ(first.grad, second.grad));
}

/** What stands in a leaf's `.grad` after the backward pass: what it sent, or that and what was left there before. */
const standing = ({ grad, accumulated_grad: all }: GraphNode): Summary | null => all ?? grad;

/**
 * What two programs are compared by: "w2" is a value, "∂b" a gradient, "w.grad" what stands there. Where an example does not say it, by the
 * gradients of the parameters that differ.
 */
export function compared(pairs: Counterparts[], names: string[]): Compared[] {
  if (names.length === 0) return differing(pairs).filter(({ first }) => first.kind === "parameter").map((pair) => ({ ...pair, which: "grad", differs: true }));
  return names.flatMap((expression) => {
    const which = expression.startsWith("∂") ? "grad" : expression.endsWith(".grad") ? "standing" : "value";
    const pair = pairs.findLast(({ first }) => first.name === expression.replace(/^∂|\.grad$/, ""));
    if (!pair) return [];
    const differs = which === "grad" ? differing([pair]).length > 0 : which === "value" ? differ(pair.first.value, pair.second.value) : differ(standing(pair.first), standing(pair.second));
    return [{ ...pair, which, differs }];
  });
}

function named(graph: Graph): Map<string, GraphNode> {
  const turns = new Map<string, number>();
  const found = new Map<string, GraphNode>();
  for (const node of graph.nodes) {
    if (node.name === null) continue;
    const turn = (turns.get(node.name) ?? 0) + 1;
    turns.set(node.name, turn);
    found.set(`${node.name} ${turn}`, node);
  }
  return found;
}

function differ(first: Summary | null, second: Summary | null): boolean {
  if (first === null || second === null) return first !== second;
  if (first.shape.join() !== second.shape.join()) return true;
  const [a, b] = [numbersOf(first), numbersOf(second)];
  return a.some((number, place) => apart(number, b[place] ?? Number.NaN));
}

/** All elements where the summary has them, else its statistics. */
function numbersOf({ data, min, max, mean, rms }: Summary): number[] {
  return data === null ? [min, max, mean, rms].map(toNumber) : flatten(data);
}

function apart(first: number, second: number): boolean {
  if (Number.isNaN(first) || Number.isNaN(second)) return Number.isNaN(first) !== Number.isNaN(second);
  return first !== second && !(Math.abs(first - second) <= SAME * Math.max(Math.abs(first), Math.abs(second)));
}
