/** The shapes that cards are made of: outlines by kind, and the small marks in them. The legend shows the same ones. */
import type { Box } from "../layout/geometry";
import type { CardKind } from "../model";
import { element, text } from "./svg";

const ROUND = 8;
const SQUARE = 2;
/** How much a Σ card's corners are cut. */
const CUT = 9;

interface Corners {
  radius: number;
  cut: number;
}

function cornersOf(kind: CardKind, height: number): Corners {
  if (kind === "sum") return { radius: 0, cut: Math.min(CUT, height / 2.5) };
  if (kind === "data" || kind === "parameter") return { radius: SQUARE, cut: 0 };
  if (kind === "stub" || kind === "constant") return { radius: Math.min(16, height / 2), cut: 0 };
  return { radius: Math.min(ROUND, height / 3), cut: 0 };
}

/** The outline of a card, grown on all sides: each kind has its own shape, also where colours cannot be told apart. */
export function outline(kind: CardKind, width: number, height: number, className: string, grow = 0): SVGElement {
  const box = { x: -grow, y: -grow, width: width + 2 * grow, height: height + 2 * grow };
  const { radius, cut } = cornersOf(kind, height);
  if (cut > 0) return element("path", { class: className, d: withCorners(box, { radius: 0, cut: cut + 0.6 * grow }, true, true) });
  return element("rect", { class: className, ...box, rx: Math.max(0, radius + grow) });
}

/** A tab along the left side of a card. */
export const tab = (kind: CardKind, width: number, height: number): SVGElement =>
  element("path", { class: "tab", d: withCorners({ x: 0, y: 0, width, height }, cornersOf(kind, height), true, false) });

/** A band that ends at the lower right corner of a card; one as wide as the card at the lower left one, too. */
export function band(kind: CardKind, { x, y, width, height: tall }: Box, height: number): SVGElement {
  const { radius, cut } = cornersOf(kind, height);
  const size = radius + cut;
  if (tall < size) return element("path", { class: "band", d: `M${x} ${y}h${width}v${tall}H${x}z` });
  const corner = (dx: number, dy: number): string => (cut > 0 ? `l${dx} ${dy}` : `a${radius} ${radius} 0 0 1 ${dx} ${dy}`);
  const left = x === 0 ? `H${size}${corner(-size, -size)}` : `H${x}`;
  return element("path", { class: "band", d: `M${x} ${y}h${width}v${tall - size}${corner(-size, size)}${left}z` });
}

/** A box with rounded or cut corners at its left and right sides. */
function withCorners({ x, y, width, height }: Box, { radius, cut }: Corners, left: boolean, right: boolean): string {
  const corner = (dx: number, dy: number, on: boolean): string => {
    if (!on || radius + cut === 0) return "";
    return cut > 0 ? `l${dx * cut} ${dy * cut}` : `a${radius} ${radius} 0 0 1 ${dx * radius} ${dy * radius}`;
  };
  const size = radius + cut;
  const [l, r] = [left ? size : 0, right ? size : 0];
  return `M${x + l} ${y}h${width - l - r}${corner(1, 1, right)}v${height - 2 * r}${corner(-1, 1, right)}h${l + r - width}${corner(-1, -1, left)}v${2 * l - height}${corner(1, -1, left)}z`;
}

/** The brackets of a matrix. */
export function brackets({ x, y, width, height, of }: Box & { of: string }): SVGElement {
  const arm = 3.5;
  return element("path", { class: `bracket of-${of}`, d: `M${x + arm} ${y}h${-arm}v${height}h${arm}M${x + width - arm} ${y}h${arm}v${height}h${-arm}` });
}

/** What is not finite has a red octagon. */
export function octagon(x: number, y: number, size = 8): SVGElement[] {
  const corners = Array.from({ length: 8 }, (_, index) => {
    const angle = ((index + 0.5) * Math.PI) / 4;
    return `${(x + size * Math.cos(angle)).toFixed(2)} ${(y + size * Math.sin(angle)).toFixed(2)}`;
  });
  return [element("path", { class: "octagon", d: `M${corners.join("L")}z` }), ...exclamation(x, y, "octagon-mark")];
}

/** A finding: a triangle that stands on a card's upper edge. */
export const triangle = (x: number): SVGElement[] => [element("path", { class: "triangle", d: `M${x} -13l10 18h-20z` }), ...exclamation(x, -1, "triangle-mark")];

/** An exclamation mark as a shape: it is no text that could be too small. */
const exclamation = (x: number, y: number, className: string): SVGElement[] => [
  element("path", { class: className, d: `M${x - 1.1} ${y - 5}h2.2l-.4 5.6h-1.4zM${x - 1.1} ${y + 2}h2.2v2.2h-2.2z` }),
];

/** The corner mark of a card whose gradient is another one in the drawing beside this one. */
export const unequal = (): SVGElement[] => [element("circle", { r: 10 }), text(0, 4.5, "", "≠")];
