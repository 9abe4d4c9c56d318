/**
 * Where the reader was, kept in the address and on this machine, so that a reload, a link and a restarted server lead
 * back to the same step. The server keeps the sessions themselves.
 */
import { addressIn, isIn } from "../root";
import { keep, read } from "../storage";

const KEY = "chainrule.train";

export interface Memory {
  session: string;
  step: number | null;
  /** Other sessions whose curves are compared. */
  others: string[];
}

/** The address first, then this machine's memory; the others are known to this machine only. */
export function recall(search = location.search): Memory | null {
  const kept = parse(read(KEY));
  const given = new URLSearchParams(search);
  const session = given.get("session");
  if (!session) return kept;
  const step = given.get("step");
  const others = kept && (kept.session === session || kept.others.includes(session)) ? [kept.session, ...kept.others] : [];
  return { session, step: step !== null && /^\d{1,9}$/.test(step) ? Number(step) : null, others: others.filter((id) => id !== session) };
}

export function remember(memory: Memory): void {
  keep(KEY, JSON.stringify(memory));
  const named = new URLSearchParams(location.search).get("session");
  if (named === null || named === memory.session) arrive(memory.session, memory.step ?? 0, false);
}

/** Writes into the address where the reader is; `anew`: the browser's way back leads to where the reader was before. */
export function arrive(session: string, step: number, anew: boolean): void {
  if (!isIn("train")) return;
  const address = `${addressIn("train")}?${new URLSearchParams({ session, step: String(step) })}`;
  if (location.pathname + location.search === address) return;
  if (anew) history.pushState(null, "", address);
  else history.replaceState(history.state, "", address);
}

export function forget(): void {
  keep(KEY, "");
  if (isIn("train")) history.replaceState(history.state, "", addressIn("train"));
}

function parse(text: string | null): Memory | null {
  try {
    const value = JSON.parse(text || "null") as Partial<Memory> | null;
    if (typeof value?.session !== "string") return null;
    return { session: value.session, step: typeof value.step === "number" ? value.step : null, others: (value.others ?? []).filter((id) => typeof id === "string") };
  } catch {
    return null;
  }
}
