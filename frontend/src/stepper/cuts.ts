/** Where a gradient stops although the values go on: at operations without a derivative. Pure. */
import type { Graph, GraphNode } from "../model";
import { NO_PATH } from "../text";
import { operationOf } from "../vocabulary";

const cutsOf = (graph: Graph, node: GraphNode): GraphNode[] => graph.nodes.filter(({ id }) => node.cut_by?.includes(id));

const named = (cuts: GraphNode[]): string => cuts.map((node) => `${operationOf(node)} (${node.label})`).join(", ");

/** Whether the output depends on a value that no gradient reaches. */
export const isCutOff = ({ grad_state: state, cut_by: cuts }: GraphNode): boolean => state === "no_path" && Boolean(cuts?.length);

/** Why a value has no gradient path, in words. */
export function noPathWords(graph: Graph, node: GraphNode): string {
  return isCutOff(node) ? NO_PATH.cut(named(cutsOf(graph, node)), node.cut_by?.length ?? 0) : NO_PATH.none;
}

/**
 * What keeps a part of a value's slope out of its gradient, by name; empty where nothing does. A comparison or an index
 * does not: it changes at once or not at all, so its own slope is 0. What `detach` holds back has one.
 */
export function withheldBy(graph: Graph, node: GraphNode): string {
  return named(cutsOf(graph, node).filter(({ op }) => op === "detach"));
}
