/** The shapes that cards are made of: outlines by kind, and the small marks in them. The legend shows the same ones. */
import type { CardKind } from "../model";
import { LEVELS } from "../vocabulary";
import { element, text } from "./svg";

/** Cards lower than this are pills: one line of text. */
export const PILL_HEIGHT = 48;
const ROUND = 10;
const SQUARE = 2;
/** How much a Σ card's corners are cut. */
const CUT = 11;

/** The outline of a card, grown on all sides: each kind has its own shape, also where colours cannot be told apart. */
export function outline(kind: CardKind, width: number, height: number, className: string, grow = 0): SVGElement {
  const box = { x: -grow, y: -grow, width: width + 2 * grow, height: height + 2 * grow };
  if (kind === "sum") {
    const cut = Math.min(CUT, height / 2.5) + 0.6 * grow;
    const [across, down] = [box.width - 2 * cut, box.height - 2 * cut];
    return element("path", { class: className, d: `M${cut - grow} ${-grow}h${across}l${cut} ${cut}v${down}l${-cut} ${cut}h${-across}l${-cut} ${-cut}v${-down}z` });
  }
  return element("rect", { class: className, ...box, rx: Math.max(0, radius(kind, height) + grow) });
}

function radius(kind: CardKind, height: number): number {
  if (kind === "data" || kind === "parameter") return SQUARE;
  if (kind === "stub" || kind === "constant") return Math.min(24, height / 2);
  return Math.min(ROUND, height / 3);
}

/** A folded group has a second line inside its border. */
export const innerLine = (width: number, height: number): SVGElement => outline("group", width, height, "inner", -3.5);

/** The magnitude bar: cells of 9 × 3 pixels; a dot where the size is below all of them, an arrow where it is above. */
export function gauge(x: number, y: number, cells: number, beyond: -1 | 0 | 1): SVGElement[] {
  const bars = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, index) => `M${x + (from + index) * 10.5} ${y}h9v3h-9z`).join("");
  const full = beyond < 0 ? `M${x} ${y}h3v3h-3z` : bars(0, cells);
  const tip = beyond > 0 ? `M${x + LEVELS * 10.5} ${y - 1.5}l5 3l-5 3z` : "";
  return [element("path", { class: "off", d: bars(0, LEVELS) }), element("path", { class: "on", d: full + tip })];
}

/** What needs no gradient is hatched. */
export function hatching(left: number, right: number, y: number): SVGElement {
  const strokes = Math.max(0, Math.floor((right - left - 7) / 6) + 1);
  return element("path", { class: "hatched", d: Array.from({ length: strokes }, (_, index) => `M${left + index * 6} ${y + 7}l7 -7`).join("") });
}

/** What is not finite has a red octagon. */
export function octagon(x: number, y: number, size = 7): SVGElement[] {
  const corners = Array.from({ length: 8 }, (_, index) => {
    const angle = ((index + 0.5) * Math.PI) / 4;
    return `${(x + size * Math.cos(angle)).toFixed(2)} ${(y + size * Math.sin(angle)).toFixed(2)}`;
  });
  return [element("path", { class: "octagon", d: `M${corners.join("L")}z` }), text(x, y + 3.5, "octagon-mark", "!")];
}

/** A finding: a triangle that stands on a card's upper edge. */
export const triangle = (x: number): SVGElement[] => [element("path", { d: `M${x} -12l9 16h-18z` }), text(x, 2, "", "!")];
