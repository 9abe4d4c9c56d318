/**
 * What was changed a moment before a tab was reloaded: too late for the history, which browsers no longer write then.
 * It waits in this tab's own storage, together with what the entry of the history says instead.
 */
import { type Shared, validated } from "./link";

const KEY = "chainrule.unsaved";

export function leaveUnsaved(said: string, state: Shared): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ said, state }));
  } catch {
    /* Then the last half second is lost to the tab; the text itself is kept elsewhere. */
  }
}

/** The state that was left beside this entry of the history, if any; it is given out once. */
export function takeUnsaved(entry: Shared | null): Shared | null {
  try {
    const left = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as { said: string; state: unknown } | null;
    sessionStorage.removeItem(KEY);
    return left && entry && left.said === JSON.stringify(entry) ? validated(left.state) : null;
  } catch {
    return null;
  }
}
