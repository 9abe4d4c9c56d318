/**
 * The reader's own programs, kept on this machine: the last one that was written, and those before it that had to make
 * room because writing began anew in an example or in somebody's link.
 */
import { keep, read } from "../storage";

export const KEY = "chainrule.source";
const EARLIER = "chainrule.earlier";
const MOST_EARLIER = 12;

export const ownProgram = (): string | null => read(KEY);

/** Own programs that a later one replaced, newest first. */
export function earlierPrograms(): string[] {
  try {
    const list: unknown = JSON.parse(read(EARLIER) ?? "[]");
    return Array.isArray(list) ? list.filter((text) => typeof text === "string") : [];
  } catch {
    return [];
  }
}

/** Keeps what the reader wrote; a kept program that this text did not grow out of is put aside, not lost. */
export function keepProgram(text: string, before: string): void {
  const kept = ownProgram();
  if (kept !== null && kept !== before && kept !== text && kept.trim() !== "") {
    const others = earlierPrograms().filter((other) => other !== kept && other !== text);
    keep(EARLIER, JSON.stringify([kept, ...others].slice(0, MOST_EARLIER)));
  }
  keep(KEY, text);
}
