/**
 * The ground of an open group: it follows its cards and the lines between them, so that nothing else lies on it; and its
 * name, a tab above one of its cards, which folds the group.
 */
import { type Box, type Point, boundingBox, corners, curvePath, grown } from "../layout/geometry";
import type { Group } from "../model";
import { sizeClass } from "./card";
import { clip, element, text } from "./svg";

const NAME = { size: 12, height: 17, pad: 6, characters: 26 };
/** How far the ground reaches beyond a card, and how wide it is along a line. */
const BEYOND = 5;
const ALONG = 14;

export class FrameView {
  readonly id: string;
  readonly path: string;
  readonly ground = element("g", { class: "frame" });
  /** The name and the button over it, in the order of the cards. */
  readonly root = element("g", { class: "group-name" });
  readonly button: SVGRectElement;
  readonly box: Box;
  name: Box = { x: 0, y: 0, width: 0, height: NAME.height };
  private readonly label: string;

  /** `depth` is how many groups are inside it: it reaches beyond them. */
  constructor(
    { id, path, label }: Group,
    readonly cards: readonly Box[],
    curves: readonly (readonly Point[])[],
    depth: number,
  ) {
    this.id = id;
    this.path = path;
    this.label = `▾ ${clip(label, NAME.characters)}`;
    const beyond = BEYOND + 3 * depth;
    this.box = grown(boundingBox(cards.flatMap(corners)), beyond);
    for (const rim of [true, false]) {
      const layer = element("g", { class: rim ? "rim" : "fill" });
      const grow = beyond + (rim ? 1 : 0);
      layer.append(
        ...curves.map((curve) => element("path", { d: curvePath(curve), "stroke-width": ALONG + 6 * depth + (rim ? 2 : 0) })),
        ...cards.map((card) => element("rect", { ...grown(card, grow), rx: 9 + grow / 2 })),
      );
      this.ground.append(layer);
    }
    this.button = element("rect", { class: "hit", role: "button", tabindex: -1, "aria-expanded": "true", "aria-label": label, rx: 6 });
    this.root.dataset["frame"] = id;
  }

  get size(): { width: number; height: number } {
    return { width: this.label.length * NAME.size * 0.6 + 2 * NAME.pad, height: NAME.height };
  }

  placeName(place: Box): void {
    this.name = place;
    const { x, y, width, height } = place;
    const words = text(x + width / 2, y + height / 2 + 0.355 * NAME.size, `cluster-label ${sizeClass(NAME.size)}`, this.label);
    words.setAttribute("aria-hidden", "true");
    for (const [name, value] of Object.entries({ x: x - 2, y: y - 4, width: width + 4, height: height + 8 })) this.button.setAttribute(name, String(value));
    this.root.append(element("rect", { class: "name-ground", x, y, width, height, rx: 6 }), words, this.button);
  }
}
