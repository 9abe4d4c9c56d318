/**
 * A field for one number. While somebody types, what stands in it is theirs: nothing is written over it, and every
 * finite number on the way is passed on (or, with `late`, only the last). Leaving it, or Enter, writes out the number
 * that holds; what was no number is forgotten. Numbers that no field can hold (∞, NaN) show as a placeholder.
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

const read = (field: HTMLInputElement): number => (field.value.trim() === "" ? Number.NaN : Number(field.value));

export function NumberField({ value, onValue, label, step = "any", digits, late = false, disabled = false, title, class: classes = "" }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const typed = useRef(false);
  const write = (all: boolean): void => {
    if (field.current) field.current.value = written(value, all ? undefined : digits);
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
  return (
    <input
      ref={field}
      type="number"
      class={`num ${classes}`}
      step={step}
      placeholder={Number.isFinite(value) ? "" : plain(value)}
      aria-label={label}
      title={title ?? (digits === undefined ? undefined : written(value))}
      disabled={disabled}
      onFocus={() => !typed.current && write(true)}
      onInput={(event) => {
        typed.current = true;
        const next = read(event.currentTarget);
        if (!late && Number.isFinite(next)) onValue(next);
      }}
      onKeyDown={(event) => event.key === "Enter" && settle(true)}
      onBlur={() => settle(false)}
    />
  );
}
