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
  | "graph" | "table" | "editor" | "find" | "fit" | "zoomIn" | "zoomOut" | "check" | "run" | "help";

const KEYS: Record<string, Action> = {
  " ": "play", ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last", g: "graph", t: "table", e: "editor",
  "/": "find", f: "fit", "+": "zoomIn", "=": "zoomIn", "-": "zoomOut", k: "check", "?": "help",
};

/** Which action a key press asks for at the place where it happened, or null. */
export function actionOf(event: KeyboardEvent): Action | null {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return "run";
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !singleKeys.value) return null;
  const target = event.target as HTMLElement | null;
  if (target?.closest("input, textarea, select, [contenteditable='true'], dialog[open]")) return null;
  if (event.key === " " && target?.closest("button, a, summary, [role='button']")) return null;
  if (event.shiftKey && event.key === "ArrowLeft") return "phaseBack";
  if (event.shiftKey && event.key === "ArrowRight") return "phaseForward";
  return KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

/** Listens until the returned function is called. */
export function listen(actions: Partial<Record<Action, () => void>>): () => void {
  const pressed = (event: KeyboardEvent): void => {
    const act = actions[actionOf(event) ?? ("" as Action)];
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}
