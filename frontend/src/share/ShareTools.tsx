/** Share and Export in the header. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Icon } from "../shell/Icon";
import { focusOpener, useDismissal } from "../shell/focus";
import { EXPORT, GALLERY, SHARE, SHELL } from "../text";
import { pushAddress } from "./address";
import { shownExample } from "./shown";
import { copyText } from "./copy";
import { type Export, exportAs, whyNot } from "./exports";

const KINDS: Export[] = ["svg", "png", "dot", "json", "csv", "latex", "python", "pytorch", "curl", "embed"];

export function ShareTools() {
  const note = useSignal("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => void (menu.current && (menu.current.open = false));
  useDismissal(menu, () => menu.current?.open ?? false, close);

  const say = (words: string): void => {
    clearTimeout(timer.current);
    note.value = words;
    timer.current = setTimeout(() => (note.value = ""), 1500 + 50 * words.length);
  };
  const share = async (): Promise<void> => {
    const link = await pushAddress();
    if (link === null) say(SHARE.none);
    else if (await copyText(link)) say(SHARE.copied);
  };
  const take = async (kind: Export): Promise<void> => {
    focusOpener(menu.current);
    close();
    await exportAs(kind).then((copied) => say(copied ? EXPORT.copied : ""), (error: unknown) => say(whyNot(error)));
  };
  const role = shownExample.value?.role;
  return (
    <>
      <span class="note over-tools" role="status">{note.value}</span>
      <button type="button" class="tool" aria-label={SHELL.share} onClick={() => void share()}><Icon name="share" /><span>{SHELL.share}</span></button>
      <details class="menu" ref={menu}>
        <summary class="tool" aria-label={SHELL.export}><Icon name="download" /><span>{SHELL.export}</span></summary>
        <ul>{KINDS.map((kind) => <li key={kind}><button type="button" onClick={() => void take(kind)}>{EXPORT[kind]}</button></li>)}<li class="menu-note muted">{EXPORT.note(role ? GALLERY.roles[role] : "")}</li></ul>
      </details>
    </>
  );
}
