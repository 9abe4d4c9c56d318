/**
 * One edge of the drawing: a curve with an arrow at the consumer while values flow forward, and at the producer, in the
 * gradient's colour, once the gradient has flowed back. The factor stands on it where there is room.
 */
import { type Box, type Point, boundingBox, corners, curvePath, reversed, samples, shortened } from "../layout/geometry";
import type { Line } from "../model";
import { sizeClass } from "./card";
import { SMALLEST } from "./detail";
import { element, put, text, write } from "./svg";

export interface LineFace {
  state: "forward" | "backward" | "none";
  active: boolean;
  dim: boolean;
  /** Whether its local derivative is shown. */
  open: boolean;
  /** Whether what it carries back is not finite. */
  bad: boolean;
  /** 0 … 7, the size of the contribution. */
  weight: number;
  factor: string;
  /** The factor in full where its label has no room for it. */
  whole: string;
  /** The un-broadcasting of the present step: "(32, 100) → sum over axis 0 → (1, 100)". */
  undone: string;
  slot: string;
}

/** No factor on an arrow is longer. */
export const MOST_FACTOR = 18;
const FACTOR = { size: SMALLEST, advance: 0.6 * SMALLEST, height: 14, row: 13 };

/** The size of the text of a factor. */
export const factorSize = (characters: number): { width: number; height: number } => ({ width: characters * FACTOR.advance + 4, height: FACTOR.height });

/** Widths of wires that carry a gradient back, and the sizes of their arrowheads, by the seven magnitudes. */
export const wireWidth = (weight: number): number => 1 + (Math.max(1, weight) - 1) * 0.6;
export const HEADS = [9, 11, 13] as const;
const headOf = (weight: number): number => (weight < 4 ? 0 : weight < 6 ? 1 : 2);
/** What is not finite has no size: its wire is as wide as a middling one. */
const BAD_WEIGHT = 5;
/** How much of an arrowhead lies between its tip and where the wire begins. */
const HEAD_LENGTH = 0.7;
const FORWARD_HEAD = 6;

export class LineView {
  readonly root = element("g");
  private readonly path = element("path", { class: "wire" });
  /** As wide as a finger: it takes the clicks. */
  private readonly grip = element("path", { class: "grip" });
  /** The label's group: made when it first comes near the view. */
  private label: SVGGElement | null = null;
  /** A glow under the wire, made when it is first needed: most lines never have one. */
  private glow: SVGPathElement | null = null;
  private layer: SVGGElement | null = null;
  private place: Box | null = null;
  private extent: Box | null = null;
  private isFree: (box: Box) => boolean = () => true;
  private slot: SVGTextElement | null = null;
  private slotPlace: Box | null = null;
  private face: LineFace | null = null;
  private isAway = false;
  private shown = "";
  /** What the wire was last drawn for. */
  private wired = "";
  /** Makes what has changed out of view. */
  private waiting: (() => LineFace) | null = null;

  constructor(
    readonly line: Line,
    readonly curve: readonly Point[],
  ) {
    this.root.id = line.id;
    this.grip.setAttribute("d", curvePath(curve));
    this.root.append(this.path, this.grip);
  }

  /** The wire from one of its ends on. */
  from(end: "source" | "target"): Point[] {
    const wire = samples(this.curve, 3);
    return end === "source" ? wire : wire.toReversed();
  }

  /** Labels lie above all wires, in a layer of their own; without a place there is none. */
  placeLabel(place: Box | null, layer: SVGGElement, isFree: (box: Box) => boolean): void {
    this.place = place;
    this.extent = null;
    this.isFree = isFree;
    this.layer = layer;
  }

  placeSlot(place: Box | null): void {
    this.slotPlace = place;
  }

  /** Where it is, with its label if that has a place; a line without a course is nowhere. */
  get box(): Box | null {
    if (this.curve.length === 0) return this.place;
    return (this.extent ??= boundingBox([...this.curve, ...(this.place ? corners(this.place) : [])]));
  }

  /** Leaves the painting for when the line comes near the view; whether it may wait. */
  later(face: () => LineFace): boolean {
    this.waiting = this.isAway ? face : null;
    return this.isAway;
  }

  /** Whether the line is far out of view: its label is not drawn then, nor laid out by the browser. */
  set away(away: boolean) {
    if (away === this.isAway) return;
    this.isAway = away;
    this.label?.toggleAttribute("data-away", away);
    if (!away) this.complete();
  }

  /** Draws the label, also out of view: for paper and files. */
  complete(): void {
    if (this.waiting) this.paint(this.waiting());
    if (this.face && this.place) this.paintLabel(this.face, this.place);
  }

