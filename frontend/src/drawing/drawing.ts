/**
 * The drawing of one graph: a plain DOM class. `mount` builds our parts in the places of a plan, `paint` rewrites what
 * changed. It knows no store: what people do comes out through `Hands`.
 */
import { type Point, boundingBox, centre, corners, overlaps } from "../layout/geometry";
import { type CardView, sizeClass } from "./card";
import { SMALLEST } from "./detail";
import { glide } from "./glide";
import { arrowheads } from "./heads";
import type { LineFace } from "./line";
import type { CardLook, LineRoom } from "./look";
import { Motion } from "./motion";
import { Parts, type PlacedCard } from "./parts";
import type { Layout } from "./sketch";
import { type Anchor, anchors, holdStill } from "./still";
import { element } from "./svg";
import { type Hands, Touch } from "./touch";
import { Viewport } from "./viewport";


/** What a drawing is made of. */
export interface Mounted {
  layout: Layout;
  label: string;
  /** What labels and numbers of arguments need, by line. */
  rooms: ReadonlyMap<string, LineRoom>;
  /** The node that is looked at first where not everything can be seen. */
  first: string;
  /** Whether the picture begins anew, wherever somebody had moved the one before. */
  anew: boolean;
  /** Whether it is a part of the graph, in which groups are not whole. */
  part: boolean;
}

/** What was there before a new layout. */
interface Earlier {
  /** Where the cards were in the drawing. */
  before: Map<string, Point>;
  still: Anchor[];
  /** Whether the keyboard was in it. */
  held: boolean;
}

/** Drawings of more cards than this keep away from the browser's layout what is out of view. */
const ALL_IN_VIEW = 30;
/** The sizes of text in a drawing, in pixels at scale 1. */
const SIZES = [11, 12, 13, 17, 20];

/** Where only text of this size could be read, cards are plain blocks. */
const FAR = 60;

/** Room around a printed picture. */
const PAPER = 8;

export class Drawing {
  readonly svg = element("svg", { class: "drawing", role: "group", tabindex: -1 });
  readonly viewport: Viewport;
  private readonly layer = element("g", { class: "viewport" });
  private readonly parts = new Parts();
  private shown: Map<string, string> = new Map();
  /** The cards that are pointed at, here or in the text or the table: lit without painting anything else. */
  private lit: CardView[] = [];
  /** The smallest size of text that is drawn now. */
  private zoomed = 0;
  /** Tells who shows where the view is. */
  seen: () => void = () => undefined;
  /** Pointer and keyboard. */
  readonly touch: Touch;

  /** What moves in a step. */
  readonly motion: Motion;

  constructor(host: HTMLElement, hands: Hands) {
    this.svg.append(arrowheads(this.svg), this.layer);
    host.append(this.svg);
    this.viewport = new Viewport(this.svg, this.layer, () => this.keepInView());
    this.motion = new Motion(this.layer, this.parts);
    this.touch = new Touch(this.svg, this.parts, this.viewport, hands);
  }

  /** Takes a new layout. Cards that were there before glide from where they were. */
  mount({ layout, label, rooms, first, anew, part }: Mounted): void {
    if (anew) this.viewport.untouched = true;
    this.motion.stop();
    const before = new Map([...this.parts.cards].map(([id, { box }]) => [id, centre(box)]));
    const still = this.viewport.untouched ? [] : anchors(this.parts, this.viewport);
    const held = this.layer.contains(document.activeElement);
    this.svg.setAttribute("aria-label", label);
    this.svg.dataset["detail"] = layout.detail.name;
    this.layer.replaceChildren(this.parts.build(layout, rooms, !part));
    this.lit = [];
    const { scale, whole } = layout.plan;
    const output = this.parts.cardsOf(layout.scene.graph.output)[0];
    const looked = this.parts.cardsOf(first)[0] ?? output;
    const content = boundingBox(this.parts.boxes.flatMap(corners));
    this.viewport.setContent(content, { scale, whole, at: looked?.box ?? content });
    this.settle({ before, still, held }, output?.view.card.id ?? null);
    this.shown = new Map();
    this.zoomed = 0;
    this.keepInView();
  }

  /** The same layout in a view of another size. */
  refit(scale: number, whole: boolean): void {
    this.viewport.setScale(scale, whole);
    if (this.viewport.untouched) this.viewport.begin();
  }

  /** Brings the new picture into place, and the keyboard to where it was. */
  private settle({ before, still, held }: Earlier, output: string | null): void {
    const toggled = this.touch.takeToggled();
    const changed = toggled && this.parts.partOf(toggled.path);
    if (this.viewport.untouched || before.size === 0) this.viewport.begin();
    else if (changed && toggled) this.viewport.hold(changed.anchor, toggled.at);
    else if (!holdStill(this.parts, this.viewport, still)) this.viewport.begin();
    if (before.size > 0) this.glideFrom(before);
    this.touch.settle(held, changed?.focus ?? null, output ?? [...this.parts.cards.keys()].at(-1) ?? null);
  }

