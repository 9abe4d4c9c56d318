/**
 * Runs that this machine has left: what was open, or compared, before another set-up began. They can be opened again for
 * as long as the server keeps them.
 */
import { signal } from "@preact/signals";
import { keep, read } from "../storage";
import type { Memory } from "./memory";
import type { Run } from "./run";

const KEY = "chainrule.train.shelf";
const MOST = 50;

export interface Kept extends Memory {
  title: string;
  lr: number;
  head: number;
}

/** What is on the shelf by now: another window may have put something there. */
function known(): Kept[] {
  try {
    const found = JSON.parse(read(KEY) || "[]") as Partial<Kept>[];
    return found.filter((one): one is Kept => typeof one.session === "string" && typeof one.title === "string" && Array.isArray(one.others));
  } catch {
    return [];
  }
}

/** The newest first. */
export const shelf = signal<Kept[]>(known());

function put(runs: Kept[]): void {
  shelf.value = runs.slice(0, MOST);
  keep(KEY, JSON.stringify(shelf.peek()));
}

/** Keeps runs that were beside each other, the open one first, at the step that it showed. */
export function shelve(runs: Run[], step: number): void {
  if (runs.length === 0) return;
  const ids = runs.map(({ id }) => id);
  const kept = runs.map(({ id, session }, index): Kept => {
    const { dataset, config, head } = session.peek();
    return { session: id, step: index === 0 ? step : head, others: ids.filter((other) => other !== id), title: dataset.title, lr: config.lr, head };
  });
  put([...kept, ...known().filter(({ session }) => !ids.includes(session))]);
}

/** Takes a run off the shelf. */
export function unshelve(session: string): Kept | undefined {
  const runs = known();
  const found = runs.find((one) => one.session === session);
  if (found) put(runs.filter((one) => one !== found));
  return found;
}
