/**
 * Blocks: what the values of a graph belong to, as a tree of groups (calls, modules) and loops, whose turns are parts of
 * their own. In come the nodes with their groups and turns, out come the blocks, and for every value the ones around it.
 */
import type { Block, Graph, GraphNode } from "../model";
import { modulesOf } from "./modules";
import { type Step, repeatsAsTurns } from "./repeats";

/** A block around a value; of a loop also in which of its turns, counted from 1. */
export interface Around {
  block: Block;
  turn: number;
}

export interface Blocks {
  /** A block stands before those in it. */
  all: Block[];
  /** What is around a value, from the outermost on. */
  around: (node: string) => readonly Around[];
}

const LOOP = /^(for .+|while)(#\d+)?$/;

/** "f/for i/7" as steps: the turn of a loop belongs to the loop. */
function stepsOf(path: string): Step[] {
  const names = path === "" ? [] : path.split("/");
  const steps: Step[] = [];
  for (let at = 0; at < names.length; at += 1) {
    const [name = "", next = ""] = names.slice(at, at + 2);
    const loop = LOOP.test(name) && /^\d+$/.test(next);
    steps.push({ name, turn: loop ? next : null });
    if (loop) at += 1;
  }
  return steps;
}

/** The way to a value: through the turns of loops as far as they are known, then through its groups. */
function wayTo({ group, turn }: GraphNode): Step[] {
  const turned = stepsOf(turn ?? "");
  const before = turned.filter((step) => step.turn === null).map(({ name }) => name);
  const groups = group === "" ? [] : group.split("/");
  const known = before.every((name, index) => groups[index] === name);
  return [...(known ? turned : []), ...groups.slice(known ? before.length : 0).map((name) => ({ name, turn: null }))];
}

const NONE: readonly Around[] = [];

export function blocksOf({ nodes, groups, edges }: Pick<Graph, "nodes" | "groups" | "edges">): Blocks {
  const ids = new Map(groups.map(({ path, id }) => [path, id]));
  const known = new Map<string, Block>();
  const around = new Map<string, Around[]>();
  const modules = modulesOf({ nodes, edges });
  const ways = repeatsAsTurns(nodes.map((node) => wayTo({ ...node, group: modules.get(node.id) ?? node.group })), nodes);
  const turns = turnsOf(ways);
  for (const [index, { id }] of nodes.entries()) {
    let [path, whole] = ["", ""];
    let parent: string | null = null;
    const chain: Around[] = [];
    for (const { name, turn } of ways[index] ?? []) {
      whole = joined(whole, name);
      const seen = turns.get(whole);
      if (turn !== null) whole = joined(whole, turn);
      if (turn !== null && (seen?.size ?? 0) < 2) continue; // Of a loop of which the graph has one turn nothing is to be seen.
      path = joined(path, name);
      const block: Block = known.get(path) ?? { id: ids.get(path) ?? `b${known.size}`, path, label: name, parent, turns: seen?.size ?? 0 };
      known.set(path, block);
      chain.push({ block, turn: turn === null ? 0 : (seen?.get(turn) ?? 0) });
      parent = path;
      if (turn !== null) path = joined(path, turn);
    }
    if (chain.length > 0) around.set(id, chain);
  }
  adopt(nodes, edges, around);
  return { all: [...known.values()], around: (node) => around.get(node) ?? NONE };
}

const joined = (path: string, name: string): string => (path ? `${path}/${name}` : name);

/** By loop its turns, each with its place among them. */
function turnsOf(ways: readonly Step[][]): Map<string, Map<string, number>> {
  const turns = new Map<string, Map<string, number>>();
  for (const way of ways) {
    let path = "";
    for (const { name, turn } of way) {
      path = joined(path, name);
      if (turn === null) continue;
      const seen = turns.get(path) ?? new Map<string, number>();
      turns.set(path, seen);
      if (!seen.has(turn)) seen.set(turn, seen.size + 1);
      path = joined(path, turn);
    }
  }
  return turns;
}

/** A leaf that is read in the turns of loops belongs to what all of its readers are in. */
function adopt(nodes: readonly GraphNode[], edges: Graph["edges"], around: Map<string, Around[]>): void {
  const readers = new Map<string, string[]>();
  for (const { source, target } of edges) {
    const known = readers.get(source);
    if (known) known.push(target);
    else readers.set(source, [target]);
  }
  for (const { id, op } of nodes) {
    const chains = op === null ? (readers.get(id) ?? []).map((reader) => around.get(reader) ?? []) : [];
    const [first = [], ...others] = chains;
    if (!chains.some((chain) => chain.some(({ turn }) => turn > 0))) continue;
    const apart = first.findIndex(({ block, turn }, depth) => others.some((chain) => chain[depth]?.block !== block || chain[depth]?.turn !== turn));
    around.set(id, apart < 0 ? first : first.slice(0, apart));
  }
}
