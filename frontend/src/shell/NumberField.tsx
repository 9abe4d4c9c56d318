/**
 * A field for one number. While somebody types, what stands in it is theirs: nothing is written over it, and every
 * finite number on the way is passed on (or, with `late`, only the last). Leaving it, or Enter, writes out the number
 * that holds; what was no number is marked, and then forgotten. Numbers that no field can hold (∞, NaN) show as a
 * placeholder. A field of the browser's own kind for numbers drops a decimal comma and makes 5 of "0,5": this one reads
 * it. It names no keyboard for phones, since those for decimals often have no minus.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { plain } from "../format";

interface Props {
  value: number;
  onValue: (value: number) => void;
  label?: string;
  step?: number | "any";
  /** Digits to show while nobody is in the field; all by default. */
  digits?: number;
  /** Pass on only what stands there in the end. */
  late?: boolean;
  disabled?: boolean;
  title?: string | undefined;
  class?: string;
}

/** Every digit of a number, as a field takes it; nothing where there is no such number. */
export const written = (value: number, digits?: number): string =>
  Number.isFinite(value) ? String(digits === undefined ? value : Number(value.toPrecision(digits))) : "";

/** A number, or its beginning. */
const NUMBER = /^[+-]?\d*\.?\d*(?:e[+-]?\d*)?$/i;

/** A text as a program writes it: with a decimal point, and the minus of a keyboard. */
const spelled = (text: string): string => text.trim().replace(",", ".").replace("−", "-");

/** The number that a text says; NaN for none. */
export const readNumber = (text: string): number => (text.trim() !== "" && NUMBER.test(spelled(text)) ? Number(spelled(text)) : Number.NaN);

const read = (field: HTMLInputElement): number => readNumber(field.value);

/** A number moved by steps, without the digits that binary fractions add. */
export const moved = (value: number, by: number): number => Number((value + by).toPrecision(12));

export function NumberField({ value, onValue, label, step = "any", digits, late = false, disabled = false, title, class: classes = "" }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const typed = useRef(false);
  const write = (all: boolean): void => {
    if (!field.current) return;
    field.current.value = written(value, all ? undefined : digits);
    field.current.removeAttribute("aria-invalid");
  };
  useLayoutEffect(() => {
    if (!typed.current) write(document.activeElement === field.current);
  }, [value, digits]);
  const settle = (stays: boolean): void => {
    const last = field.current ? read(field.current) : Number.NaN;
    const changed = typed.current && late && Number.isFinite(last) && last !== value;
    typed.current = false;
    write(stays);
    if (changed) onValue(last);
  };
  const heard = (): void => {
    const next = field.current ? read(field.current) : Number.NaN;
    typed.current = true;
    if (!late && Number.isFinite(next)) onValue(next);
  };
  const pressed = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
    if (event.key === "Enter") settle(true);
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const from = read(event.currentTarget);
    if (!by || !Number.isFinite(from) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.currentTarget.value = written(moved(from, by * (step === "any" ? 1 : step)));
    heard();
  };
  return (
    <input
      ref={field}
      type="text"
      role="spinbutton"
      autocomplete="off"
      spellcheck={false}
      aria-valuenow={Number.isFinite(value) ? value : undefined}
      class={`num number ${classes}`}
      placeholder={Number.isFinite(value) ? "" : plain(value)}
      aria-label={label}
      title={title ?? (digits === undefined ? undefined : written(value))}
      disabled={disabled}
      onFocus={() => !typed.current && write(true)}
      onInput={(event) => {
        if (NUMBER.test(spelled(event.currentTarget.value))) event.currentTarget.removeAttribute("aria-invalid");
        else event.currentTarget.setAttribute("aria-invalid", "true");
        heard();
      }}
      onKeyDown={pressed}
      onBlur={() => settle(false)}
    />
  );
}
