/** The moments of the shown program: which one is shown, and a play from one to the next. */
import { computed, effect, signal } from "@preact/signals";
import { busySince, moment, openMoment, stage } from "./store";

/** Null where there is nothing to choose. */
export const moments = computed(() => {
  const found = stage.graph.value?.moments;
  return found && found.count > 1 ? found : null;
});

/** The moment that is wanted; its picture may still be on its way. */
export const wantedMoment = computed(() => Math.min(moment.value ?? Infinity, moments.value?.count ?? 1));

/** The moment of the picture. */
export const shownMoment = computed(() => stage.graph.value?.moment ?? moments.value?.count ?? 1);

export const playing = signal(false);
/** Moments a second. */
export const speed = signal(4);
export const SPEEDS = [1, 2, 4, 10] as const;

export function togglePlay(): void {
  if (!playing.peek() && wantedMoment.peek() >= (moments.peek()?.count ?? 1)) openMoment(1);
  playing.value = !playing.peek();
}

/** Opens a moment by the reader's own hand. */
export function go(to: number): void {
  playing.value = false;
  openMoment(to);
}

/** Plays while that is on: the next moment comes when its time has come and the present one is there. Returns the end of it. */
export function runMoments(): () => void {
  let last = 0;
  const stop = effect(() => {
    if (!playing.value || busySince.value !== 0) return undefined;
    const here = wantedMoment.peek();
    if (shownMoment.peek() !== here || here >= (moments.peek()?.count ?? 1)) {
      playing.value = false;
      return undefined;
    }
    const timer = setTimeout(() => {
      last = performance.now();
      openMoment(here + 1);
    }, Math.max(0, last + 1000 / speed.value - performance.now()));
    return () => clearTimeout(timer);
  });
  return () => {
    stop();
    playing.value = false;
  };
}
