/**
 * How an operation passes a gradient back, in words and notation: the local derivative of single numbers, and what
 * becomes of the upstream gradient of tensors.
 */
import { listed } from "../counts";
import { plain, shapeText } from "../format";
import { type Edge, type GraphNode, elementCount } from "../model";
import { code } from "./amounts";
import { called, renamed } from "./expression";

type Nodes = ReadonlyMap<string, GraphNode>;

/** The rule of an edge in the program's own names. */
export function localText(nodes: Nodes, { target, local: { text } }: Edge): string {
  const node = nodes.get(target);
  const values = node ? [node.id, ...node.inputs] : [];
  return renamed(text, new Map(values.flatMap((id) => {
    const { label = "", kind = "constant" } = nodes.get(id) ?? {};
    return kind === "constant" ? [] : [[label, called(nodes, id)] as const];
  })));
}

/** "local 1 − h² = 0.71"; a choice behind its number: "local 0 (1 if z > 0, else 0)". */
export function localWords(nodes: Nodes, edge: Edge, number: number): string {
  if (isItself(edge.local.text, number) || edge.local.rule) return `local ${plain(number)}`;
  const text = localText(nodes, edge);
  return / if |\[/.test(text) ? `local ${plain(number)} (${choice(text)})` : `local ${code(text)} = ${plain(number)}`;
}

/** Whether a derivative's text says no more than its number. */
export const isItself = (text: string, number: number): boolean =>
  text === "" || Number(text.replace(/[()]/g, "").replace("−", "-")) === number || text === plain(number);

/** "[a > 0]" in words: "1 if a > 0, else 0"; "1 / 2 if a = b else [a > b]": "½ if a = b, 1 if a > b, else 0". */
const choice = (text: string): string => text
    .replace(/^\[([^[\]]+)\](?: · \[([^[\]]+)\])?$/, (_, one: string, other?: string) => `1 if ${one}${other ? ` and ${other}` : ""} else 0`)
    .replace(/ else \[([^[\]]+)\]$/, ", 1 if $1, else 0")
    .replace(/^1 \/ 2 if /, "½ if ")
    .replace(/([^,]) else /, "$1, else ");

type Way = string | ((over: string, node: GraphNode, edge: Edge) => string);

/** What tensor operations send back where words say it better than notation; most of them only move numbers. */
const WAYS: Record<string, Way> = {
  sum: (over) => `upstream, copied ${over ? `along ${over}` : "to every element"},`,
  expand: "upstream",
  reshape: "upstream, shaped back,",
  flatten: "upstream, shaped back,",
  squeeze: "upstream, shaped back,",
  unsqueeze: "upstream, shaped back,",
  transpose: "upstream, transposed back,",
  permute: "upstream, permuted back,",
  flip: "upstream, flipped back,",
  max: (over, node, edge) => toExtreme("largest", over, node, edge),
  min: (over, node, edge) => toExtreme("smallest", over, node, edge),
  prod: (over) => `upstream × the product of the other elements${over && ` along ${over}`}`,
  trace: "upstream on the diagonal, 0 elsewhere,",
  cat: "its part of upstream",
  stack: "its part of upstream",
  getitem: "upstream, at the places that were read and 0 elsewhere,",
  gather: "upstream, at the places that were read and 0 elsewhere,",
  masked_select: "upstream, at the places that were read and 0 elsewhere,",
  masked_index: "upstream, at the places that were read and 0 elsewhere,",
  cumsum: (over) => `the sum of upstream from each place to the end${over && ` of ${over}`}`,
  einsum: "upstream × the other operands, summed,",
};

/** More numbers than upstream had: then elements were equal, and share them. */
function toExtreme(which: string, over: string, node: GraphNode, { grad }: Edge): string {
  const tie = grad !== null && elementCount(grad.shape) - grad.zeros > elementCount(node.shape);
  const along = over && ` along ${over}`;
  return tie ? `upstream, shared by equal ${which} elements${along},` : `upstream, to where the ${which} element${along} was,`;
}

/** "axis 1": what an operation takes together or goes along, where that is not every axis of its input. */
export function axesOf({ params }: GraphNode, input: GraphNode | undefined): string {
  const rank = input?.shape.length ?? 0;
  const given = [params["axis"] ?? []].flat().filter((axis) => typeof axis === "number");
  const axes = [...new Set(given.map((axis) => (axis + rank) % rank))].toSorted((first, second) => first - second);
  if (axes.length === 0 || axes.length === rank) return "";
  return axes.length === 1 ? `axis ${axes[0]}` : `axes ${listed(axes.map(String), "axis", "axes")}`;
}

/** What an edge sends, in words and notation: "upstream × (1 − h²)", "xᵀ @ upstream". */
export function wayBack(nodes: Nodes, node: GraphNode, input: GraphNode | undefined, edge: Edge): string {
  const over = axesOf(node, input);
  const way = WAYS[node.op ?? ""];
  if (way) return typeof way === "string" ? way : way(over, node, edge);
  return times(nodes, node, edge) + stretched(node, input, over, edge.local.text);
}

function times(nodes: Nodes, node: GraphNode, edge: Edge): string {
  const { text, rule } = edge.local;
  if (text === "" || text === "1") return "upstream";
  if (text === "−1") return "−upstream";
  if (text === "0") return edge.grad?.nonfinite ? "upstream × 0" : "zeros";
  const named = localText(nodes, edge);
  if (rule) return named.replaceAll(`∂${called(nodes, node.id)}`, "upstream").replaceAll(`∂(${called(nodes, node.id)})`, "upstream");
  const chosen = /^1 if ([^[\]]+), else 0$/.exec(choice(named));
  if (chosen) return `upstream where ${chosen[1]}, 0 elsewhere,`;
  if (named.startsWith("1 / ") && !named.includes(" if ")) return `upstream / ${named.slice(4)}`;
  const loose = / [−+] | if |^−/.test(named.replace(/\([^()]*\)/g, ""));
  return `upstream × ${loose ? `(${choice(named)})` : named}`;
}

/** The un-broadcasting of an edge as a line: "(32, 100) → sum over axis 0 → (1, 100)"; empty where nothing was undone. */
export function unbroadcast(edge: Edge): string {
  const axes = summedAxes(edge);
  return axes.length > 0 ? `${shapeText(edge.unbroadcast_from ?? [])} → sum over ${axes.length === 1 ? "axis" : "axes"} ${axes.join(", ")} → ${shapeText(edge.grad?.shape ?? [])}` : "";
}

/** The axes along which a contribution was summed, because its receiver had been repeated along them. */
export function summedAxes({ unbroadcast_from: from, grad }: Edge): number[] {
  if (!from || !grad) return [];
  const missing = from.length - grad.shape.length;
  return from.flatMap((size, axis) => (axis < missing || (grad.shape[axis - missing] === 1 && size !== 1) ? [axis] : []));
}

/** What has lost axes is repeated along them, so that it meets what has them: ", upstream and l repeated along axis 1,". */
function stretched(node: GraphNode, input: GraphNode | undefined, over: string, text: string): string {
  if (!over || !input || node.shape.length >= input.shape.length) return "";
  const names = ["upstream", ...(/(?<![\p{L}\d_])mean\(/u.test(text) ? ["mean"] : []), ...(mentions(text, node.label) ? [node.label] : [])];
  return `, ${names.length > 1 ? `${listed(names, "value", "values")} ` : ""}repeated along ${over},`;
}

const mentions = (text: string, label: string): boolean => text.split(/[^\p{L}\d_.#₀-₉]+/u).includes(label);
