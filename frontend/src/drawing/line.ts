/**
 * One edge of the drawing: the curve that Graphviz routed, with an arrow at the consumer while values flow forward, and
 * at the producer, in the gradient's colour, once the gradient has flowed back; and a label box of fixed size.
 */
import type { Line } from "../model";
import { type LabelPlace, type Point, curvePath, points } from "./geometry";
import { clip, element, text, write } from "./svg";

export interface LineFace {
  state: "forward" | "backward" | "none";
  active: boolean;
  dim: boolean;
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

export class LineView {
  readonly curve: Point[];
  private readonly path: SVGPathElement;
  private readonly label: SVGGElement;
  private readonly factor = text(0, 0, "factor");
  private readonly contribution = text(0, 0, "contribution");
  private readonly undone = text(0, 0, "undone");
  private readonly slot: SVGTextElement;
  private shown = "";

  constructor(
    readonly root: SVGGElement,
    readonly line: Line,
  ) {
    this.curve = points(root.querySelector("path")?.getAttribute("d") ?? "");
    const arrow = points(root.querySelector("polygon")?.getAttribute("points") ?? "");
    const end = this.curve.at(-1) ?? { x: 0, y: 0 };
    const tip = arrow.length > 2 ? farthest(arrow, end) : null;
    this.path = element("path", { class: "wire", d: curvePath(this.curve, tip) });
    const head = tip ?? end;
    const { x, y } = besideTip(head, this.curve.at(-2) ?? head);
    this.slot = text(x, y + 3.5, "slot");
    this.label = element("g", { class: "label" });
    root.replaceChildren(this.path, this.slot);
  }

  /** Labels lie above all wires, in a layer of their own, on the side of the wire where there is room. */
  placeLabel({ x, y, anchor }: LabelPlace, layer: SVGGElement): void {
    const edge = x + { start: 0, middle: LABEL.width / 2, end: LABEL.width }[anchor];
    for (const [part, below] of [[this.factor, 10], [this.contribution, 22], [this.undone, 34]] as const) {
      part.setAttribute("x", String(edge));
      part.setAttribute("y", String(y + below));
      part.setAttribute("text-anchor", anchor);
    }
    this.label.append(this.factor, this.contribution, this.undone);
    layer.append(this.label);
  }

  paint(face: LineFace): void {
    const shown = JSON.stringify(face);
    if (shown === this.shown) return;
    this.shown = shown;
    const classes = ["line", face.state, face.active ? "active" : "", face.dim ? "dim" : ""].filter(Boolean).join(" ");
    this.root.setAttribute("class", classes);
    this.path.style.strokeWidth = face.state === "backward" ? String(1.2 + face.weight * 0.3) : "";
    write(this.slot, face.slot);
    const labelled = face.state !== "none" && (face.factor !== "" || face.contribution !== "");
    this.label.setAttribute("class", `label ${face.state}${face.active ? " active" : ""}${face.dim ? " dim" : ""}${labelled ? "" : " empty"}`);
    write(this.factor, face.factor);
    this.factor.classList.toggle("short", face.whole !== "");
    if (face.whole) {
      const tip = element("title");
      tip.textContent = face.whole;
      this.factor.append(tip);
    }
    write(this.undone, face.undone);
    write(this.contribution, clip(face.contribution, LABEL.characters));
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
