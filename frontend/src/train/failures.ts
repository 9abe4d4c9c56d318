/** What went wrong: what the server refused, and what it did not answer, with the way to ask again. */
import { computed, signal } from "@preact/signals";
import { Problem, Unreachable, isUp } from "../api";
import type { Config } from "./api";
import { SETTINGS } from "./text";

/** What the server refused, in its words. */
export const refused = signal<string | null>(null);
/** What the server did not answer, and how to ask again. */
const unanswered = signal<ReadonlyMap<string, () => void>>(new Map());
/** What that means, as soon as it is known: the server is gone, or only a part of what was asked for is missing. */
const meaning = signal<"gone" | "partly" | null>(null);
export const missing = computed(() => (unanswered.value.size > 0 ? meaning.value : null));

export function retry(): void {
  const again = [...unanswered.peek().values()];
  unanswered.value = new Map();
  meaning.value = null;
  for (const ask of again) ask();
}

export function answered(what: string): void {
  if (!unanswered.peek().has(what)) return;
  unanswered.value = new Map([...unanswered.peek()].filter(([other]) => other !== what));
  if (unanswered.peek().size === 0) meaning.value = null;
}

export function failed(error: unknown, what: string, again: () => void): void {
  const busyServer = error instanceof Problem && error.document.status === 503;
  if (error instanceof Unreachable || busyServer) {
    unanswered.value = new Map([...unanswered.peek(), [what, again]]);
    if (busyServer) meaning.value ??= "partly";
    else void isUp().then((up) => unanswered.peek().size > 0 && (meaning.value = up ? "partly" : "gone"));
  } else if (!(error instanceof DOMException && error.name === "AbortError")) refused.value = inWords(error);
}

/** What the server refused; a setting is called as the form calls it. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const field = error instanceof Problem ? (error.document.field ?? "") : "";
  const label = SETTINGS[field as keyof Config];
  return label && error.message.startsWith(`${field} `) ? label + error.message.slice(field.length) : error.message;
}

/** Runs something beside the commands, with the same care about what may go wrong; `what` tells it from others. */
export async function attempt(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    answered(what);
  } catch (error) {
    failed(error, what, () => void attempt(what, work));
  }
}

/** Nothing where the server refused with this status. */
export function ifStatus(error: unknown, status: number): null {
  if (error instanceof Problem && error.document.status === status) return null;
  throw error;
}

/** Nothing for a session that the server does not keep any more. */
export const ifKnown = (error: unknown): null => ifStatus(error, 404);
