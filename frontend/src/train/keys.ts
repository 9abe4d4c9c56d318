/** Keys of the page: the common ones for the step that is shown, and a few of the run's own. */
import { focusOn } from "../shell/focus";
import { TYPING, listen, openDialog, singleKeys } from "../shell/keyboard";
import { createSides, roomyFrom } from "../shell/sides";
import { stageKeys } from "../stepper/keys";
import { pause, playing, togglePlay } from "./play";
import { goTo, move, origin, run, stage } from "./store";

/** What stands left and right of the graph: from the width on where all three have room. */
export const sides = createSides("chainrule.hidden.train", roomyFrom("74.91em"));

const halting = (act: () => void) => (): void => {
  pause();
  act();
};

const KEYS: Record<string, () => void> = {
  p: () => (playing.peek() ? pause() : togglePlay()),
  ".": halting(() => void move("step", 1)),
  ",": halting(() => void move("step", -1)),
  ">": halting(() => void move("epoch", 1)),
  "<": halting(() => void move("epoch", -1)),
  "0": halting(() => void goTo(origin.peek())),
};

function pressed(event: KeyboardEvent): void {
  const target = event.target as HTMLElement | null;
  if (!run.peek() || !singleKeys.value || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  if (target?.closest(TYPING) || openDialog()) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Listens until the returned function is called. */
export function listenToKeys(): () => void {
  const stop = listen({
    ...stageKeys(stage),
    table: () => focusOn("#table tbody button"),
    find: () => focusOn("#find"),
    sides: sides.toggleBoth,
  });
  addEventListener("keydown", pressed);
  return () => {
    stop();
    removeEventListener("keydown", pressed);
  };
}
