/** A dialog over the page with its title, a line of words and the way out. Esc or a click beside it closes it, and the focus goes back. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { SHELL } from "../text";
import { IconButton } from "./IconButton";
import { type Keys, listen } from "./keyboard";

interface Props {
  class: string;
  title: string;
  words?: string;
  /** What keys do while the dialog is open; those of the page rest. */
  keys?: Keys;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ class: name, title, words, keys, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
    return keys && listen(keys, dialog.current);
  }, []);
  return (
    <dialog class={name} ref={dialog} onClose={onClose} onPointerDown={(event) => isBeside(event) && event.currentTarget.close()} aria-labelledby={id}>
      <header class="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={SHELL.close} onClick={() => dialog.current?.close()} />
        {words && <p class="muted">{words}</p>}
      </header>
      {children}
    </dialog>
  );
}

/** Whether somebody pointed at what lies around the dialog. */
function isBeside({ target, currentTarget, clientX, clientY }: PointerEvent): boolean {
  const { left, right, top, bottom } = (currentTarget as Element).getBoundingClientRect();
  return target === currentTarget && (clientX < left || clientX > right || clientY < top || clientY > bottom);
}

/** Closes the dialog that an element stands in, so that the focus goes back to where it came from. */
export const closeAround = (element: Element): void => element.closest("dialog")?.close();
