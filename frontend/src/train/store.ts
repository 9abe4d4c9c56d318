/**
 * What Train knows and can do: the run that is open, the step that is shown, runs compared with it, and what went
 * wrong. One command works at a time; a newer one takes over. Commands may be repeated without harm, because training
 * always advances to an absolute step: that is what `retry` relies on when the server was gone.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { createStage } from "../stepper/stage";
import { type Beginning, type Config, type TrainingStep, advance, beginSession, deleteSession, fetchSession, fetchStep, stepArrays } from "./api";
import { answered, attempt, failed, ifKnown, ifStatus, refused } from "./failures";
import { type Memory, arrive, forget, recall, remember } from "./memory";
import { type Run, followed, pull } from "./run";
import { shelf, shelve, unshelve } from "./shelf";
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
/** The session of the address does not exist any more. */
export const expired = signal(false);

export const head = computed(() => run.value?.session.value.head ?? 0);
export const origin = computed(() => run.value?.session.value.origin ?? 0);
export const halted = computed(() => run.value?.session.value.halted ?? null);

/** Long ways are walked in portions of about this time, so that curves grow and a stop is felt at once. */
const PORTION_MS = 200;
const FIRST_PORTION = 50;
/** On the way to a far epoch: pictures at most this often, and at most a fifth of the time for them. */
const PICTURE_MS = 500;
const PICTURE_SHARE = 5;

let current: AbortController | null = null;
/** Where the command under way is going. */
let aim: number | null = null;

