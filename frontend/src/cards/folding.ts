/**
 * Which blocks are folded. A folded block is one card; of a loop may also one turn be shown, between two cards for those
 * before and behind it. Written as a list of paths, "for i@3" for the third turn of a loop, so that links can keep it.
 */
import type { Block } from "../model";
import type { Blocks } from "./blocks";

export interface Folding {
  /** Paths of blocks that are one card. */
  closed: ReadonlySet<string>;
  /** The turn that is shown of a loop; a loop that is not here shows all of them. */
  turns: ReadonlyMap<string, number>;
}

export const atTurn = (path: string, turn: number): string => `${path}@${turn}`;

/** Reads such a list; what the blocks do not have is left out. */
export function foldingOf(list: readonly string[], { all }: Blocks): Folding {
  const byPath = new Map(all.map((block) => [block.path, block]));
  const closed = new Set<string>();
  const turns = new Map<string, number>();
  for (const entry of list) {
    if (byPath.has(entry)) closed.add(entry);
    const [, path = "", turn = ""] = /^(.*)@(\d+)$/.exec(entry) ?? [];
    const most = byPath.get(path)?.turns ?? 0;
    if (most > 0) turns.set(path, Math.max(1, Math.min(most, Number(turn))));
  }
  return { closed, turns };
}

/** The list with another state of one block: one card, one turn, or all of it. */
export function refolded(list: readonly string[], { path }: Pick<Block, "path">, to: "card" | "all" | number): string[] {
  const others = list.filter((entry) => entry !== path && !(entry.startsWith(`${path}@`) && /^\d+$/.test(entry.slice(path.length + 1))));
  return to === "all" ? others : [...others, to === "card" ? path : atTurn(path, to)];
}

/** More cards than this are no picture of every turn of a loop that has at least so many. */
const UNROLLED = { cards: 24, turns: 3 };
/** More cards than this open folded, */
const MANY = 60;
/** and blocks are opened up to this many; up to fewer on a phone. */
export const ENOUGH = { usual: 24, phone: 12 };
/** How many are tried for that. */
const TRIES = 40;

/** How a graph opens: all of it if that can be looked at; else of loops one turn; else as few blocks open as make a picture. */
export function foldedAtFirst({ all }: Blocks, cards: (list: string[]) => number, enough = ENOUGH.usual): string[] {
  if (all.length === 0) return [];
  const loops = all.filter(({ turns }) => turns >= UNROLLED.turns);
  const open = (block: Block): string[] => (loops.includes(block) ? [atTurn(block.path, block.turns)] : []);
  if (cards([]) <= UNROLLED.cards) return [];
  const turned = loops.flatMap(open);
  if (cards(turned) <= MANY) return turned;
  let list = all.filter(({ parent }) => parent === null).map(({ path }) => path);
  const waiting = families(all, null);
  for (let tries = 0; waiting.length > 0 && tries < TRIES; tries += 1) {
    const family = waiting.shift() as Block[];
    const inner = family.flatMap(({ path }) => all.filter(({ parent }) => parent === path));
    const paths = new Set(family.map(({ path }) => path));
    const opened = [...list.filter((path) => !paths.has(path)), ...family.flatMap(open), ...inner.map(({ path }) => path)];
    if (cards(opened) > enough) continue;
    list = opened;
    waiting.push(...family.flatMap(({ path }) => families(all, path)));
  }
  return list;
}

/** The blocks within another one; calls of one function, f and f#2, are opened together or not at all. */
function families(all: readonly Block[], within: string | null): Block[][] {
  const found = new Map<string, Block[]>();
  for (const block of all) {
    if (block.parent !== within) continue;
    const name = block.label.replace(/#\d+$/, "");
    found.set(name, [...(found.get(name) ?? []), block]);
  }
  return [...found.values()];
}
