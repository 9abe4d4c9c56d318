/**
 * One edge of the drawing: the curve that Graphviz routed, with an arrow at the consumer while values flow forward, and
 * at the producer, in the gradient's colour, once the gradient has flowed back; and a label box beside it.
 */
import type { Line } from "../model";
import { type Box, type Point, curvePath, distance, points, samples, shortened } from "./geometry";
import type { LabelPlace } from "./places";
import { clip, element, text, write } from "./svg";

export interface LineFace {
  state: "forward" | "backward" | "none";
  active: boolean;
  dim: boolean;
  /** Whether what it carries back is not finite. */
  bad: boolean;
  /** 0 … 7, the size of the contribution. */
  weight: number;
  factor: string;
  /** The factor in full where its label has no room for it. */
  whole: string;
  contribution: string;
  /** How many characters the contribution will have when all of it has come: the box is as wide before. */
  expected: number;
  /** The un-broadcasting of the present step: "(32, 100) → sum over axis 0 → (1, 100)". */
  undone: string;
  slot: string;
}

/** What shall find room beside a line, whatever step is shown. */
export interface LineRoom {
  /** Of the label's main rows: the factor, the contribution; 0 without a label. */
  characters: number;
  rows: number;
  undone: string;
  slot: string;
  slotAtSource: boolean;
}

/** The label: monospaced text in a box. No factor is longer than `factor`, no contribution than `characters`, and none that is described by its size than `described`. */
export const LABEL = { factor: 18, characters: 20, described: 12, advance: 6.3, row: 12.5, pad: 5 };

/** How many characters wide a text is. */
export const breadth = (content: string): number => content.length;

const boxWidth = (characters: number): number => characters * LABEL.advance + 2 * LABEL.pad;
const boxHeight = (rows: number): number => rows * LABEL.row + LABEL.pad;

/** What is undone takes two rows, or it would be too wide. */
const undoneRows = (undone: string): string[] => undone.split(/ (?=→ [^→]*$)/).filter(Boolean);

/** The size of the box in which a line's label always has room. */
export function roomSize({ characters, rows, undone }: LineRoom): { width: number; height: number } {
  const extra = undoneRows(undone);
  return { width: boxWidth(Math.max(characters, ...extra.map(breadth))), height: boxHeight(rows + extra.length) };
}

type Row = "factor" | "contribution" | "undone";

/** Widths of wires that carry a gradient back, and the sizes of their arrowheads, by the seven magnitudes. */
export const wireWidth = (weight: number): number => 1 + (Math.max(1, weight) - 1) * 0.6;
export const HEADS = [10, 12, 14] as const;
const headOf = (weight: number): number => (weight < 4 ? 0 : weight < 6 ? 1 : 2);
/** What is not finite has no size: its wire is as wide as a middling one. */
const BAD_WEIGHT = 5;
/** How much of an arrowhead's size lies between its tip and where the wire begins. */
const HEAD_LENGTH = 0.6;

export class LineView {
  readonly curve: Point[];
  private readonly path: SVGPathElement;
  /** The label's group and the box behind its text: made when they first come near the view. */
  private label: { root: SVGGElement; ground: SVGRectElement } | null = null;
  private readonly tip: Point | null;
  /** A glow under the wire; texts. Both are made when they are first needed: most lines never have most of them. */
  private glow: SVGPathElement | null = null;
  private readonly words: Partial<Record<Row | "undone to", SVGTextElement>> = {};
  private slot: SVGTextElement | null = null;
  private place: LabelPlace | null = null;
  private layer: SVGGElement | null = null;
  private face: LineFace | null = null;
  private isAway = false;
  private slotPlace: Box | null = null;
  private shown = "";
  /** Where the label's box and rows are now: setting even the same place anew would lay them out. */
  private form = "";
  /** How much of the wire an arrowhead at its start takes up now. */
  private head = 0;

  constructor(
    readonly root: SVGGElement,
    readonly line: Line,
  ) {
    this.curve = points(root.querySelector("path")?.getAttribute("d") ?? "");
    const arrow = points(root.querySelector("polygon")?.getAttribute("points") ?? "");
    const end = this.curve.at(-1) ?? { x: 0, y: 0 };
    this.tip = arrow.length > 2 ? farthest(arrow, end) : null;
    this.path = element("path", { class: "wire", d: curvePath(this.curve, this.tip) });
    root.replaceChildren(this.path);
  }

  /** The wire from one of its ends on. */
  from(end: "source" | "target"): Point[] {
    const wire = [...samples(this.curve, 3), ...(this.tip ? [this.tip] : [])];
    return end === "source" ? wire : wire.toReversed();
  }

  /** Labels lie above all wires, in a layer of their own. */
  placeLabel(place: LabelPlace, layer: SVGGElement): void {
    this.place = place;
    this.layer = layer;
  }

  placeSlot(place: Box): void {
    this.slotPlace = place;
  }

  /** Where the label is, if it has a place. */
  get box(): Box | null {
    return this.place;
  }

