/**
 * A field for one number, typed in any way that people write one. While nobody is in it, it shows no more characters
 * than it has room for, rounded; inside, every digit. Numbers that no field can hold (∞, NaN) show as a placeholder. A
 * field of the browser's own kind for numbers drops a decimal comma and makes 5 of "0,5", and forgets a point that
 * somebody is about to write digits after. It names a keyboard only where a number has neither sign nor point, since
 * phones' keyboards for decimals often have no minus.
 */
import { fitted, plain } from "../format";
import { type FieldProps, TypedField } from "./TypedField";
import { type Bounds, moved, readWithin, refusal, written } from "./reading";

interface Look extends Bounds {
  step?: number;
  /** Characters that there is room for, as the style sheet gives it. */
  room?: number;
  /** Digits at most, while nobody is in the field. */
  digits?: number;
}

export function NumberField({ value, low, high, whole = false, step = 1, room, digits, class: classes = "", ...rest }: FieldProps<number> & Look) {
  const bounds = { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }), whole };
  const known = Number.isFinite(value);
  return (
    <TypedField
      {...rest}
      value={value}
      class={`num number ${classes}`}
      placeholder={known ? "" : plain(value)}
      read={(text) => readWithin(text, bounds)}
      whole={written(value)}
      shown={known && room !== undefined ? fitted(value, room, digits) : written(value)}
      now={known ? value : undefined}
      step={(from, by) => stepped(from, by * step, bounds)}
      {...(whole && low !== undefined && low >= 0 ? { mode: "numeric" as const } : {})}
    />
  );
}

/** The same for a number that may be missing: an empty field means none. */
export function OptionalNumberField({ value, low, high, whole = false, placeholder = "", class: classes = "", ...rest }: FieldProps<number | null> & Bounds) {
  const bounds = { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }), whole };
  return (
    <TypedField<number | null>
      {...rest}
      value={value}
      class={`num number ${classes}`}
      placeholder={placeholder}
      read={(text) => readWithin(text, bounds)}
      whole={value === null ? "" : written(value)}
      empty={{ value: null }}
      now={value ?? undefined}
      step={(from, by) => (from === null ? null : stepped(from, by, bounds))}
    />
  );
}

function stepped(from: number, by: number, bounds: Bounds): { value: number; text: string } | null {
  const value = moved(from, by);
  return refusal(value, bounds) === null ? { value, text: written(value) } : null;
}
