/** What could not be loaded, and a way to ask for it again. */
import { SHELL } from "../text";

export function NotLoaded({ words, again }: { words: string; again: () => void }) {
  return <p class="not-loaded muted" role="status">{words} <button type="button" class="quiet" onClick={again}>{SHELL.retry}</button></p>;
}
