/** How a gradient came about, as its card says it: upstream × local for one use, the sum of what came back for several. */
import { fitted } from "../format";
import { type Edge, type GraphNode, onlyElement } from "../model";
import type { Frame, Play } from "../stepper/frames";
import { LONGEST } from "./numbers";

export type How = { product: [number, number] } | { sum: number[]; more: boolean } | { uses: number };

/** More parts than this are counted. */
const MOST_PARTS = 3;

/** Whether a gradient can come back from a consumer: not from one without gradient, nor from one that leads nowhere. */
const carriesBack = (consumer: GraphNode | undefined): boolean => consumer?.requires_grad === true && consumer.grad_state !== "no_path";

/** The edges that carry a gradient, sooner or later. */
export const carrying = (play: Play, edges: readonly Edge[]): Edge[] =>
  edges.filter(({ source, target }) => play.nodes.get(source)?.requires_grad && carriesBack(play.nodes.get(target)));

const leavings = new WeakMap<Play, Map<string, Edge[]>>();

/** The edges over which a value's gradient comes back. */
function leaving(play: Play, id: string): Edge[] {
  let known = leavings.get(play);
  if (!known) {
    known = new Map();
    for (const edge of carrying(play, play.graph.edges)) known.set(edge.source, [...(known.get(edge.source) ?? []), edge]);
    leavings.set(play, known);
  }
  return known.get(id) ?? [];
}

export function howOf(play: Play, frame: Frame, node: GraphNode): How | null {
  const carries = leaving(play, node.id);
  const sent = carries.filter(({ id }) => frame.sent.has(id));
  const [edge] = sent;
  if (!edge) return null;
  if (carries.length === 1) return productOf(edge, frame);
  const parts = sent.map(({ grad }) => onlyElement(grad)).filter((part) => part !== null);
  return carries.length <= MOST_PARTS && parts.length === sent.length ? { sum: parts, more: sent.length < carries.length } : { uses: carries.length };
}

/** Left out where a factor is 1: there is nothing to multiply. */
function productOf({ target, local }: Edge, frame: Frame): How | null {
  const [upstream, factor] = [onlyElement(frame.gradients.get(target)), Number(local.value ?? Number.NaN)];
  if (upstream === null || !Number.isFinite(upstream) || !Number.isFinite(factor) || upstream === 1 || factor === 1) return null;
  return { product: [upstream, factor] };
}

/** The digits of its numbers, from the most on. */
const DIGITS = [3, 2, 1];

/** "= 3 × −2", "= 0.46 + 0.39" in at most so many characters; "" where that is too little room. */
export function howText(how: How | null, room: number): string {
  if (!how) return "";
  return DIGITS.map((digits) => written(how, (value) => fitted(value, LONGEST, digits))).find(({ length }) => length <= room) ?? "";
}

function written(how: How, number: (value: number) => string): string {
  if ("uses" in how) return `Σ${how.uses}`;
  if ("product" in how) return `= ${how.product.map(number).join(" × ")}`;
  const [first = 0, ...others] = how.sum;
  return `= ${number(first)}${others.map((part) => ` ${part < 0 ? "−" : "+"} ${number(Math.abs(part))}`).join("")}${how.more ? " + …" : ""}`;
}
