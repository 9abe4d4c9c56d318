/**
 * One range for each leaf that is a single number, for its slider and for every plot over it. It belongs to the leaf's
 * literal: another literal, as of another example, starts anew; a value outside widens it.
 */
import { effect, signal } from "@preact/signals";
import { type GraphNode, type NestedNumbers, elementCount, flatten } from "../model";
import { shownText, stage } from "../program/store";
import { textAt } from "../program/literals";
import { beginningOf } from "./beginning";
import { type Range, rangeAround, settableLeaves, valueFor } from "./leaf";

interface Kept {
  literal: string;
  range: Range;
}

export type Ranges = Record<string, Kept>;

const kept = signal<Ranges>({});

/** The ranges of these leaves, after those that they had; the same object if nothing changes. */
export function following(before: Ranges, nodes: GraphNode[], text: string, values: Record<string, NestedNumbers>): Ranges {
  const found: [string, Kept][] = [];
  for (const node of nodes) {
    const { name, span, shape } = node;
    const present = valueFor(node, values) ?? node.value.data;
    if (name === null || elementCount(shape) !== 1 || present === null) continue;
    const at = flatten(present)[0] ?? 0;
    const literal = span ? textAt(text, span) : "";
    const old = keptFor(before, name);
    const known = old?.literal === literal ? old : { literal, range: rangeAround(at) };
    found.push([name, holds(known.range, at) ? known : { literal, range: widened(known.range, rangeAround(at)) }]);
  }
  const same = found.length === Object.keys(before).length && found.every(([name, range]) => range === keptFor(before, name));
  return same ? before : Object.fromEntries(found);
}

const keptFor = (ranges: Ranges, name: string): Kept | undefined => (Object.hasOwn(ranges, name) ? ranges[name] : undefined);

const holds = ({ min, max }: Range, value: number): boolean => !Number.isFinite(value) || (value >= min && value <= max);

function widened(range: Range, other: Range): Range {
  const [min, max] = [Math.min(range.min, other.min), Math.max(range.max, other.max)];
  return Number.isFinite(max - min) ? { min, max, step: Math.max(range.step, other.step) } : other;
}

effect(() => {
  const graph = stage.graph.value;
  if (!graph) return;
  const nodes = settableLeaves(graph);
  const beginnings = nodes.flatMap((node) => (node.name === null ? [] : [[node.name, beginningOf(node)] as const])).filter(([, value]) => value !== null);
  kept.value = following(kept.peek(), nodes, shownText.value, Object.fromEntries(beginnings) as Record<string, NestedNumbers>);
});

export const rangeOf = (name: string, value: number): Range => keptFor(kept.value, name)?.range ?? rangeAround(value);

export function setRange(name: string, range: Range): void {
  kept.value = { ...kept.peek(), [name]: { literal: keptFor(kept.peek(), name)?.literal ?? "", range } };
}
