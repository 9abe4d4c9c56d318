/** Share and Export in the header. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../shell/Icon";
import { EXPORT, GALLERY, SHELL } from "../text";
import { pushAddress, shownExample } from "./address";
import { type Export, exportAs, whyNot } from "./exports";

const KINDS: Export[] = ["svg", "png", "dot", "json", "csv", "latex", "python", "pytorch", "curl"];

export function ShareTools() {
  const note = useSignal("");
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event): void => {
      const open = menu.current?.open;
      const outside = event instanceof KeyboardEvent ? event.key === "Escape" : !menu.current?.contains(event.target as Node);
      if (open && outside && menu.current) menu.current.open = false;
    };
    addEventListener("pointerdown", close);
    addEventListener("keydown", close);
    return () => {
      removeEventListener("pointerdown", close);
      removeEventListener("keydown", close);
    };
  }, []);

  const say = (words: string): void => {
    note.value = words;
    setTimeout(() => (note.value = ""), 1500 + 50 * words.length);
  };
  const share = async (): Promise<void> => {
    const address = await pushAddress();
    await navigator.clipboard.writeText(address).then(() => say(SHELL.shared), () => undefined);
  };
  const take = async (kind: Export): Promise<void> => {
    if (menu.current) menu.current.open = false;
    await exportAs(kind).then((copied) => say(copied ? EXPORT.copied : ""), (error: unknown) => say(whyNot(error)));
  };
  const role = shownExample.value?.role;
  return (
    <>
      <span class="note" role="status">{note.value}</span>
      <button type="button" class="tool" aria-label={SHELL.share} onClick={() => void share()}><Icon name="share" /><span>{SHELL.share}</span></button>
      <details class="menu" ref={menu}>
        <summary class="tool" aria-label={SHELL.export}><Icon name="download" /><span>{SHELL.export}</span></summary>
        <ul>{KINDS.map((kind) => <li key={kind}><button type="button" onClick={() => void take(kind)}>{EXPORT[kind]}</button></li>)}<li class="menu-note muted">{EXPORT.note(role ? GALLERY.roles[role] : "")}</li></ul>
      </details>
    </>
  );
}