  /**
   * Text is hidden where it would be drawn too small; cards then show a name if there is room. In a large drawing only
   * what is in view, or soon will be, takes part in the browser's layout.
   */
  private keepInView(): void {
    const least = SMALLEST / Math.max(this.viewport.scale, 1e-6);
    const changed = Math.abs(least - this.zoomed) > 0.02 * least;
    if (changed) this.hideSmall(least);
    if (this.parts.cards.size > ALL_IN_VIEW) {
      const { x, y, width, height } = this.viewport.view;
      const near = { x: x - width / 8, y: y - height / 8, width: 1.25 * width, height: 1.25 * height };
      const far = least > FAR;
      for (const { view, box } of this.parts.cards.values()) view.away = far || !overlaps(near, box);
      for (const view of this.parts.lines.values()) view.away = far || (view.box !== null && !overlaps(near, view.box));
    }
    if (changed) for (const { view } of this.parts.cards.values()) view.zoomTo(least);
    this.seen();
  }

  private hideSmall(least: number): void {
    this.zoomed = least;
    for (const size of SIZES) this.layer.classList.toggle(`no-${sizeClass(size)}`, size < least - 1e-6);
    this.layer.classList.toggle("far", least > FAR);
    this.layer.style.setProperty("--least", `${least.toFixed(2)}px`);
  }

  /** Rewrites what has changed; while numbers move, what is out of view waits. */
  paint(looks: Map<string, CardLook>, faces: Map<string, () => LineFace>, moving = false): void {
    let selecting = false;
    for (const [id, look] of looks) {
      selecting ||= look.selected;
      const card = this.parts.cards.get(id);
      const paint = (): void => card && this.paintCard(id, card.view, look, moving);
      if (!(moving && card?.view.later(paint))) paint();
    }
    this.touch.selecting = selecting;
    for (const [id, face] of faces) {
      const line = this.parts.lines.get(id);
      if (!(moving && line?.later(face))) line?.paint(face());
    }
    if (this.zoomed > SMALLEST) for (const { view } of this.parts.cards.values()) view.zoomTo(this.zoomed);
    for (const { root } of this.lit) root.classList.add("hovered");
  }

  private paintCard(id: string, view: CardView, look: CardLook, moving: boolean): void {
    const { face } = look;
    view.paint(face, look.differs, moving);
    const flags = Object.entries({ ...look, ahead: face.value === null, "bad-value": (face.value?.nonfinite ?? 0) > 0 });
    const state = flags.filter(([, on]) => on === true).map(([name]) => name);
    const classes = ["card", view.card.kind, look.tint, ...state].filter(Boolean).join(" ");
    if (this.shown.get(id) === classes) return;
    this.shown.set(id, classes);
    view.root.setAttribute("class", classes);
    view.button.setAttribute("aria-pressed", String(look.selected));
  }

  /** Lights the cards that show these nodes. */
  hover(nodes: readonly string[]): void {
    for (const { root } of this.lit) root.classList.remove("hovered");
    this.lit = nodes.length === 0 ? [] : this.parts.cardsOf(...nodes).map(({ view }) => view);
    for (const { root } of this.lit) root.classList.add("hovered");
  }

  /** Brings the card of a node into view. */
  reveal(node: string): void {
    const [card] = this.parts.cardsOf(node);
    if (card) this.viewport.reveal(card.box);
  }

  /** Brings the card of a node into view, large enough to be read. */
  show(node: string): void {
    const [card] = this.parts.cardsOf(node);
    if (!card) return;
    this.viewport.magnify(card.box);
    this.viewport.reveal(card.box);
  }

  /** Brings into view what computes in a step and what its gradients arrive at; if that is too much, only the one or the other. */
  follow(node: string, edges: readonly string[]): void {
    const own = this.parts.cardsOf(node).slice(0, 1);
    const sources = [...this.parts.lines.values()].flatMap(({ line }) => (line.edges.some((id) => edges.includes(id)) ? (this.parts.cards.get(line.source) ?? []) : []));
    const choices = [[...own, ...sources], sources, own].filter(({ length }) => length > 0).map((cards) => boundingBox(cards.flatMap(({ box }) => corners(box))));
    const box = choices.find((choice) => this.viewport.holds(choice)) ?? choices.at(-1);
    if (box) this.viewport.reveal(box);
  }

  /** The cards and where they stand, for a map of them. */
  get placed(): readonly PlacedCard[] {
    return [...this.parts.cards.values()];
  }

  /** Draws also what has not been in view yet. */
  complete(): void {
    for (const { view } of this.parts.cards.values()) view.complete();
    for (const line of this.parts.lines.values()) line.complete();
  }

  /** On paper the whole picture is shown, not what is in view; the style sheet leaves its place and zoom aside. */
  print(printing: boolean): void {
    if (printing) this.complete();
    this.svg.classList.toggle("whole", printing);
    const { x, y, width, height } = this.viewport.extent;
    if (printing) this.svg.setAttribute("viewBox", [x - PAPER, y - PAPER, width + 2 * PAPER, height + 2 * PAPER].join(" "));
    else this.svg.removeAttribute("viewBox");
    this.svg.style.setProperty("inline-size", printing ? `${width + 2 * PAPER}px` : ""); // Not enlarged; the style sheet shrinks it.
  }

  private glideFrom(before: Map<string, Point>): void {
    if (this.parts.cards.size > 300) return;
    const { view: seen } = this.viewport; // What is out of it moves unseen: hundreds of animations would cost more than the layout.
    for (const [id, { view, box }] of this.parts.cards) {
      if (!overlaps(seen, box)) continue;
      const from = before.get(id);
      glide(view.root, box, from ? { x: from.x - box.width / 2, y: from.y - box.height / 2 } : null);
    }
    for (const { root, box } of this.parts.lines.values()) if (box && overlaps(seen, box)) glide(root, { x: 0, y: 0 }, null);
  }
}
