/**
 * One edge of the drawing: the curve that Graphviz routed, with an arrow at the consumer while values flow forward, and
 * at the producer, in the gradient's colour, once the gradient has flowed back; and a label box of fixed size.
 */
import type { Line } from "../model";
import { type Box, type LabelPlace, type Point, curvePath, points } from "./geometry";
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
  /** The un-broadcasting of the present step: "(32, 100) → sum over axis 0 → (1, 100)". */
  undone: string;
  slot: string;
}

/** Room for a label beside its wire. */
export const LABEL = { width: 86, height: 26, gap: 7, characters: 14 };

/** The rows of a label: what each says, and how far below the label's top. What is undone takes two, or it would be too wide. */
const ROWS = { factor: 10, contribution: 22, undone: 34, "undone to": 46 };

export class LineView {
  readonly curve: Point[];
  private readonly path: SVGPathElement;
  private readonly label = element("g", { class: "label empty" });
  private readonly tip: Point | null;
  /** Texts are made when there is something to write into them: most lines never have most of them. */
  private readonly words: Partial<Record<keyof typeof ROWS | "slot", SVGTextElement>> = {};
  private place: LabelPlace | null = null;
  private shown = "";

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

  /** Labels lie above all wires, in a layer of their own, on the side of the wire where there is room. */
  placeLabel(place: LabelPlace, layer: SVGGElement): void {
    this.place = place;
    layer.append(this.label);
  }

  /** Where the label is, once it has a place. */
  get box(): Box | null {
    return this.place;
  }

  /** Whether the label is far out of view; it then takes no part in the browser's layout. */
  set away(away: boolean) {
    this.label.toggleAttribute("data-away", away);
  }

  private write(row: keyof typeof ROWS, content: string): SVGTextElement | null {
    if (!this.words[row] && content && this.place) {
      const { x, y, anchor } = this.place;
      const edge = x + { start: 0, middle: LABEL.width / 2, end: LABEL.width }[anchor];
      const made = text(edge, y + ROWS[row], row);
      made.setAttribute("text-anchor", anchor);
      this.label.append(made);
      this.words[row] = made;
    }
    const part = this.words[row] ?? null;
    if (part) write(part, content);
    return part;
  }

  private writeSlot(slot: string): void {
    if (!this.words.slot && slot) {
      const head = this.tip ?? this.curve.at(-1) ?? { x: 0, y: 0 };
      const { x, y } = besideTip(head, this.curve.at(-2) ?? head);
      this.words.slot = text(x, y + 3.5, "slot");
      this.root.append(this.words.slot);
    }
    if (this.words.slot) write(this.words.slot, slot);
  }

  paint(face: LineFace): void {
    const shown = JSON.stringify(face);
    if (shown === this.shown) return;
    this.shown = shown;
    const classes = ["line", face.state, face.active ? "active" : "", face.dim ? "dim" : "", face.bad ? "bad" : ""].filter(Boolean).join(" ");
    this.root.setAttribute("class", classes);
    this.path.style.strokeWidth = face.state === "backward" ? String(1.2 + (face.bad ? 4 : face.weight) * 0.3) : "";
    this.writeSlot(face.slot);
    const labelled = face.state !== "none" && (face.factor !== "" || face.contribution !== "");
    this.label.setAttribute("class", `label ${face.state}${face.active ? " active" : ""}${face.dim ? " dim" : ""}${face.bad ? " bad" : ""}${labelled ? "" : " empty"}`);
    const factor = this.write("factor", face.factor);
    factor?.classList.toggle("short", face.whole !== "");
    if (factor && face.whole) {
      const tip = element("title");
      tip.textContent = face.whole;
      factor.append(tip);
    }
    this.write("contribution", clip(face.contribution, LABEL.characters));
    const [sum = "", shape = ""] = face.undone.split(/(?=→ [^→]*$)/);
    this.write("undone", sum);
    this.write("undone to", shape);
  }
}

/** A place next to the end of a curve, a little before it and off the line. */
function besideTip(tip: Point, before: Point): Point {
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [dx, dy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  return { x: tip.x - 14 * dx + 8 * dy, y: tip.y - 14 * dy - 8 * dx };
}

function farthest(corners: Point[], from: Point): Point {
  const distance = ({ x, y }: Point): number => Math.hypot(x - from.x, y - from.y);
  return corners.reduce((best, corner) => (distance(corner) > distance(best) ? corner : best));
}
