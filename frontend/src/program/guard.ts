/**
 * A program with which the page did not come up must not stop it again. While a graph is being worked out and shown, a
 * mark stands in the storage; a page that finds it there starts with another program and offers the one that it had.
 */
import { signal } from "@preact/signals";
import { forget, keep, read } from "../storage";
import { keepProgram, ownProgram } from "./own";

const MARK = "chainrule.started";
const LOST = "chainrule.lost";
/** A page that still answers this long after an answer has come up. */
const SETTLED_MS = 1500;

/** The program that stopped the page the last time, until somebody opens or drops it: an address, or a text. */
export const lost = signal(read(LOST));

export const isAddress = (program: string): boolean => /^[?#]/.test(program) && !program.includes("\n");

/** Another tab's mark this old is left over: a tab that works renews its own. */
const LEFT_OVER_MS = 30_000;
const RENEWED_MS = 5000;

/** This tab, also after a reload. */
const tab = ((): string => {
  try {
    const name = sessionStorage.getItem(MARK) ?? String(Math.random());
    sessionStorage.setItem(MARK, name);
    return name;
  } catch {
    return "";
  }
})();

/** Whether a mark tells of a page that stopped, and not of another tab that is at work. */
export function tellsOfStop(mark: string | null, own: string, now: number): boolean {
  if (mark === null) return false;
  const [time = "", of] = mark.split(" ");
  return of === undefined || of === own || now - Number(time) > LEFT_OVER_MS;
}

let marked = 0;
let left = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The text to begin with: the reader's own, unless the page stopped the last time. */
export function startingText(otherwise: string): string {
  const text = ownProgram() ?? otherwise;
  const address = location.search + location.hash;
  if (!tellsOfStop(read(MARK), tab, Date.now())) return text;
  forget(MARK);
  if (address === "" && text === otherwise) return text;
  lost.value = address || text;
  keep(LOST, lost.value);
  if (ownProgram() !== null) keepProgram(otherwise, otherwise); // which puts the reader's own aside
  history.replaceState(null, "", location.pathname);
  return otherwise;
}

/** Something is about to be worked out and shown. */
export function starting(): void {
  clearTimeout(timer);
  if (left || Date.now() - marked < RENEWED_MS) return;
  marked = Date.now();
  keep(MARK, `${marked} ${tab}`);
}

/** It has been shown: the mark goes as soon as the page proves to be alive. */
export function started(): void {
  clearTimeout(timer);
  timer = setTimeout(clear, SETTLED_MS);
}

function clear(): void {
  clearTimeout(timer);
  if (marked) forget(MARK);
  marked = 0;
}

/** Nobody needs the lost program any more. */
export function dropLost(): void {
  forget(LOST);
  lost.value = null;
}

// A page that is left while it works has not stopped. The next page may read the storage before this one's last write
// is there, so the mark goes as soon as somebody wants to leave; an answer that comes between must not set it again.
addEventListener("beforeunload", clear);
addEventListener("pagehide", () => {
  left = true;
  clear();
});
addEventListener("pageshow", () => {
  left = false;
});
