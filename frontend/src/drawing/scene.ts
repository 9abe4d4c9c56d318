/**
 * What is drawn of a graph: its cards and lines, but a leaf that is read far away is referred to
 * there, and a constant stands beside everything that reads it: a long line to a number says nothing.
 */
import { type Card, type Graph, type Line, elementCount } from "../model";

export interface Scene {
  graph: Graph;
  cards: Card[];
  lines: Line[];
}

/** A leaf's readers further away than so many ranks get a reference to it, in a graph of more cards than are seen at once. */
const FAR = 4;
const FEW = 12;
const scenes = new WeakMap<Graph, Scene>();

export function sceneOf(graph: Graph): Scene {
  const known = scenes.get(graph) ?? made(graph);
  scenes.set(graph, known);
  return known;
}

function made(graph: Graph): Scene {
  const { cards, lines } = graph.drawing;
  const byId = new Map(cards.map((card) => [card.id, card]));
  const single = new Set(graph.nodes.filter(({ shape }) => elementCount(shape) === 1).map(({ id }) => id));
  const ranks = ranksOf(cards, lines);
  const scene: Scene = { graph, cards: [...cards], lines: [] };
  const first = new Map<string, number>();
  const references = new Map<string, string>();
  for (const line of lines) {
    const source = byId.get(line.source);
    const rank = ranks.get(line.target) ?? 0;
    const copied = source && copyOf(source, single.has(source.node ?? ""), line, rank - (first.get(line.source) ?? rank), cards.length);
    if (source && !first.has(source.id)) first.set(source.id, rank);
    if (!copied) scene.lines.push(line);
    else {
      if (!references.has(copied.id)) scene.cards.push(copied);
      references.set(copied.id, copied.id);
      scene.lines.push({ ...line, source: copied.id });
    }
  }
  return scene;
}

/** What stands for a leaf beside one of its readers; null where a line to the leaf itself does. */
function copyOf(card: Card, single: boolean, line: Line, distance: number, many: number): Card | null {
  const pill = card.kind === "constant" && single;
  if (pill && distance !== 0) return { ...card, id: `${card.id}-${line.target}`, nodes: [] };
  const leaf = card.kind === "parameter" || card.kind === "data";
  return leaf && many > FEW && distance > FAR ? { ...card, id: `${card.id}-${line.target}`, kind: "stub", nodes: [] } : null;
}

/** How many lines lead to a card at most, one after the other; sources come before their readers. */
function ranksOf(cards: readonly Card[], lines: readonly Line[]): Map<string, number> {
  const reads = new Map<string, string[]>();
  for (const { source, target } of lines) reads.set(target, [...(reads.get(target) ?? []), source]);
  const ranks = new Map<string, number>();
  const waiting = cards.map(({ id }) => id);
  while (waiting.length > 0) {
    const id = waiting.at(-1) as string;
    const sources = reads.get(id) ?? [];
    const unknown = ranks.has(id) ? [] : sources.filter((source) => !ranks.has(source));
    if (unknown.length > 0) waiting.push(...unknown);
    else {
      waiting.pop();
      if (!ranks.has(id)) ranks.set(id, Math.max(-1, ...sources.map((source) => ranks.get(source) ?? 0)) + 1);
    }
  }
  return ranks;
}
