/**
 * The frame around an open group, and its name: a tab on the frame's upper edge, which folds the group. All of the edge
 * is the tab's target, so that it can be hit at any zoom.
 */
import type { Group } from "../model";
import type { Box } from "./geometry";
import { clip, element, text } from "./svg";

export const NAME = { height: 22, target: 36, advance: 6.4, pad: 7, characters: 28 };

export class FrameView {
  readonly id: string;
  readonly path: string;
  readonly ground: SVGRectElement;
  /** The name and the button over it, in the order of the cards. */
  readonly root = element("g", { class: "group-name" });
  readonly button: SVGRectElement;
  name: Box;
  private readonly label: string;

  constructor(
    { id, path, label }: Group,
    readonly box: Box,
  ) {
    this.id = id;
    this.path = path;
    this.label = `▾ ${clip(label, NAME.characters)}`;
    this.ground = element("rect", { class: "frame", ...box, rx: 12 });
    this.button = element("rect", { class: "hit", role: "button", tabindex: -1, "aria-expanded": "true", "aria-label": label, x: box.x, y: box.y - 7, width: box.width, height: NAME.target, rx: 12 });
    this.root.dataset["frame"] = id;
    this.name = { x: box.x, y: box.y, width: this.width, height: NAME.height };
  }

  get width(): number {
    return Math.min(this.box.width - 16, this.label.length * NAME.advance + 2 * NAME.pad);
  }

  placeName(place: Box): void {
    this.name = place;
    const { x, y, width, height } = place;
    const words = text(x + width / 2, y + height / 2 + 4, "cluster-label", this.label);
    words.setAttribute("aria-hidden", "true");
    this.root.append(element("rect", { class: "tab", x, y, width, height, rx: 7 }), words, this.button);
  }
}
