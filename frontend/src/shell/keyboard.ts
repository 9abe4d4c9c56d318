/** The keyboard map. Pages say what each action does; nothing single-lettered happens while somebody types. */
import { signal } from "@preact/signals";
import { keep, read } from "../storage";

const KEY = "chainrule.keys";

export const singleKeys = signal(read(KEY) !== "off");

export function setSingleKeys(on: boolean): void {
  singleKeys.value = on;
  keep(KEY, on ? "on" : "off");
}

export type Action =
  | "play" | "back" | "forward" | "phaseBack" | "phaseForward" | "first" | "last"
  | "graph" | "table" | "editor" | "find" | "fit" | "zoomIn" | "zoomOut" | "check" | "sides" | "run" | "help";

const KEYS: Record<string, Action> = {
  " ": "play", ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last", g: "graph", t: "table", e: "editor",
  "/": "find", f: "fit", "+": "zoomIn", "=": "zoomIn", "-": "zoomOut", k: "check", h: "sides", "?": "help",
};

/** Where keys write or choose something; a slider and a checkbox want only a few keys. */
export const TYPING = "input:not([type='range'], [type='checkbox'], [type='radio']), textarea, select, [contenteditable='true']";
const PRESSED_BY_SPACE = "button, a, summary, [role='button'], input[type='checkbox'], input[type='radio']";

/** The dialog over the page, which alone gets the keys; null while there is none. */
export const openDialog = (): Element | null => [...document.querySelectorAll("dialog[open]")].at(-1) ?? null;

/** Which action a key press asks for at the place where it happened, or null. */
export function actionOf(event: KeyboardEvent): Action | null {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return "run";
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !singleKeys.value) return null;
  const target = event.target as HTMLElement | null;
  if (target?.closest(TYPING)) return null;
  if (event.key === " " && target?.closest(PRESSED_BY_SPACE)) return null;
  if (target?.closest("input[type='range'], input[type='radio']") && /^(?:Arrow|Home|End)/.test(event.key)) return null;
  if (event.shiftKey && event.key === "ArrowLeft") return "phaseBack";
  if (event.shiftKey && event.key === "ArrowRight") return "phaseForward";
  return KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

export type Keys = Partial<Record<Action, () => void>>;

/** Listens on the page, or in a dialog while it is open, until the returned function is called. */
export function listen(actions: Keys, dialog: Element | null = null): () => void {
  const pressed = (event: KeyboardEvent): void => {
    if (openDialog() !== dialog) return;
    const act = actions[actionOf(event) ?? ("" as Action)];
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}
