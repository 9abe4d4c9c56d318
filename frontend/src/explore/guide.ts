/**
 * The first minute: on a first visit the page begins at the beginning, and leads once through the idea, by what the
 * reader does: forward, a guess, the way back, a slider, one step of descent. It ends for good when it is skipped,
 * finished, or when another program is opened.
 */
import { batch, effect, signal } from "@preact/signals";
import { onlyElement } from "../model";
import { FIRST_PROGRAM, leaves, setLeaf, shownText, source, stage } from "../program/store";
import { isFirstVisit, keepVisit } from "../program/visit";

export const STOPS = ["forward", "guess", "back", "drag", "descend", "end"] as const;
export type Stop = (typeof STOPS)[number];

/** Where the reader is; null when nobody is led. */
export const stop = signal<Stop | null>(isFirstVisit ? "forward" : null);
/** What the reader expects the gradient to be. */
export const guess = signal<number | null>(null);
/** The loss before and after the step of descent. */
export const descent = signal<{ before: number; after: number | null } | null>(null);

/** The parameter that is asked about, and the step of descent along its gradient. */
export const NAME = "w";
export const RATE = 0.1;
/** A slider that rests for so long has been let go of. */
const REST_MS = 700;

export const parameter = () => stage.graph.value?.nodes.find(({ name }) => name === NAME);
export const output = () => stage.graph.value?.nodes.find(({ id }) => id === stage.graph.value?.output);

const forwardSteps = (): number => stage.graph.peek()?.events.filter(({ phase }) => phase === "forward").length ?? 0;

export function leave(): void {
  stop.value = null;
  keepVisit();
}

/** The guess is made: the gradients flow back, to be watched. */
export function reveal(made: number): void {
  batch(() => {
    guess.value = made;
    stop.value = "back";
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) stage.move(stage.length.peek());
    else stage.playing.value = true;
  });
}

/** w becomes w − 0.1 × its gradient. */
export function descend(): void {
  const [leaf, loss] = [parameter(), output()];
  const [value, slope, before] = [onlyElement(leaf?.value), onlyElement(leaf?.grad), onlyElement(loss?.value)];
  if (value === null || slope === null || before === null) return;
  descent.value = { before, after: null };
  setLeaf(NAME, Number((value - RATE * slope).toPrecision(12)));
}

/** Follows what the reader does; returns the function that stops it. */
export function startGuide(): () => void {
  let rest: ReturnType<typeof setTimeout> | undefined;
  const first = leaves.peek()[NAME];
  let begun = false;
  const stops = [
    effect(() => {
      if (stop.value && source.value !== FIRST_PROGRAM) leave();
    }),
    effect(() => {
      const { position, length } = stage;
      begun ||= length.value > 0 && position.value === 0; // A graph comes complete, and is then put at its beginning.
      if (!begun || shownText.value !== FIRST_PROGRAM) return;
      if (position.value > 0 && stop.peek() === "forward") keepVisit();
      if (stop.value === "forward" && position.value >= forwardSteps() && position.value < length.value) stop.value = "guess";
      else if (stop.value === "forward" && position.value > 0 && position.value === length.value) leave(); // Somebody knows the way.
      else if (stop.value === "back" && position.value === length.value) stop.value = "drag";
    }),
    effect(() => {
      const now = leaves.value[NAME];
      clearTimeout(rest);
      if (stop.value === "drag" && now !== undefined && now !== first) rest = setTimeout(() => (stop.value = "descend"), REST_MS);
    }),
    effect(() => {
      const value = onlyElement(output()?.value);
      const asked = descent.peek();
      if (stop.peek() !== "descend" || !asked || asked.after !== null || value === null || value === asked.before) return;
      descent.value = { ...asked, after: value };
      stop.value = "end";
      keepVisit();
    }),
    () => clearTimeout(rest),
  ];
  return () => {
    for (const end of stops) end();
  };
}