  /** Whether the label is far out of view: it is not drawn then, nor laid out by the browser. */
  set away(away: boolean) {
    if (away === this.isAway) return;
    this.isAway = away;
    this.label?.root.toggleAttribute("data-away", away);
    if (!away) this.complete();
  }

  /** Draws the label, also out of view: for paper and files. */
  complete(): void {
    if (this.face && this.place) this.paintLabel(this.face, this.place);
  }

  paint(face: LineFace): void {
    const shown = JSON.stringify(face);
    if (shown === this.shown) return;
    this.shown = shown;
    const { state, active, dim, bad } = face;
    const classes = ["line", state, active ? "active" : "", dim ? "dim" : "", bad ? "bad" : "", state === "backward" ? `head-${headOf(face.weight)}` : ""];
    this.root.setAttribute("class", classes.filter(Boolean).join(" "));
    this.paintWire(face);
    this.writeSlot(face.slot);
    this.face = face;
    if (!this.isAway) this.complete();
  }

  private paintWire({ state, active, bad, weight: size }: LineFace): void {
    const back = state === "backward";
    const weight = bad ? BAD_WEIGHT : size;
    this.path.style.strokeWidth = back ? wireWidth(weight).toFixed(2) : "";
    const head = back ? HEAD_LENGTH * (HEADS[headOf(weight)] ?? 0) : 0;
    if (head !== this.head) this.path.setAttribute("d", curvePath(shortened(this.curve, head), this.tip));
    this.head = head;
    if (!active) {
      this.glow?.remove();
      return;
    }
    this.glow ??= element("path", { class: "glow", d: curvePath(this.curve, this.tip) });
    this.glow.style.strokeWidth = String((back ? wireWidth(weight) : 2) + 8);
    this.root.prepend(this.glow);
  }

  private writeSlot(slot: string): void {
    if (!this.slot && slot && this.slotPlace) {
      const { x, y, width, height } = this.slotPlace;
      this.slot = text(x + width / 2, y + height / 2 + 3.5, "slot");
      this.root.append(this.slot);
    }
    if (this.slot) write(this.slot, slot);
  }

  private paintLabel({ state, active, dim, bad, factor, whole, contribution, expected, undone }: LineFace, place: LabelPlace): void {
    const labelled = state !== "none" && (factor !== "" || contribution !== "");
    if (!labelled && !this.label) return;
    const { root, ground } = (this.label ??= this.makeLabel());
    root.setAttribute("class", ["label", state, active ? "active" : "", dim ? "dim" : "", bad ? "bad" : "", labelled ? "" : "empty"].filter(Boolean).join(" "));
    if (!labelled) return;
    const [sum = "", shape = ""] = undoneRows(undone);
    const own: [Row | "undone to", string][] = factor ? [["factor", factor], ["contribution", clip(contribution, LABEL.characters)]] : [["contribution", clip(contribution, LABEL.characters)]];
    const extra: [Row | "undone to", string][] = [["undone", sum], ["undone to", shape]];
    // What is undone comes and goes: it is written on the side away from the wire, and the rest stays where it is.
    const rows = (place.hold === "top" ? [...own, ...extra] : [...extra, ...own]).filter(([row, content]) => content !== "" || row === "contribution");
    for (const [row, part] of Object.entries(this.words)) if (!rows.some(([name]) => name === row)) write(part, "");
    const width = boxWidth(Math.max(Math.min(expected, LABEL.characters), ...rows.map(([, content]) => breadth(content))));
    const height = boxHeight(rows.length);
    const left = { start: place.x, middle: place.x + (place.width - width) / 2, end: place.x + place.width - width }[place.anchor];
    const top = place.hold === "top" ? place.y : place.y + place.height - height;
    const form = `${left} ${top} ${width} ${rows.map(([row]) => row).join()}`;
    if (form !== this.form) for (const [name, value] of Object.entries({ x: left, y: top, width, height })) ground.setAttribute(name, value.toFixed(1));
    for (const [index, [row, content]] of rows.entries()) {
      const part = (this.words[row] ??= root.appendChild(text(0, 0, row)));
      if (form !== this.form) {
        part.setAttribute("x", (left + width / 2).toFixed(1));
        part.setAttribute("y", (top + LABEL.pad / 2 + (index + 1) * LABEL.row - 3.2).toFixed(1));
      }
      write(part, content);
    }
    this.form = form;
    this.words.factor?.classList.toggle("short", whole !== "");
    if (this.words.factor && whole) {
      const tip = element("title");
      tip.textContent = whole;
      this.words.factor.append(tip);
    }
  }

  private makeLabel(): { root: SVGGElement; ground: SVGRectElement } {
    const root = element("g", { class: "label empty" });
    const ground = element("rect", { class: "ground", rx: 5 });
    root.toggleAttribute("data-away", this.isAway);
    root.append(ground);
    this.layer?.append(root);
    return { root, ground };
  }
}

function farthest(corners: Point[], from: Point): Point {
  return corners.reduce((best, corner) => (distance(corner, from) > distance(best, from) ? corner : best));
}
