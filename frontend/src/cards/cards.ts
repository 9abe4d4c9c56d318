/**
 * Which cards and lines show a graph, with some of its blocks folded. A value is a card and an edge a line, but a folded
 * block is one card with everything in it, a chain of additions is one Σ, and a leaf that is used in many places, or far
 * away, is referred to there by a stub.
 */
import type { Block, Card, Drawing, Graph, GraphNode, Line } from "../model";
import { type Blocks, blocksOf } from "./blocks";
import { type Folding, foldedAtFirst, foldingOf } from "./folding";

/** A chain of at least so many additions becomes one Σ. */
const FOLD_ADDITIONS = 4;
/** A leaf with more uses than this is drawn as stubs, and so is one whose uses lie further apart than so many ranks. */
const STUB = { uses: 6, ranks: 12 };

/** The drawing with these blocks folded; null leaves that to the size of the graph. */
export function drawingOf(graph: Graph, list: readonly string[] | null, enough?: number): Drawing {
  const blocks = knownBlocks(graph);
  const shown = list ?? foldedAtFirst(blocks, (tried) => cardsOf(graph, blocks, foldingOf(tried, blocks)).cards.length, enough);
  const folding = foldingOf(shown, blocks);
  const { cards, homes } = cardsOf(graph, blocks, folding);
  const lines = linesOf(graph, homes, cards);
  const stubs = stubsFor(graph, homes, cards, lines);
  return { cards: [...cards, ...stubs], lines, collapsed: [...shown], blocks: openBlocks(blocks, folding, homes) };
}

const known = new WeakMap<Graph, Blocks>();

export function knownBlocks(graph: Graph): Blocks {
  const blocks = known.get(graph) ?? blocksOf(graph);
  known.set(graph, blocks);
  return blocks;
}

/** Where a value is drawn: in the card of a block, or by itself among what is open around it. */
interface Home {
  card: string;
  /** The block whose card that is, and what of it: all, or the turns before or behind the one that is shown. */
  block: Block | null;
  part: "all" | "before" | "behind";
  /** The paths of the open blocks around it, and the turns that are shown of them. */
  open: string;
}

const ENDINGS = { all: "", before: "-before", behind: "-behind" };

function homeOf(id: string, blocks: Blocks, { closed, turns }: Folding): Home {
  let open = "";
  for (const { block, turn } of blocks.around(id)) {
    const shown = turns.get(block.path);
    const part = closed.has(block.path) ? "all" : shown === undefined || turn === shown ? null : turn < shown ? "before" : "behind";
    if (part) return { card: block.id + ENDINGS[part], block, part, open };
    if (block.turns === 0 || shown !== undefined) open = block.path;
  }
  return { card: id, block: null, part: "all", open };
}

function cardsOf(graph: Graph, blocks: Blocks, folding: Folding): { cards: Card[]; homes: Map<string, Home> } {
  const homes = new Map(graph.nodes.map(({ id }) => [id, homeOf(id, blocks, folding)]));
  for (const [id, total] of foldedAdditions(graph.nodes, homes)) homes.set(id, { ...(homes.get(total) as Home), card: total });
  const members = new Map<string, string[]>();
  for (const [id, { card }] of homes) {
    const inside = members.get(card);
    if (inside) inside.push(id);
    else members.set(card, [id]);
  }
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const cards = [...members].map(([id, inside]) => cardOf(id, inside, homes.get(inside[0] as string) as Home, nodes, folding));
  return { cards, homes };
}

function cardOf(id: string, inside: string[], { block, part }: Home, nodes: ReadonlyMap<string, GraphNode>, { turns }: Folding): Card {
  if (!block) return { id, kind: inside.length > 1 ? "sum" : (nodes.get(id)?.kind ?? "operation"), node: id, group: null, nodes: inside };
  const shown = turns.get(block.path) ?? 0;
  const [first, last] = { all: [1, block.turns], before: [1, shown - 1], behind: [shown + 1, block.turns] }[part] as [number, number];
  const opens = { all: block.turns, before: last, behind: first }[part];
  return { id, kind: "group", node: null, group: block.path, nodes: inside, turns: block.turns === 0 ? null : { first, last, opens, rest: part !== "all" }, label: block.label };
}

