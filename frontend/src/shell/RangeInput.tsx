/**
 * A slider. Under a finger it waits until it is clear what is meant: a tap or a way to the side moves it, a way up or
 * down scrolls what it stands in and changes nothing. Browsers move a slider as soon as a finger touches it.
 */
import { useRef } from "preact/hooks";

/** Pixels that a finger may shake. */
const SHAKE = 8;

interface Props {
  value: number;
  onValue: (value: number, input: HTMLInputElement) => void;
  min: number;
  max: number;
  step?: number;
  disabled?: boolean;
  class?: string;
  title?: string;
  style?: Record<string, string>;
  "aria-label"?: string;
  "aria-valuetext"?: string;
}

/** A finger on the slider: where it came down, what the slider was then, and what it would be. */
interface Touch {
  x: number;
  y: number;
  before: string;
  wanted: string | null;
  meant: "open" | "scroll";
}

export function RangeInput({ value, onValue, ...rest }: Props) {
  const touch = useRef<Touch | null>(null);
  const letGo = (): void => {
    touch.current = null;
  };
  const take = (input: HTMLInputElement): void => {
    const wanted = touch.current?.meant === "open" ? touch.current.wanted : null;
    letGo();
    if (wanted === null) return;
    input.value = wanted;
    onValue(Number(wanted), input);
  };
  const moved = ({ clientX, clientY, currentTarget }: PointerEvent & { currentTarget: HTMLInputElement }): void => {
    if (touch.current?.meant !== "open") return;
    const [aside, along] = [Math.abs(clientX - touch.current.x), Math.abs(clientY - touch.current.y)];
    if (Math.max(aside, along) <= SHAKE) return;
    if (aside >= along) take(currentTarget);
    else touch.current.meant = "scroll";
  };
  return (
    <input
      {...rest}
      type="range"
      value={value}
      onPointerDown={({ pointerType, clientX: x, clientY: y, currentTarget }) => {
        touch.current = pointerType === "touch" ? { x, y, before: currentTarget.value, wanted: null, meant: "open" } : null;
      }}
      onPointerMove={moved}
      onPointerUp={(event) => take(event.currentTarget)}
      onPointerCancel={() => touch.current && (touch.current.meant = "scroll")}
      onTouchEnd={letGo}
      onTouchCancel={letGo}
      onKeyDown={letGo}
      onInput={({ currentTarget }) => {
        if (!touch.current) return onValue(Number(currentTarget.value), currentTarget);
        touch.current.wanted = currentTarget.value;
        currentTarget.value = touch.current.before;
      }}
    />
  );
}
