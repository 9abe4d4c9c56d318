/** Keys of the run. The arrows, Home and End belong to the stepper inside the step. */
import { pause, playing, togglePlay } from "./play";
import { goTo, move, origin, run } from "./store";

const halting = (act: () => void) => (): void => {
  pause();
  act();
};

export const KEYS: Record<string, () => void> = {
  p: () => (playing.peek() ? pause() : togglePlay()),
  ".": halting(() => void move("step", 1)),
  ",": halting(() => void move("step", -1)),
  ">": halting(() => void move("epoch", 1)),
  "<": halting(() => void move("epoch", -1)),
  0: halting(() => void goTo(origin.peek())),
};

export function keyPressed(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (!run.peek() || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}
