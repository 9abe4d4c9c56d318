/**
 * When a text is judged. Who is in the middle of a word, or has a list of completions open, has not said yet what is
 * meant: what is wrong then waits until the caret leaves the line, or nobody has typed for a while. The editor tells what
 * is being done in it; whoever has something to say of the text says it through `judge`.
 */
import { effect, signal, untracked } from "@preact/signals";
import type { Fault } from "../model";

export const PAUSE_MS = 1200;

export interface Caret {
  line: number;
  /** It stands behind a letter of a name, or behind a point. */
  inWord: boolean;
}

/** Where somebody is writing; null while nobody is. */
const writing = signal<Caret | null>(null);
const listOpen = signal(false);
const waiting = signal<{ faults: Pick<Fault, "span">[]; say: () => void } | null>(null);

let pause: ReturnType<typeof setTimeout> | undefined;

export function typed(caret: Caret): void {
  writing.value = caret;
  clearTimeout(pause);
  pause = setTimeout(rest, PAUSE_MS);
}

/** The caret went somewhere without writing. */
export function moved(line: number): void {
  if (writing.peek() && writing.peek()?.line !== line) rest();
}

export function completing(open: boolean): void {
  listOpen.value = open;
}

/** Nobody is writing any more, as after Run or outside of the editor. */
export function rest(): void {
  clearTimeout(pause);
  writing.value = null;
}

/** Whether what is wrong is still being written. */
export function isUnfinished(faults: Pick<Fault, "span">[], caret: Caret | null, open: boolean): boolean {
  if (open) return true;
  if (!caret) return false;
  return caret.inWord || faults.some(({ span }) => !span || (span.line <= caret.line && caret.line <= span.end_line));
}

/** Says something about the text as soon as it is fair to; what was still to be said before is forgotten. */
export function judge(faults: Pick<Fault, "span">[], say: () => void): void {
  waiting.value = { faults, say };
}

/** There is nothing wrong, or the text is another one. */
export function acquit(): void {
  waiting.value = null;
}

effect(() => {
  const verdict = waiting.value;
  if (!verdict || isUnfinished(verdict.faults, writing.value, listOpen.value)) return;
  untracked(() => {
    waiting.value = null;
    verdict.say();
  });
});