/** Runs a command; a newer command aborts it. True if it came to its end. */
async function command(work: (abort: AbortSignal) => Promise<void>): Promise<boolean> {
  current?.abort();
  const controller = new AbortController();
  current = controller;
  busy.value = true;
  refused.value = null;
  expired.value = false;
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

/** The run that is being made; null while none is. */
let arriving: Promise<boolean> | null = null;

/** A command that makes a run. What is pressed meanwhile is meant for that run, and waits for it; only another one takes its place. */
function making(work: (abort: AbortSignal) => Promise<void>): Promise<boolean> {
  const made = command(work).finally(() => {
    if (arriving === made) arriving = null;
  });
  arriving = made;
  return made;
}

/** Whether there is a run to command: none where the one that was to be made was refused. */
async function arrived(): Promise<boolean> {
  let made = true;
  for (let awaited = arriving; awaited; awaited = arriving) made = await awaited;
  return made;
}

/** A command to the open run, or to the one that is about to open. */
const onward = (work: (abort: AbortSignal) => Promise<void>): Promise<boolean> => (arriving ? arrived().then((there) => there && command(work)) : command(work));

/** Stops what is under way; what the server has committed stays, and a run that is being made is made. */
export function stop(): void {
  if (arriving === null) current?.abort();
}

/** Runs of a preset as it stands: the same click makes such a one again. */
const presets = new Set<string>();
const isUntouched = (one: Run): boolean => presets.has(one.id) && one.session.peek().head === 0;

/** Removes a session that nobody can miss: one that no other window has trained, up to the moment of its removal. */
const discard = (one: Run): Promise<void> =>
  attempt("clean-up", async () => {
    await deleteSession(one.id, one.session.peek().origin).catch((error: unknown) => ifStatus(error, 409));
  });

/** Begins a session and shows its first state; the runs before it are kept on the shelf. */
export const begin = (body: Beginning): Promise<boolean> =>
  making(async (abort) => {
    const made = await followed(await beginSession(body));
    if ("preset" in body) presets.add(made.id);
    if (abort.aborted) return discard(made);
    const before = run.peek();
    const missed = before !== null && !isUntouched(before);
    batch(() => {
      shelve([...(missed ? [before] : []), ...others.peek()], step.peek());
      others.value = [];
      stage.collapsed.value = null;
      enter(made, missed);
    });
    await show(made.session.peek().origin, abort);
    if (before && !missed) void discard(before);
  });

/** Leaves the open run at a step with other settings; both curves stay on the chart. */
export const fork = (at: number, changes: Partial<Config>): Promise<boolean> =>
  making(async (abort) => {
    const parent = run.peek();
    if (!parent) return;
    const made = await followed(await beginSession({ fork: { session: parent.id, step: at }, ...changes }));
    if (abort.aborted) return discard(made);
    batch(() => {
      others.value = [parent, ...others.peek()];
      enter(made, true);
    });
    await show(at, abort);
  });

/** The old picture stays until the new run's step arrives, so that a fork changes numbers in place. `anew`: the way back leads to the run before. */
function enter(made: Run, anew: boolean, at = made.session.peek().origin): void {
  arrive(made.id, at, anew);
  unshelve(made.id);
  run.value = made;
  step.value = at;
}

/** Makes a compared run the open one. */
export const turnTo = (other: Run, at: number | null = null): Promise<boolean> =>
  command(async (abort) => {
    const before = run.peek();
    batch(() => {
      others.value = [...(before ? [before] : []), ...others.peek().filter((candidate) => candidate !== other)];
      enter(other, at === null);
    });
    await show(at ?? other.session.peek().head, abort);
  });

export function dropFromComparison(other: Run): void {
  shelve([other], other.session.peek().head);
  others.value = others.peek().filter((candidate) => candidate !== other);
}

/** Opens what the address or this machine remembers, unless it is open already. */
export const restore = (): Promise<boolean> =>
  command(async (abort) => {
    const memory = recall();
    if (!memory) return;
    if (memory.session !== run.peek()?.id) return recover(memory, false, abort);
    arrive(memory.session, memory.step ?? step.peek(), false);
    if (memory.step !== null && memory.step !== step.peek()) await show(memory.step, abort);
  });

/** Where the browser's way back or forward leads. */
export function followAddress(): void {
  const memory = recall();
  if (!memory || memory.session === run.peek()?.id) return;
  const compared = others.peek().find(({ id }) => id === memory.session);
  if (compared) return void turnTo(compared, memory.step ?? compared.session.peek().head);
  const beside = shelf.peek().find(({ session }) => session === memory.session)?.others ?? memory.others;
  void command((abort) => recover({ ...memory, others: beside }, false, abort));
}

/** Opens a run from the shelf, with those that it was compared with. */
export const reopen = (kept: Memory): Promise<boolean> => command((abort) => recover(kept, true, abort));

async function recover(memory: Memory, anew: boolean, abort: AbortSignal): Promise<void> {
  const session = await fetchSession(memory.session, abort).catch(ifKnown);
  if (!session) {
    unshelve(memory.session);
    const open = run.peek();
    if (open) arrive(open.id, step.peek(), false);
    else forget();
    expired.value = true;
    return;
  }
  const made = await followed(session);
  abort.throwIfAborted();
  const before = [...(run.peek() ? [run.peek() as Run] : []), ...others.peek()];
  batch(() => {
    const stay = before.filter(({ id }) => memory.others.includes(id));
    shelve(before.filter((one) => !stay.includes(one) && !isUntouched(one)), step.peek());
    others.value = stay;
    waiting.value = memory.others.filter((id) => !stay.some((one) => one.id === id));
    enter(made, anew && run.peek() !== null, memory.step ?? session.head);
  });
  await show(memory.step ?? session.head, abort);
  await pull(made, abort);
  for (const id of waiting.peek()) await compare(id).catch(() => undefined); // One that expired is no loss.
  waiting.value = [];
}

async function compare(id: string): Promise<void> {
  const other = await followed(await fetchSession(id));
  await pull(other);
  unshelve(id);
  others.value = [...others.peek(), other];
}

/** Shows a step that is done already; steps beyond the head are trained first. */
export const goTo = (to: number): Promise<boolean> => onward((abort) => reach(to, abort));

async function reach(to: number, abort: AbortSignal): Promise<void> {
  const open = run.peek();
  if (!open) return;
  const { last_step: last, halted: end } = open.session.peek();
  const target = Math.max(open.session.peek().origin, Math.min(to, end ? end.step : last));
  aim = target;
  let nextPicture = 0;
  for (let portion = FIRST_PORTION; target > open.session.peek().head && !open.session.peek().halted; ) {
    const began = performance.now();
    const before = open.session.peek().head;
    open.session.value = await advance(open.id, { to: Math.min(target, before + portion) }, abort);
    const trained = performance.now();
    portion = Math.max(FIRST_PORTION, Math.round(((open.session.peek().head - before) * PORTION_MS) / (trained - began)));
    if (goal.peek() === null) await pull(open, abort);
    else if (trained >= nextPicture) {
      await pull(open, abort);
      await show(open.session.peek().head, abort);
      await drawn();
      nextPicture = performance.now() + Math.max(PICTURE_MS, (PICTURE_SHARE - 1) * (performance.now() - trained));
    }
  }
  await pull(open, abort);
  await show(Math.min(target, open.session.peek().head), abort);
}

/** Until the page has drawn what it was told: a frame, or a moment where nobody looks. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, PORTION_MS);
  });

/** One step or epoch on (or back). The result says whether play may go on. */
export async function move(unit: Unit, by: 1 | -1, count = 1): Promise<boolean> {
  if (arriving && !(await arrived())) return false;
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
  onward(async (abort) => {
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
  const found = await fetchStep(open.id, number, abort);
  abort.throwIfAborted();
  batch(() => {
    step.value = place;
    shown.value = found;
    stage.arrays.value = stepArrays(open.id, number);
    stage.show({ ...found, events: [...found.events, ...updates(found, open.session.peek().config)] });
  });
}

effect(() => {
  if (run.value && shown.value) remember({ session: run.value.id, step: step.value, others: [...new Set([...others.value.map(({ id }) => id), ...waiting.value])] });
});
