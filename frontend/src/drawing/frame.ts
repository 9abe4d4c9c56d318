/**
 * The ground of an open block: it follows its cards and the lines between them, so that nothing else lies on it; and its
 * name, a tab above one of its cards, which folds it. That of a loop, of which one turn is shown, leads from turn to turn.
 */
import { type Box, type Point, boundingBox, corners, curvePath, grown } from "../layout/geometry";
import type { OpenBlock } from "../model";
import { LOOP } from "../text";
import { sizeClass } from "./card";
import { clip, element, text } from "./svg";

const NAME = { size: 12, advance: 7.2, height: 17, pad: 6, characters: 26 };
/** Between the parts of a loop's tab, and how long its track is. */
const TURN = { gap: 7, arrow: 16, track: 72 };
/** How far the ground reaches beyond a card, and how wide it is along a line. */
const BEYOND = 5;
const ALONG = 14;

/** What a part of a loop's tab does when it is clicked. */
export type Deed = "previous" | "turn" | "next" | "all";

const wide = (words: string): number => words.length * NAME.advance;

export class FrameView {
  readonly id: string;
  readonly path: string;
  readonly ground = element("g", { class: "frame" });
  /** The name and the button over it, in the order of the cards. */
  readonly root = element("g", { class: "group-name" });
  readonly button: SVGRectElement;
  /** Leads through the turns of a loop; null where there is nothing to choose. */
  readonly slider: SVGRectElement | null = null;
  readonly box: Box;
  name: Box = { x: 0, y: 0, width: 0, height: NAME.height };
  private readonly label: string;

  /** `depth` is how many blocks are inside it: it reaches beyond them. */
  constructor(
    readonly block: OpenBlock,
    readonly cards: readonly Box[],
    curves: readonly (readonly Point[])[],
    depth: number,
  ) {
    const { id, path, label, turns, turn } = block;
    this.id = id;
    this.path = path;
    this.label = `▾ ${clip(label, NAME.characters)}${turns > 0 && turn === null ? ` ${LOOP.times(turns)}` : ""}`;
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
    if (turn === null) return;
    const spoken = { "aria-label": LOOP.slider(label, block.unrolls), "aria-valuemin": 1, "aria-valuemax": turns, "aria-valuenow": turn, "aria-valuetext": LOOP.turn(turn, turns) };
    this.slider = element("rect", { class: "hit", role: "slider", tabindex: -1, rx: 6, ...spoken });
    this.slider.dataset["does"] = "turn" satisfies Deed;
  }

  get size(): { width: number; height: number } {
    return { width: wide(this.label) + 2 * NAME.pad + this.turnWidth, height: NAME.height };
  }

  /** As wide for every turn, so that the tab stays where it is. */
  private get counter(): string {
    const { turn, turns } = this.block;
    return `${turn}/${turns}`.padStart(2 * String(turns).length + 1, " ");
  }

  private get turnWidth(): number {
    const all = this.block.unrolls ? wide(LOOP.all) + TURN.gap : 0;
    return this.slider ? 2 * TURN.arrow + wide(this.counter) + TURN.track + 2 * TURN.gap + all + NAME.pad : 0;
  }

  placeName(place: Box): void {
    this.name = place;
    const { x, y, width, height } = place;
    const own = width - this.turnWidth;
    this.root.append(element("rect", { class: "name-ground", x, y, width, height, rx: 6 }), this.words(x + own / 2, this.label));
    cover(this.button, { x, y, width: own, height });
    this.root.append(this.button);
    if (this.slider) this.placeTurns(x + own, this.slider);
  }

  private placeTurns(left: number, slider: SVGRectElement): void {
    const { turn, turns } = this.block;
    const { y, height } = this.name;
    let x = left;
    const arrow = (does: Deed, sign: string): void => {
      this.addPart(does, { x, y, width: TURN.arrow, height }, sign);
      x += TURN.arrow;
    };
    arrow("previous", "‹");
    this.root.append(this.words(x + wide(this.counter) / 2, this.counter.trim()));
    x += wide(this.counter);
    arrow("next", "›");
    const at = x + TURN.gap + (TURN.track * ((turn ?? 1) - 1)) / Math.max(1, turns - 1);
    const middle = y + height / 2;
    this.root.append(
      element("path", { class: "turn-track", d: `M${x + TURN.gap} ${middle}h${TURN.track}` }),
      element("circle", { class: "turn-thumb", cx: at, cy: middle, r: 4.5 }),
    );
    cover(slider, { x: x + TURN.gap, y, width: TURN.track, height });
    this.root.append(slider);
    x += TURN.track + 2 * TURN.gap;
    if (this.block.unrolls) this.addPart("all", { x: x - TURN.gap / 2, y, width: wide(LOOP.all) + TURN.gap, height }, LOOP.all);
  }

  /** A part for the pointer alone: the slider does the same by keyboard. */
  private addPart(does: Deed, box: Box, sign: string): void {
    const part = element("g", { class: "turn-part", "aria-hidden": "true" });
    part.dataset["does"] = does;
    const hit = element("rect", { class: "hit", rx: 6 });
    cover(hit, box);
    part.append(this.words(box.x + box.width / 2, sign), hit);
    this.root.append(part);
  }

  private words(x: number, content: string): SVGTextElement {
    const { y, height } = this.name;
    const words = text(x, y + height / 2 + 0.355 * NAME.size, `cluster-label ${sizeClass(NAME.size)}`, content);
    words.setAttribute("aria-hidden", "true");
    return words;
  }
}

/** What is clicked is a little larger than what is seen. */
function cover(hit: SVGRectElement, { x, y, width, height }: Box): void {
  for (const [name, value] of Object.entries({ x: x - 1, y: y - 4, width: width + 2, height: height + 8 })) hit.setAttribute(name, String(value));
}
