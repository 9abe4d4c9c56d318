/** Keys of the page: the common ones for the step that is shown, and a few of the run's own. */
import { listen, singleKeys } from "../shell/keyboard";
import { togglePlay as toggleStage } from "../stepper/player";
import { pause, playing, togglePlay } from "./play";
import { goTo, move, origin, run, stage } from "./store";

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
  if (target?.closest("input:not([type='range']), textarea, select, [contenteditable='true'], dialog[open]")) return;
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
}

/** Listens until the returned function is called. */
export function listenToKeys(): () => void {
  const stop = listen({
    play: () => toggleStage(stage),
    back: () => stage.step(-1),
    forward: () => stage.step(1),
    phaseBack: () => stage.step(-1, "pass"),
    phaseForward: () => stage.step(1, "pass"),
    first: () => stage.move(0),
    last: () => stage.move(stage.length.peek()),
    graph: () => stage.picture.peek()?.focus(),
    table: () => document.querySelector<HTMLElement>("#table button")?.focus(),
    find: () => document.querySelector<HTMLElement>("#find")?.focus(),
    fit: () => stage.picture.peek()?.fit(),
    zoomIn: () => stage.picture.peek()?.zoomBy(1.25),
    zoomOut: () => stage.picture.peek()?.zoomBy(0.8),
  });
  addEventListener("keydown", pressed);
  return () => {
    stop();
    removeEventListener("keydown", pressed);
  };
}
