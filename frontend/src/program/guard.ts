/**
 * A text with which the page did not come up must not stop it again. While a graph is being worked out and shown, a
 * mark stands in the storage; a page that finds it there starts with another text and offers the kept one.
 */
import { signal } from "@preact/signals";
import { forget, keep, read } from "../storage";

const MARK = "chainrule.started";
const LOST = "chainrule.lost";
/** A page that still answers this long after an answer has come up. */
const SETTLED_MS = 1500;

/** The text that stopped the page the last time, until somebody opens or drops it. */
export const lost = signal(read(LOST));

let marked = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The text to begin with: the kept one, unless the page stopped with it. */
export function startingText(key: string, otherwise: string): string {
  const text = read(key);
  if (read(MARK) === null || text === null || text === otherwise) return text ?? otherwise;
  forget(MARK);
  keep(LOST, text);
  keep(key, otherwise);
  lost.value = text;
  // The address may hold the same program, and would bring it back.
  history.replaceState(null, "", location.pathname);
  return otherwise;
}

/** Something is about to be worked out and shown. */
export function starting(): void {
  clearTimeout(timer);
  if (!marked) keep(MARK, "1");
  marked = true;
}

/** It has been shown: the mark goes as soon as the page proves to be alive. */
export function started(): void {
  clearTimeout(timer);
  timer = setTimeout(clear, SETTLED_MS);
}

function clear(): void {
  clearTimeout(timer);
  if (marked) forget(MARK);
  marked = false;
}

/** Nobody needs the lost text any more. */
export function dropLost(): void {
  forget(LOST);
  lost.value = null;
}

// A page that is left while it works has not stopped.
addEventListener("pagehide", clear);
