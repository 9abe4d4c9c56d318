/**
 * Calls of one function, or modules of one list, that compute the same on other values: they are looked at as the turns of
 * a loop, so that one of them is drawn, "× n". Ways to values come in, and go out with such steps as turns.
 */
import type { GraphNode } from "../model";

/** A part of a value's path: a group, or a loop with its turn. */
export interface Step {
  name: string;
  turn: string | null;
}

/** Fewer are drawn one by one. */
const FEWEST = 3;

/** "layer" of "layer#3"; modules of a list have numbers alone for names. */
const baseOf = (name: string): string => (/^\d+$/.test(name) ? "" : name.replace(/#\d+$/, ""));
const numberOf = (name: string): string => /(?:^|#)(\d+)$/.exec(name)?.[1] ?? "1";

export function repeatsAsTurns(ways: readonly Step[][], nodes: readonly GraphNode[]): Step[][] {
  const next = ways.map((way) => [...way]);

  /** What the values of a call do, whatever they are called. */
  const doing = (members: readonly number[], depth: number): string =>
    members.map((index) => [nodes[index]?.op ?? nodes[index]?.kind, nodes[index]?.shape.join("×"), ...(next[index] ?? []).slice(depth + 1).map(({ name }) => baseOf(name))].join(" ")).join("\n");

  /** Looks at values that have their ways in common up to a depth. */
  const look = (together: readonly number[], depth: number): void => {
    const calls = groupedBy(together.filter((index) => depth < (next[index] as Step[]).length), (index) => {
      const { name, turn } = (next[index] as Step[])[depth] as Step;
      return turn === null ? name : `${name}/${turn}`;
    });
    const families = groupedBy([...calls].filter(([, [first = 0]]) => next[first]?.[depth]?.turn === null), ([name]) => baseOf(name));
    const deeper = new Map([...calls.keys()].map((name) => [name, depth + 1]));
    for (const [base, family] of families) {
      if (family.length < FEWEST || new Set(family.map(([, members]) => doing(members, depth))).size > 1) continue;
      const inList = base === "";
      const [list] = inList && depth > 0 ? [next[together[0] ?? 0]?.[depth - 1]] : [];
      if (inList && (list?.turn !== null || family.flatMap(([, members]) => members).length < together.length)) continue;
      for (const [name, members] of family) {
        for (const index of members) {
          if (inList) next[index]?.splice(depth - 1, 2, { name: list?.name ?? "", turn: name });
          else next[index]?.splice(depth, 1, { name: base, turn: numberOf(name) });
        }
        if (inList) deeper.set(name, depth);
      }
    }
    for (const [name, members] of calls) look(members, deeper.get(name) ?? depth + 1);
  };

  look([...nodes.keys()], 0);
  return next;
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
