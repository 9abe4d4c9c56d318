/**
 * Links that restore everything: program, leaf values, view, step and selection, as compressed JSON behind `#v1:`.
 * What a link says is checked as strictly as any other input before it is used; anything odd is no link at all.
 */
import type { NestedNumbers } from "../model";
import { COLOUR_BY, COLOUR_SCOPES, type ColourBy, type ColourScope } from "../stepper/stage";

export interface Shared {
  source: string;
  leaves: Record<string, NestedNumbers>;
  step: number | null;
  node: string | null;
  direction: "TB" | "LR";
  collapsed: string[] | null;
  colourBy: ColourBy;
  scope: ColourScope;
  pathOnly: boolean;
}

/** How the graph is looked at until somebody chooses. */
export const PLAIN_VIEW = { direction: "TB", collapsed: null, colourBy: "kind", scope: "card", pathOnly: false } as const;

const MARK = "#v1:";
const MOST_CHARACTERS = 60_000;
const MOST_BYTES = 400_000;

export async function encodeLink(shared: Shared): Promise<string> {
  const bytes = await piped(new TextEncoder().encode(JSON.stringify(shared)), new CompressionStream("deflate-raw"));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return MARK + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What a fragment holds, or null if it is none of ours or does not fit. */
export async function decodeLink(fragment: string): Promise<Shared | null> {
  if (!fragment.startsWith(MARK) || fragment.length > MOST_CHARACTERS) return null;
  try {
    const letters = atob(fragment.slice(MARK.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await piped(bytes, new DecompressionStream("deflate-raw")));
    return validated(JSON.parse(text));
  } catch {
    return null;
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

function validated(value: unknown): Shared | null {
  if (typeof value !== "object" || value === null) return null;
  const { source, leaves = {}, step = null, node = null, direction, collapsed, colourBy, scope, pathOnly } = { ...PLAIN_VIEW, ...value } as Record<string, unknown>;
  const fits =
    typeof source === "string" &&
    typeof leaves === "object" &&
    leaves !== null &&
    Object.entries(leaves).every(([name, numbers]) => /^[^\W\d]\w{0,63}$/u.test(name) && areNumbers(numbers)) &&
    (step === null || (Number.isInteger(step) && Number(step) >= 0)) &&
    (node === null || (typeof node === "string" && node.length <= 100)) &&
    (direction === "TB" || direction === "LR") &&
    (collapsed === null || (Array.isArray(collapsed) && collapsed.length <= 500 && collapsed.every((path) => typeof path === "string"))) &&
    COLOUR_BY.some((known) => known === colourBy) &&
    COLOUR_SCOPES.some((known) => known === scope) &&
    typeof pathOnly === "boolean";
  return fits ? ({ source, leaves, step, node, direction, collapsed, colourBy, scope, pathOnly } as Shared) : null;
}

const areNumbers = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(areNumbers) : typeof value === "number" && Number.isFinite(value);
