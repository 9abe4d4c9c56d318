/** Where a gradient stops although the values go on: at operations without a derivative, or at numbers that were taken out. Pure. */
import { listed } from "../counts";
import type { Graph, GraphNode } from "../model";
import { NO_PATH } from "../text";
import { operationOf } from "../vocabulary";

const cutsOf = (graph: Graph, node: GraphNode): GraphNode[] => graph.nodes.filter(({ id }) => node.cut_by?.includes(id));

/** The cuts of a value by name, those that are `meant`: as the program has them, where the answer knows. */
function named(graph: Graph, node: GraphNode, meant: (cut: GraphNode) => boolean): string {
  const places = new Map(node.cut_by?.map((id, index) => [id, node.cut_at?.[index]]));
  return cutsOf(graph, node).filter(meant).map((cut) => `${places.get(cut.id) ?? operationOf(cut)} (${cut.label})`).join(", ");
}

/** Whether the output depends on a value that no gradient reaches. */
export const isCutOff = ({ grad_state: state, cut_by: cuts, cut_at: places }: GraphNode): boolean => state === "no_path" && Boolean(cuts?.length || places?.length);

/** Why a value has no gradient path, in words. */
export function noPathWords(graph: Graph, node: GraphNode): string {
  if (!isCutOff(node)) return NO_PATH.none;
  return node.cut_by?.length ? NO_PATH.cut(named(graph, node, () => true), node.cut_by.length) : NO_PATH.ends(listed(node.cut_at ?? [], "place", "places"));
}

/** Why a value needs no gradient although parameters lead to it; null where none do. */
export function notNeededWords({ grad_state: state, cut_at: places }: GraphNode): string | null {
  return state === "not_required" && places?.length ? NO_PATH.behind(listed(places, "place", "places")) : null;
}

/**
 * What keeps a part of a value's slope out of its gradient, by name; empty where nothing does. A comparison or an index
 * does not: it changes at once or not at all, so its own slope is 0. What `detach` holds back has one.
 */
export function withheldBy(graph: Graph, node: GraphNode): string {
  return named(graph, node, ({ op }) => op === "detach");
}
