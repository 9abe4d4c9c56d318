/** The editor that is on the page, once its code is there. */
import { focusOn } from "../shell/focus";
import type { Editor } from "./editor";

export const editor: { current: Editor | null } = { current: null };

export function focusEditor(): void {
  if (editor.current) editor.current.focus();
  else focusOn(".plain-editor");
}
