/** What an edge does to the gradient that passes through it, as few characters on its arrow say it. */
import type { Edge, GraphNode } from "../model";
import type { Play } from "../stepper/frames";
import { operationOf } from "../vocabulary";
import { MOST_FACTOR } from "./line";
import { inNames } from "./names";
import { clip } from "./svg";

/** A factor behind its sign, in brackets where it is no single term: "× x", "× (1 − h²)"; a rule is no factor. */
export function factorText({ text, rule }: Edge["local"]): string {
  if (text === "" || rule) return text;
  const short = text.replaceAll(" / ", "/").replace(/^1 if (.+) else 0$/, "[$1]");
  const compound = / [−+] | if |\//.test(short.replace(/\([^()]*\)|\[[^[\]]*\]/g, "")) || /^−[^\d]/.test(short);
  return compound ? `× (${short})` : `× ${short}`;
}

/** The factor as its label says it: in full, or where that is too long the derivative by its name, "× gelu′(x)". */
export function factorOf(play: Play, edge: Edge): { factor: string; whole: string } {
  const [from, to] = [play.nodes.get(edge.source), play.nodes.get(edge.target)];
  const whole = factorText({ ...edge.local, text: inNames(edge.local.text, play, edge.target) });
  const moved = edge.local.rule ? movedText(edge.local.text, to) : "";
  if (moved) return { factor: moved.length <= MOST_FACTOR ? moved : "∂ at its places", whole: `${moved}, 0 elsewhere` };
  if (whole.length <= MOST_FACTOR && !(whole.includes("[") && whole.includes("…"))) return { factor: whole, whole: "" };
  const names = edge.local.rule ? productNames(from, to) : derivativeNames(edge, whole, from, to);
  return { factor: names.find((name) => name.length <= MOST_FACTOR) ?? "", whole };
}

/** Where elements were read the gradient comes to stand; "" for any other rule. */
function movedText(text: string, to: GraphNode | undefined): string {
  const places = /^scatter\(∂[^,]*, (.+)\)$/.exec(text)?.[1];
  if (places === undefined) return "";
  return to?.op === "getitem" ? `∂ at [${places}]` : `∂ at ${places}`;
}

/** A rule is the product of the gradient with the matrix of all derivatives. */
const productNames = (from: GraphNode | undefined, to: GraphNode | undefined): string[] => [
  ...(from && to && [from, to].every(({ name }) => name !== null) ? [`(∂${to.label}/∂${from.label})ᵀ ∂`] : []),
  ...(to ? [`${operationOf(to)}′ᵀ ∂`] : []),
  "Jᵀ ∂",
];

function derivativeNames(edge: Edge, whole: string, from: GraphNode | undefined, to: GraphNode | undefined): string[] {
  const byName = to?.inputs.length === 1 ? [`× ${operationOf(to)}′(${from?.label})`, `× ${operationOf(to)}′`] : [];
  const cut = /^[\p{L}\d_.#]+$/u.test(edge.local.text) ? [clip(whole, MOST_FACTOR)] : [];
  const sign = to?.symbol ?? to?.op ?? "";
  return [...byName, `× ∂${to?.label}/∂${from?.label}`, ...cut, ...(/^\p{L}/u.test(sign) ? [`× ${sign}′`] : []), "× …"];
}
