/**
 * What stands left and right of a graph can be hidden, one by one or both at once, so that the graph has the whole
 * width: for a lecture hall. The choice is kept on this machine; where a window has room for one part only it rests.
 */
import { type ReadonlySignal, computed, signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { media } from "../media";
import { keep, read } from "../storage";
import { Icon } from "./Icon";

export type Side = "left" | "right";
const SIDES = ["left", "right"] as const;

export interface Sides {
  /** Whether the window is wide enough to hide anything for. */
  roomy: ReadonlySignal<boolean>;
  hidden: ReadonlySignal<Record<Side, boolean>>;
  /** For the element that holds the graph and its sides. */
  classes: ReadonlySignal<string>;
  open: (side: Side) => void;
  toggle: (side: Side) => void;
  /** Hides both, or brings both back where both are hidden. */
  toggleBoth: () => void;
}

export function createSides(key: string, roomy: ReadonlySignal<boolean>): Sides {
  const chosen = signal(new Set((read(key) ?? "").split(",").filter(Boolean)));
  const hidden = computed(() => ({ left: roomy.value && chosen.value.has("left"), right: roomy.value && chosen.value.has("right") }));
  const choose = (names: readonly string[]): void => {
    chosen.value = new Set(names);
    keep(key, names.join(","));
  };
  const open = (side: Side): void => {
    if (hidden.peek()[side]) choose(SIDES.filter((name) => name !== side && hidden.peek()[name]));
  };
  const hide = (side: Side): void => choose(SIDES.filter((name) => name === side || hidden.peek()[name]));
  return {
    roomy,
    hidden,
    classes: computed(() => {
      const names = SIDES.filter((side) => hidden.value[side]);
      return [...names.map((side) => `without-${side}`), names.length === SIDES.length ? "presenting" : ""].filter(Boolean).join(" ");
    }),
    open,
    toggle: (side) => (hidden.peek()[side] ? open(side) : hide(side)),
    toggleBoth: () => {
      if (roomy.peek()) choose(SIDES.every((side) => hidden.peek()[side]) ? [] : SIDES);
    },
  };
}

/** Wide, and not so low that a page shows its parts one by one. */
export const roomyFrom = (width: string): ReadonlySignal<boolean> => media(`(min-width: ${width}) and (min-height: 30.01em)`);

interface Props {
  sides: Sides;
  side: Side;
  /** What it hides: the words on the tab, and what a press does. */
  words: { name: string; hide: string; show: string };
}

/** The tab at the graph's edge that hides what stands there and brings it back. It stands next to what it hides, towards the graph. */
export function EdgeTab({ sides, side, words }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const hidden = sides.hidden.value[side];
  useLayoutEffect(() => {
    const { activeElement } = document;
    const outwards = side === "left" ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const gone = hidden && activeElement?.getClientRects().length === 0;
    if (gone && button.current && button.current.compareDocumentPosition(activeElement) & outwards) button.current.focus();
  }, [hidden]);
  if (!sides.roomy.value) return null;
  const pointsLeft = (side === "left") !== hidden;
  return (
    <button type="button" class={`edge-tab ${side}`} ref={button} aria-label={words.name} title={hidden ? words.show : words.hide} aria-expanded={!hidden} onClick={() => sides.toggle(side)}>
      <Icon name={pointsLeft ? "back" : "forward"} size={14} />
      {hidden && <span>{words.name}</span>}
    </button>
  );
}
