/** What the shown program printed: beside its lines, and line after line. */
import { computed, signal } from "@preact/signals";
import type { Printed } from "../model";
import { moments, shownMoment } from "./moments";
import { openMoment, stage } from "./store";

export interface PrintedLine {
  line: number;
  /** What it printed last, up to a moment. */
  text: string;
  /** How often it printed in all. */
  times: number;
  moment: number;
}

/** What stands beside each line that has printed by a moment. */
export function besideLines(printed: readonly Printed[], moment: number): PrintedLine[] {
  const found = new Map<number, PrintedLine>();
  const times = new Map<number, number>();
  for (const { line, text, moment: at } of printed) {
    if (line === null) continue;
    times.set(line, (times.get(line) ?? 0) + 1);
    if (at <= moment || !found.has(line)) found.set(line, { line, text, times: 0, moment: at });
  }
  return [...found.values()].filter(({ moment: at }) => at <= moment).map((beside) => ({ ...beside, times: times.get(beside.line) ?? 1 }));
}

/** One row for each line of the texts. */
export const asRows = (printed: readonly Printed[]): Printed[] =>
  printed.flatMap((entry) => (entry.text.includes("\n") ? entry.text.split("\n").map((text) => ({ ...entry, text })) : [entry]));

/** What is printed after the last backward pass belongs to no moment of its own. */
const last = computed(() => moments.value?.count ?? 0);

export const beside = computed(() => besideLines(stage.graph.value?.printed ?? [], shownMoment.value >= last.value ? Infinity : shownMoment.value));

/** The line that somebody has come to from what it printed. */
export const readLine = signal<{ line: number } | null>(null);

/** Leads to the moment of something printed, and marks its line. */
export function follow({ moment, line }: Pick<Printed, "moment" | "line">): void {
  openMoment(moment);
  readLine.value = line === null ? null : { line };
}
