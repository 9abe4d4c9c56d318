/**
 * Links that restore everything: program, leaf values, view, step and selection, as compressed JSON behind `#v1:`.
 * What a link says is checked as strictly as any other input before it is used; anything odd makes it a damaged link.
 */
import type { NestedNumbers } from "../model";
import { COLOUR_BY, COLOUR_SCOPES, DIRECTIONS, type ColourBy, type ColourScope, type Direction } from "../stepper/stage";

export interface Shared {
  source: string;
  leaves: Record<string, NestedNumbers>;
  step: number | null;
  node: string | null;
  /** Counted from 1; null for the last one. */
  moment: number | null;
  direction: Direction;
  collapsed: string[] | null;
  colourBy: ColourBy;
  scope: ColourScope;
  pathOnly: boolean;
  /** The example whose text this is, for its words and its other side. */
  example: string | null;
}

/** What a fragment holds, or why it cannot be read. */
export type Reading = { shared: Shared } | { fault: "damaged" | "newer" };

/** How the graph is looked at until somebody chooses. */
export const PLAIN_VIEW = { direction: "auto", collapsed: null, colourBy: "kind", scope: "card", pathOnly: false } as const;

const MARK = "#v1:";
/** Of this kind are also links that a later version makes. */
const VERSIONED = /^#v\d+:/;
/**
 * Letters of names: ASCII and Greek, as in the language. A leaf may be reached through others (`net.0.weight`, `ws[0]`,
 * `params["w"]`); the second leaf of a name is `w#2`.
 */
const NAME = /^(?!_)(?!\d)[\w\u0370-\u03ff\u1f00-\u1fff]{1,500}(?:\.[\w\u0370-\u03ff\u1f00-\u1fff]{1,100}|\[\d{1,9}\]|\["[^"<>]{1,100}"\]){0,50}(#[1-9]\d{0,5})?$/u;
const MOST_CHARACTERS = 60_000;
const MOST_BYTES = 400_000;

export async function encodeLink(shared: Shared): Promise<string> {
  const bytes = await piped(new TextEncoder().encode(JSON.stringify(shared)), new CompressionStream("deflate-raw"));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return MARK + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Reads a fragment; null if it is none of ours, such as the anchor of a heading. */
export async function decodeLink(fragment: string): Promise<Reading | null> {
  if (!VERSIONED.test(fragment)) return null;
  if (!fragment.startsWith(MARK)) return { fault: "newer" };
  try {
    if (fragment.length > MOST_CHARACTERS) throw new RangeError("The link is too long.");
    const letters = atob(fragment.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await piped(bytes, new DecompressionStream("deflate-raw")));
    const shared = validated(JSON.parse(text));
    return shared ? { shared } : { fault: "damaged" };
  } catch {
    return { fault: "damaged" };
  }
}

async function piped(bytes: Uint8Array, through: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(through);
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MOST_BYTES) throw new RangeError("The link holds too much.");
    parts.push(part.value);
  }
  const joined = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** The state that a link or an entry of the history holds, if it is one. */
export function validated(value: unknown): Shared | null {
  if (typeof value !== "object" || value === null) return null;
  const { source, leaves = {}, step = null, node = null, moment = null, direction, collapsed, colourBy, scope, pathOnly, example = null } = { ...PLAIN_VIEW, ...value } as Record<string, unknown>;
  const fits =
    typeof source === "string" &&
    typeof leaves === "object" &&
    leaves !== null &&
    Object.entries(leaves).every(([name, numbers]) => NAME.test(name) && shapeOf(numbers) !== null) &&
    (step === null || (Number.isInteger(step) && Number(step) >= 0)) &&
    (node === null || (typeof node === "string" && node.length <= 100)) &&
    (moment === null || (Number.isInteger(moment) && Number(moment) >= 1)) &&
    DIRECTIONS.some((known) => known === direction) &&
    (collapsed === null || (Array.isArray(collapsed) && collapsed.length <= 500 && collapsed.every((path) => typeof path === "string"))) &&
    COLOUR_BY.some((known) => known === colourBy) &&
    COLOUR_SCOPES.some((known) => known === scope) &&
    typeof pathOnly === "boolean" &&
    (example === null || (typeof example === "string" && /^[\w-]{1,64}$/.test(example)));
  return fits ? ({ source, leaves, step, node, moment, direction, collapsed, colourBy, scope, pathOnly, example } as Shared) : null;
}

/** "2 3 " for two lists of three numbers; null for what is no number, and for rows of different lengths. */
function shapeOf(value: unknown): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? "" : null;
  if (!Array.isArray(value)) return null;
  const [inner = "", ...others] = new Set(value.map(shapeOf));
  return inner === null || others.length > 0 ? null : `${value.length} ${inner}`;
}
