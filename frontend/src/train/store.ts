/**
 * What Train knows and can do: the run that is open, the step that is shown, runs compared with it, and what went
 * wrong. One command works at a time; a newer one takes over. Commands may be repeated without harm, because training
 * always advances to an absolute step: that is what `retry` relies on when the server was gone.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { Problem, Unreachable, isUp } from "../api";
import { createStage } from "../stepper/stage";
import { type Beginning, type Config, type TrainingStep, advance, beginSession, deleteSession, fetchSession, fetchStep, stepArrays } from "./api";
import { forget, recall, remember } from "./memory";
import { type Run, followed, pull } from "./run";
import { SETTINGS } from "./text";
import { endOfEpoch, nextEpochEnd, previousEpochEnd } from "./timeline";
import { updates } from "./updates";

export type Unit = "step" | "epoch";

export const stage = createStage();
export const run = signal<Run | null>(null);
/** The step that the page has arrived at: the graph shows it, the curves mark it. */
export const step = signal(0);
export const shown = signal<TrainingStep | null>(null);
/** Runs whose curves are drawn beside the open one. */
export const others = signal<Run[]>([]);
/** Those that were compared before a reload and are still being fetched. */
const waiting = signal<string[]>([]);
export const goal = signal<{ from: number; to: number } | null>(null);
export const busy = signal(false);
/** What the server refused, in its words. */
export const refused = signal<string | null>(null);
/** What the server did not answer, and how to ask again. */
const unanswered = signal<ReadonlyMap<string, () => void>>(new Map());
/** What that means, as soon as it is known: the server is gone, or only a part of what was asked for is missing. */
const meaning = signal<"gone" | "partly" | null>(null);
export const missing = computed(() => (unanswered.value.size > 0 ? meaning.value : null));
/** The session of the address does not exist any more. */
export const expired = signal(false);

export const head = computed(() => run.value?.session.value.head ?? 0);
export const origin = computed(() => run.value?.session.value.origin ?? 0);
export const halted = computed(() => run.value?.session.value.halted ?? null);

/** Long ways are walked in portions of about this time, so that curves grow and a stop is felt at once. */
const PORTION_MS = 200;
const FIRST_PORTION = 50;

export function retry(): void {
  const again = [...unanswered.peek().values()];
  unanswered.value = new Map();
  meaning.value = null;
  for (const ask of again) ask();
}

function answered(what: string): void {
  if (!unanswered.peek().has(what)) return;
  unanswered.value = new Map([...unanswered.peek()].filter(([other]) => other !== what));
  if (unanswered.peek().size === 0) meaning.value = null;
}

