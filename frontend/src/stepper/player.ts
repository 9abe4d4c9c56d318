/** Plays a stage: while `playing` is on, steps forward when what is said has been read, and stops at the end. */
import { effect } from "@preact/signals";
import { sentence } from "./sentences";
import type { Stage } from "./stage";

/** A step takes so long, and longer the more there is to read: quick readers read a letter in this time. */
const STEP_MS = 600;
const LETTER_MS = 35;

/** Starts watching; returns the function that stops it. */
export function runPlayer(stage: Stage): () => void {
  return effect(() => {
    if (!stage.playing.value || !stage.play.value) return undefined;
    const words = sentence(stage.play.value, stage.position.value, stage.granularity.value);
    const timer = setTimeout(() => {
      stage.step(1);
      if (stage.position.peek() >= stage.length.peek()) stage.playing.value = false;
    }, (STEP_MS + LETTER_MS * words.length) / stage.speed.value);
    return () => clearTimeout(timer);
  });
}

/** Play from here, or from the beginning when the play is over. */
export function togglePlay(stage: Stage): void {
  if (!stage.playing.peek() && stage.position.peek() >= stage.length.peek()) stage.move(0);
  stage.playing.value = !stage.playing.peek();
}
