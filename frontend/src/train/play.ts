/**
 * Plays a run: one step or epoch after the other at the chosen speed. A hidden tab waits; the end of the run's declared
 * epochs, a divergence, a command of the reader and a server that is gone stop it.
 */
import { effect, signal } from "@preact/signals";
import { type Unit, move, run, step, stop } from "./store";
import { endOfEpoch } from "./timeline";

export const playing = signal(false);
export const unit = signal<Unit>("step");
/** Steps or epochs a second. */
export const speed = signal(4);
export const SPEEDS: Record<Unit, readonly number[]> = { step: [1, 2, 4, 10, 50, 250, 1000], epoch: [0.5, 1, 2, 5] };

/** More pictures a second than this nobody can follow: faster play takes several steps at once. */
const PICTURES = 10;

export function togglePlay(): void {
  playing.value = !playing.peek();
}

export function pause(): void {
  playing.value = false;
  stop();
}

/** Counts the plays: one that sleeps while it is stopped and another begins must not wake up as a second one. */
let plays = 0;

effect(() => {
  if (playing.value) void play(++plays);
});

effect(() => {
  const choices = SPEEDS[unit.value];
  if (!choices.includes(speed.peek())) speed.value = unit.value === "epoch" ? 1 : 4;
});

async function play(mine: number): Promise<void> {
  const goal = goalOf();
  const goesOn = (): boolean => playing.peek() && plays === mine;
  while (goesOn() && step.peek() < goal) {
    await visible();
    if (!goesOn()) return;
    const began = performance.now();
    const size = unit.peek() === "step" ? Math.max(1, Math.round(speed.peek() / PICTURES)) : 1;
    const count = Math.min(size, goal - step.peek());
    if (!(await move(unit.peek(), 1, count))) break;
    await pauseFor((1000 * count) / speed.peek() - (performance.now() - began));
  }
  if (goesOn()) playing.value = false;
}

/** The end of the run's declared epochs, while that is ahead; then as far as the server goes. */
function goalOf(): number {
  const open = run.peek();
  if (!open) return 0;
  const { config, last_step: last } = open.session.peek();
  const end = endOfEpoch(open.line, config.epochs);
  return end > step.peek() ? end : last;
}

const pauseFor = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, milliseconds));
  });

function visible(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener("visibilitychange", () => resolve(), { once: true });
  });
}