/** By addition in a chain: the last one of the chain. In a loop, `total = total + …`, they all have one name. */
function foldedAdditions(nodes: readonly GraphNode[], homes: ReadonlyMap<string, Home>): Map<string, string> {
  const free = (id: string): boolean => homes.get(id)?.block === null;
  const additions = new Map(nodes.filter(({ id, op }) => op === "add" && free(id)).map((node) => [node.id, node]));
  const totals = new Map<string, string>();
  for (const node of [...additions.values()].toReversed()) {
    const total = additions.get(totals.get(node.id) ?? node.id) as GraphNode;
    totals.set(node.id, total.id);
    for (const id of node.inputs) {
      const part = additions.get(id);
      const same = part && part.group === total.group && homes.get(id)?.open === homes.get(total.id)?.open;
      if (same && part.uses === 1 && part.kind !== "output" && (part.name === null || part.name === total.name)) totals.set(id, total.id);
    }
  }
  const lengths = new Map<string, number>();
  for (const total of totals.values()) lengths.set(total, (lengths.get(total) ?? 0) + 1);
  return new Map([...totals].filter(([, total]) => (lengths.get(total) ?? 0) >= FOLD_ADDITIONS));
}

const merges = ({ kind }: Card): boolean => kind === "group" || kind === "sum";

/** A line for each edge between two values, one for each pair of cards at Σ and at blocks. */
function linesOf({ edges }: Graph, homes: ReadonlyMap<string, Home>, cards: readonly Card[]): Line[] {
  const byId = new Map(cards.map((card) => [card.id, card]));
  const lines = new Map<string, Line>();
  for (const edge of edges) {
    const [source, target] = [homes.get(edge.source)?.card ?? "", homes.get(edge.target)?.card ?? ""];
    const [from, to] = [byId.get(source), byId.get(target)];
    if (source === target || !from || !to) continue;
    const key = merges(from) || merges(to) ? `${source} ${target}` : edge.id;
    const line = lines.get(key) ?? { id: edge.id, source, target, edges: [] };
    line.edges.push(edge.id);
    lines.set(key, line);
  }
  return [...lines.values()];
}

const isLeaf = ({ kind }: Card): boolean => kind === "data" || kind === "constant" || kind === "parameter";

/** Stubs for leaves that are used often or far away; their lines now start at the stubs, but for the first. */
function stubsFor({ edges }: Graph, homes: ReadonlyMap<string, Home>, cards: readonly Card[], lines: readonly Line[]): Card[] {
  const byId = new Map(cards.map((card) => [card.id, card]));
  const ranks = new Map<string, number>();
  for (const { source, target } of edges) {
    const [from, to] = [homes.get(source)?.card ?? "", homes.get(target)?.card ?? ""];
    if (from !== to) ranks.set(to, Math.max(ranks.get(to) ?? 0, (ranks.get(from) ?? 0) + 1));
  }
  const leaving = new Map<string, Line[]>();
  for (const line of lines) {
    if (!isLeaf(byId.get(line.source) as Card)) continue;
    const before = leaving.get(line.source);
    if (before) before.push(line);
    else leaving.set(line.source, [line]);
  }
  const stubs = new Map<string, Card>();
  for (const [leaf, [first, ...others]] of leaving) {
    for (const line of others) {
      const distance = (ranks.get(line.target) ?? 0) - (ranks.get(first?.target ?? "") ?? 0);
      if (line.target === first?.target || (others.length < STUB.uses && distance <= STUB.ranks)) continue;
      line.source = `${leaf}-${line.target}`;
      stubs.set(line.source, { id: line.source, kind: "stub", node: leaf, group: null, nodes: [] });
    }
  }
  return [...stubs.values()];
}

/** Loops of more values are not drawn with all their turns. */
const MOST_UNROLLED = 150;

/** The blocks that are open, with the values by themselves in them: they are drawn as grounds. */
function openBlocks(blocks: Blocks, { closed, turns }: Folding, homes: ReadonlyMap<string, Home>): Drawing["blocks"] {
  const members = new Map<string, Set<string>>();
  const sizes = new Map<string, number>();
  for (const [id, home] of homes) {
    for (const { block } of blocks.around(id)) sizes.set(block.path, (sizes.get(block.path) ?? 0) + 1);
    for (const { block } of blocks.around(id)) {
      if (closed.has(block.path) || (home.block === block && home.part !== "all")) break;
      const inside = members.get(block.path) ?? new Set();
      members.set(block.path, inside.add(home.card));
    }
  }
  return blocks.all.flatMap((block) => {
    const cards = members.get(block.path);
    return cards ? [{ ...block, cards: [...cards], turn: turns.get(block.path) ?? null, unrolls: (sizes.get(block.path) ?? 0) <= MOST_UNROLLED }] : [];
  });
}