  paint(face: LineFace): void {
    this.waiting = null;
    const shown = JSON.stringify(face);
    if (shown === this.shown) return;
    this.shown = shown;
    const { state, active, dim, bad, open } = face;
    const classes = ["line", state, active ? "active" : "", dim ? "dim" : "", open ? "open" : "", bad ? "bad" : "", state === "backward" ? `head-${headOf(face.weight)}` : ""];
    put(this.root, "class", classes.filter(Boolean).join(" "));
    this.paintWire(face);
    this.writeSlot(face.slot);
    this.face = face;
    if (!this.isAway) this.complete();
  }

  private paintWire({ state, active, open, bad, weight: size }: LineFace): void {
    const wired = [state, active, open, bad, size].join();
    if (wired === this.wired) return;
    this.wired = wired;
    const back = state === "backward";
    const weight = bad ? BAD_WEIGHT : size;
    this.path.style.strokeWidth = back ? wireWidth(weight).toFixed(2) : "";
    const head = back ? HEAD_LENGTH * (HEADS[headOf(weight)] ?? 0) : FORWARD_HEAD;
    const wire = back ? shortened(this.curve, head) : reversed(shortened(reversed(this.curve), head));
    const way = curvePath(wire);
    put(this.path, "d", way);
    if (!active && !open) {
      this.glow?.remove();
      return;
    }
    this.glow ??= element("path", { class: "glow", d: curvePath(this.curve) });
    this.glow.style.strokeWidth = String((back ? wireWidth(weight) : 2) + 8);
    this.root.prepend(this.glow);
  }

  private writeSlot(slot: string): void {
    if (!this.slot && slot && this.slotPlace) {
      const { x, y, width, height } = this.slotPlace;
      this.slot = text(x + width / 2, y + height / 2 + 0.355 * SMALLEST, `slot ${sizeClass(SMALLEST)}`);
      this.root.append(this.slot);
    }
    if (this.slot) write(this.slot, slot);
  }

  private paintLabel({ state, active, dim, bad, factor, whole, undone }: LineFace, { x, y, width, height }: Box): void {
    const labelled = state !== "none" && factor !== "";
    if (!labelled && !this.label) return;
    const label = (this.label ??= this.makeLabel());
    put(label, "class", ["label", state, active ? "active" : "", dim ? "dim" : "", bad ? "bad" : "", labelled ? "" : "empty"].filter(Boolean).join(" "));
    const middle = { x: x + width / 2, y: y + height / 2 };
    const rows = labelled ? [{ name: "factor", content: factor, ...middle }, ...this.undoneRows(undone, { x, y, width, height })] : [];
    while (label.childElementCount > rows.length) label.lastElementChild?.remove();
    for (const [index, { name, content, x: across, y: down }] of rows.entries()) {
      const made = label.children[index] ?? label.appendChild(text(0, 0, ""));
      const short = index === 0 && whole !== "";
      put(made, "class", [name, sizeClass(FACTOR.size), short ? "short" : ""].filter(Boolean).join(" "));
      put(made, "x", String(across));
      put(made, "y", String(down + 0.355 * FACTOR.size));
      writeWithTip(made, content, short ? whole : "");
    }
  }

  /** Below the factor or above it, where that is on no card: the equation says the same. */
  private undoneRows(undone: string, { x, y, width, height }: Box): { name: string; content: string; x: number; y: number }[] {
    const rows = undone.split(/ (?=→ [^→]*$)/).filter(Boolean);
    const size = { width: FACTOR.advance * Math.max(0, ...rows.map(({ length }) => length)), height: FACTOR.row * rows.length };
    const lefts = [x + (width - size.width) / 2, x, x + width - size.width];
    const place = [y + height, y - size.height].flatMap((top) => lefts.map((left) => ({ x: left, y: top, ...size }))).find((box) => this.isFree(box));
    return place ? rows.map((content, row) => ({ name: "undone", content, x: place.x + size.width / 2, y: place.y + (row + 0.5) * FACTOR.row })) : [];
  }

  private makeLabel(): SVGGElement {
    const root = element("g", { class: "label empty" });
    root.toggleAttribute("data-away", this.isAway);
    this.layer?.append(root);
    return root;
  }
}

/** A text, and what a pointer is told of it; rewritten in place, for numbers that move. */
function writeWithTip(made: Element, content: string, tip: string): void {
  const before = made.querySelector("title");
  if (before && tip && made.firstChild instanceof Text) {
    if (made.firstChild.data !== content) made.firstChild.data = content;
    return write(before, tip);
  }
  write(made, content);
  if (tip) made.appendChild(element("title")).textContent = tip;
}