function failed(error: unknown, what: string, again: () => void): void {
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

let current: AbortController | null = null;
/** Where the command under way is going. */
let aim: number | null = null;
/** The folded groups of the drawing that was asked for last. */
let folded: string[] | null = null;

/** Runs a command; a newer command aborts it. True if it came to its end. */
async function command(work: (abort: AbortSignal) => Promise<void>): Promise<boolean> {
  current?.abort();
  const controller = new AbortController();
  current = controller;
  busy.value = true;
  refused.value = null;
  try {
    await work(controller.signal);
    answered("command");
    return !controller.signal.aborted;
  } catch (error) {
    if (!controller.signal.aborted) failed(error, "command", () => void command(work));
    return false;
  } finally {
    if (current === controller) {
      current = null;
      aim = null;
      batch(() => {
        busy.value = false;
        goal.value = null;
      });
    }
  }
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

/** Stops what is under way; what the server has committed stays. */
export function stop(): void {
  current?.abort();
}

/** Begins a session and shows its first state. */
export const begin = (body: Beginning): Promise<boolean> =>
  command(async (abort) => {
    const made = await followed(await beginSession(body));
    abort.throwIfAborted();
    const before = run.peek();
    batch(() => {
      others.value = [];
      stage.collapsed.value = null;
      enter(made);
    });
    await show(made.session.peek().origin, abort);
    // A run that was never trained is missed by nobody.
    if (before?.session.peek().head === 0) void attempt("clean-up", async () => void (await deleteSession(before.id)));
  });

/** Leaves the open run at a step with other settings; both curves stay on the chart. */
export const fork = (at: number, changes: Partial<Config>): Promise<boolean> =>
  command(async (abort) => {
    const parent = run.peek();
    if (!parent) return;
    const made = await followed(await beginSession({ fork: { session: parent.id, step: at }, ...changes }));
    abort.throwIfAborted();
    batch(() => {
      others.value = [parent, ...others.peek()];
      enter(made);
    });
    await show(at, abort);
  });

/** The old picture stays until the new run's step arrives, so that a fork changes numbers in place. */
function enter(made: Run): void {
  run.value = made;
  expired.value = false;
  step.value = made.session.peek().origin;
}

/** Makes a compared run the open one. */
export const turnTo = (other: Run): Promise<boolean> =>
  command(async (abort) => {
    const before = run.peek();
    batch(() => {
      others.value = [...(before ? [before] : []), ...others.peek().filter((candidate) => candidate !== other)];
      enter(other);
    });
    await show(other.session.peek().head, abort);
  });

export function dropFromComparison(other: Run): void {
  others.value = others.peek().filter((candidate) => candidate !== other);
}

/** Opens what the address or this machine remembers, unless it is open already. */
export const restore = (): Promise<boolean> =>
  command(async (abort) => {
    const memory = recall();
    if (!memory) return;
    if (memory.session === run.peek()?.id) return remember(memory.step === null ? { ...memory, step: step.peek() } : memory);
    let session;
    try {
      session = await fetchSession(memory.session);
    } catch (error) {
      if (!(error instanceof Problem) || error.document.status !== 404) throw error;
      forget();
      expired.value = true;
      return;
    }
    const made = await followed(session);
    abort.throwIfAborted();
    waiting.value = memory.others;
    enter(made);
    await show(memory.step ?? session.head, abort);
    await pull(made, abort);
    for (const id of memory.others) await compare(id).catch(() => undefined); // One that expired is no loss.
    waiting.value = [];
  });

async function compare(id: string): Promise<void> {
  const other = await followed(await fetchSession(id));
  await pull(other);
  others.value = [...others.peek(), other];
}

/** Shows a step that is done already; steps beyond the head are trained first. */
export const goTo = (to: number): Promise<boolean> => command((abort) => reach(to, abort));

async function reach(to: number, abort: AbortSignal): Promise<void> {
  const open = run.peek();
  if (!open) return;
  const { last_step: last, halted: end } = open.session.peek();
  const target = Math.max(open.session.peek().origin, Math.min(to, end ? end.step : last));
  aim = target;
  for (let portion = FIRST_PORTION; target > open.session.peek().head && !open.session.peek().halted; ) {
    const began = performance.now();
    const before = open.session.peek().head;
    open.session.value = await advance(open.id, { to: Math.min(target, before + portion) }, abort);
    await pull(open, abort);
    if (goal.peek()) await show(open.session.peek().head, abort);
    portion = Math.max(FIRST_PORTION, Math.round(((open.session.peek().head - before) * PORTION_MS) / (performance.now() - began)));
  }
  await show(Math.min(target, open.session.peek().head), abort);
}

/** One step or epoch on (or back). The result says whether play may go on. */
export async function move(unit: Unit, by: 1 | -1, count = 1): Promise<boolean> {
  const open = run.peek();
  if (!open) return false;
  const before = step.peek();
  const here = aim ?? before; // Pressed again while still on the way: from where that leads.
  const ends = by > 0 ? nextEpochEnd : previousEpochEnd;
  const to = unit === "epoch" ? ends(open.line, here) : here + by * count;
  return (await goTo(to)) && step.peek() !== before && !(halted.peek() && step.peek() >= head.peek());
}

/** Trains to the end of an epoch and shows it; `goal` tells how far it is. */
export const runTo = (epoch: number): Promise<boolean> =>
  command(async (abort) => {
    const open = run.peek();
    if (!open) return;
    const to = endOfEpoch(open.line, epoch);
    goal.value = { from: Math.min(step.peek(), to), to };
    await reach(to, abort);
  });

async function show(at: number, abort: AbortSignal): Promise<void> {
  const open = run.peek();
  if (!open) return;
  const { origin: first, head: last } = open.session.peek();
  const place = Math.max(first, Math.min(at, last));
  // A fork has no step of its own before it advances: then its next step is shown, not yet taken.
  const number = place === first && first > 0 ? first + 1 : place;
  folded = stage.collapsed.peek();
  const found = await fetchStep(open.id, number, folded, abort);
  abort.throwIfAborted();
  batch(() => {
    step.value = place;
    shown.value = found;
    stage.arrays.value = stepArrays(open.id, number);
    stage.show({ ...found, events: [...found.events, ...updates(found, open.session.peek().config)] });
  });
}

/** Groups that somebody folds or opens ask for another drawing of the same step, once nothing else is under way. */
effect(() => {
  if (stage.collapsed.value !== folded && run.peek() && !busy.value) void command((abort) => show(step.peek(), abort));
});

effect(() => {
  if (run.value && shown.value) remember({ session: run.value.id, step: step.value, others: [...new Set([...others.value.map(({ id }) => id), ...waiting.value])] });
});
