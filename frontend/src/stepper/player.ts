/** Plays a stage: while `playing` is on, steps forward at the chosen speed, and stops at the end. */
import { effect } from "@preact/signals";
import type { Stage } from "./stage";

const STEP_MS = 900;

/** Starts watching; returns the function that stops it. */
export function runPlayer(stage: Stage): () => void {
  return effect(() => {
    if (!stage.playing.value) return undefined;
    const timer = setInterval(() => {
      stage.step(1);
      if (stage.position.peek() >= stage.length.peek()) stage.playing.value = false;
    }, STEP_MS / stage.speed.value);
    return () => clearInterval(timer);
  });
}

/** Play from here, or from the beginning when the play is over. */
export function togglePlay(stage: Stage): void {
  if (!stage.playing.peek() && stage.position.peek() >= stage.length.peek()) stage.move(0);
  stage.playing.value = !stage.playing.peek();
}
