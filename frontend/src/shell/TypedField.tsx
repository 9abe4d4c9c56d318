/**
 * A field for one value that people type. While somebody types, what stands in it is theirs: nothing is written over it,
 * and every value on the way is passed on (or, with `late`, only the last). Leaving it, or Enter, writes out the value
 * that holds. What cannot be read stays, marked, and the field says why, until it is mended, given up with Esc, or the
 * value changes from elsewhere; meanwhile the value from before holds, not that of its first letters. A form asks
 * `refusedField` before it sends what it has.
 */
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { acquit, refuse } from "./refusals";
import type { Reading } from "./reading";

export interface FieldProps<T> {
  value: T;
  onValue: (value: T) => void;
  label?: string | undefined;
  /** Pass on only what stands there in the end. */
  late?: boolean;
  disabled?: boolean;
  title?: string | undefined;
  class?: string;
  placeholder?: string;
}

interface Props<T> extends FieldProps<T> {
  read: (text: string) => Reading<T>;
  /** Every digit, while somebody is inside. */
  whole: string;
  /** The same while nobody is. */
  shown?: string;
  /** An empty field means this; without it, an emptied one gets its value back. */
  empty?: { value: T };
  /** What arrow keys make of a value. */
  step?: (value: T, by: 1 | -1) => { value: T; text: string } | null;
  mode?: "numeric" | "text";
  now?: number | undefined;
}

export function TypedField<T>({ value, onValue, label, late = false, disabled = false, title, class: classes = "", placeholder = "", read, whole, shown = whole, empty, step, mode, now }: Props<T>) {
  const field = useRef<HTMLInputElement>(null) as RefObject<HTMLInputElement>;
  const typed = useRef(false);
  /** What held when somebody began to type, once they have passed on something else. */
  const before = useRef<{ value: T } | null>(null);
  const isRefused = (): boolean => field.current?.getAttribute("aria-invalid") === "true";
  const reading = (): Reading<T> => {
    const text = field.current?.value ?? "";
    return empty && text.trim() === "" ? empty : read(text);
  };
  const write = (inside: boolean): void => {
    if (!field.current) return;
    const text = inside ? whole : shown;
    const { value: stood, selectionStart, selectionEnd } = field.current;
    const all = inside && stood !== "" && selectionStart === 0 && selectionEnd === stood.length;
    if (stood !== text) field.current.value = text;
    if (all) field.current.select(); // What is typed next still takes the place of what stands there.
    acquit(field.current);
  };
  const pass = (next: T): void => {
    before.current ??= { value };
    onValue(next);
  };
  /** Whether the value changes next because it was taken back: the text that could not be read stays. */
  const keeps = useRef(false);
  const takeBack = (): void => {
    if (before.current) onValue(before.current.value);
    before.current = null;
  };
  useLayoutEffect(() => {
    if (!typed.current && !keeps.current) write(document.activeElement === field.current);
    keeps.current = false;
  }, [whole, shown]);
  useLayoutEffect(() => {
    const input = field.current;
    return () => void (input && acquit(input));
  }, []);
  const settle = (stays: boolean): void => {
    if (!field.current || !typed.current) return write(stays);
    const last = reading();
    typed.current = stays;
    if ("problem" in last && field.current.value.trim() !== "") {
      keeps.current = !stays && before.current !== null && JSON.stringify(before.current.value) !== JSON.stringify(value);
      takeBack();
      return refuse(field.current, last.problem);
    }
    typed.current = false;
    before.current = null;
    write(stays);
    if (late && "value" in last && JSON.stringify(last.value) !== JSON.stringify(value)) onValue(last.value);
  };
  const entered = (): void => {
    if (!field.current) return;
    const unread = isRefused() ? reading() : null;
    typed.current = unread !== null;
    if (unread && "problem" in unread) refuse(field.current, unread.problem);
    else if (field.current.value !== whole) {
      write(true);
      field.current.select(); // As Tab does; the click of a pointer sets its caret later.
    }
  };
  const heard = (): void => {
    if (!field.current) return;
    const next = reading();
    typed.current = true;
    if ("problem" in next && !next.begun) {
      takeBack();
      refuse(field.current, next.problem);
    } else acquit(field.current);
    if (!late && "value" in next) pass(next.value);
  };
  const pressed = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
    if (event.key === "Enter") settle(true);
    if (event.key === "Escape" && isRefused()) {
      event.preventDefault();
      typed.current = false;
      takeBack();
      write(true);
    }
    const by = ({ ArrowUp: 1, ArrowDown: -1 } as const)[event.key];
    const from = by && step && !event.altKey && !event.ctrlKey && !event.metaKey ? reading() : null;
    if (!by || !step || !from || !("value" in from)) return;
    event.preventDefault();
    const next = step(from.value, by);
    if (!next) return;
    event.currentTarget.value = next.text;
    heard();
  };
  return (
    <input
      ref={field}
      type="text"
      role={step ? "spinbutton" : undefined}
      inputMode={mode}
      autocomplete="off"
      spellcheck={false}
      aria-valuenow={now}
      class={classes}
      placeholder={placeholder}
      aria-label={label}
      title={title ?? (shown === whole ? undefined : whole)}
      disabled={disabled}
      onFocus={entered}
      onInput={heard}
      onKeyDown={pressed}
      onBlur={() => settle(false)}
    />
  );
}
