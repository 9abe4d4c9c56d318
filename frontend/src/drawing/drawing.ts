/**
 * The drawing of one graph: a plain DOM class. `mount` takes Graphviz's SVG and puts our parts in its places; `paint`
 * rewrites what changed; keys and pointer are read here. It knows no store: what people do comes out through `Hands`.
 */
import { LayoutFailure } from "../layout/layout";
import type { Card, Graph } from "../model";
import type { CardView } from "./card";
import type { FrameView } from "./frame";
import { type Box, type Point, boundingBox, centre, corners, overlaps } from "./geometry";
import { glide } from "./glide";
import { arrowheads } from "./heads";
import type { LineFace, LineRoom } from "./line";
import type { CardLook } from "./look";
import { Parts, type PlacedCard } from "./parts";
import { type Anchor, anchors, holdStill } from "./still";
import { element } from "./svg";
import { Viewport } from "./viewport";
import { besideName, neighbour } from "./walk";

export interface Hands {
  select: (node: string | null) => void;
  hover: (node: string | null) => void;
  toggleGroup: (path: string) => void;
  inspect: () => void;
}

/** What a drawing is made of. */
export interface Scene {
  graph: Graph;
  flow: "TB" | "LR";
  label: string;
  /** What labels and numbers of arguments need, by line. */
  rooms: ReadonlyMap<string, LineRoom>;
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
/** Below this scale no text can be read. */
const LEGIBLE = 0.3;

/** Room around a printed picture. */
const PAPER = 8;

export class Drawing {
  readonly svg = element("svg", { class: "drawing", role: "group", tabindex: -1 });
  readonly viewport: Viewport;
  private readonly layer = element("g", { class: "viewport" });
  private readonly parts = new Parts();
  /** The card or the frame that the keyboard comes to; one at a time is a tab stop. */
  private focusable: string | null = null;
  private shown: Map<string, string> = new Map();
  /** The cards that are pointed at, here or in the text or the table: lit without painting anything else. */
  private lit: CardView[] = [];
  private selecting = false;
  /** The group that is being opened or folded, and where it was on the screen. */
  private toggled: { path: string; at: Point } | null = null;

  constructor(
    host: HTMLElement,
    private readonly hands: Hands,
  ) {
    this.svg.append(arrowheads(this.svg), this.layer);
    host.append(this.svg);
    this.viewport = new Viewport(this.svg, this.layer, () => this.keepInView());
    this.svg.addEventListener("click", (event) => this.clicked(event));
    this.svg.addEventListener("dblclick", (event) => this.openGroup(this.cardAt(event)));
    this.svg.addEventListener("pointerover", (event) => this.hands.hover(this.nodeAt(event)));
    this.svg.addEventListener("pointerleave", () => this.hands.hover(null));
    this.svg.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** Takes a new layout. Cards that were there before glide from where they were. */
  mount(svgText: string, { graph, flow, label, rooms }: Scene): void {
    const before = new Map([...this.parts.cards].map(([id, { box }]) => [id, centre(box)]));
    const still = this.viewport.untouched ? [] : anchors(this.parts, this.viewport);
    const held = this.layer.contains(document.activeElement);
    this.svg.setAttribute("aria-label", label);
    this.layer.innerHTML = svgText.slice(svgText.indexOf("<svg"));
    const root = this.layer.querySelector<SVGGElement>("svg > g.graph");
    if (!root) throw new LayoutFailure("The layout holds no graph.");
    this.layer.replaceChildren(this.parts.build(root, graph, rooms));
    this.lit = [];
    this.viewport.setContent(boundingBox(this.parts.boxes.flatMap(corners)), startOf([...this.parts.cards.values()].map(({ box }) => box), flow));
    this.settle({ before, still, held }, flow, graph);
    this.keepInView();
    this.shown = new Map();
  }

  /** Brings the new picture into place, and the keyboard to where it was. */
  private settle({ before, still, held }: Earlier, flow: "TB" | "LR", graph: Graph): void {
    const changed = this.toggled && this.parts.partOf(this.toggled.path);
    if (this.viewport.untouched || before.size === 0) this.viewport.begin(flow);
    else if (changed && this.toggled) this.viewport.hold(changed.anchor, this.toggled.at);
    else if (!holdStill(this.parts, this.viewport, still)) this.viewport.begin(flow);
    if (before.size > 0) this.glideFrom(before);
    const kept = held && this.focusable !== null && this.boxOf(this.focusable) ? this.focusable : null;
    this.setFocusable((held && changed?.focus) || kept || this.parts.cardsOf(graph.output)[0]?.view.card.id || ([...this.parts.cards.keys()].at(-1) ?? null));
    if (held) this.focus();
    this.toggled = null;
  }

  /**
   * Only what is in view, or soon will be, takes part in the browser's layout, and nothing that is too small to be read:
   * cards are then plain blocks. Of a small drawing everything is kept.
   */
  private keepInView(): void {
    const large = this.parts.cards.size > ALL_IN_VIEW;
    const far = large && this.viewport.scale < LEGIBLE;
    this.layer.classList.toggle("far", far);
    if (!large) return;
    const { x, y, width, height } = this.viewport.view;
    const near = { x: x - width / 8, y: y - height / 8, width: 1.25 * width, height: 1.25 * height };
    for (const { view, box } of this.parts.cards.values()) view.away = far || !overlaps(near, box);
    for (const view of this.parts.lines.values()) view.away = far || (view.box !== null && !overlaps(near, view.box));
  }

  paint(looks: Map<string, CardLook>, faces: Map<string, LineFace>): void {
    this.selecting = false;
    for (const [id, look] of looks) {
      this.selecting ||= look.selected;
      const card = this.parts.cards.get(id);
      if (!card) continue;
      card.view.paint(look.face, look.differs);
      const flags = Object.entries({ ...look, ahead: !look.face.computed, "bad-value": look.face.valueBad });
      const state = flags.filter(([, on]) => on === true).map(([name]) => name);
      const classes = ["card", card.view.card.kind, card.view.card.height < 100 ? "" : "tensor", look.tint, ...state].filter(Boolean).join(" ");
      if (this.shown.get(id) === classes) continue;
      this.shown.set(id, classes);
      card.view.root.setAttribute("class", classes);
      card.view.button.setAttribute("aria-pressed", String(look.selected));
    }
    for (const [id, face] of faces) this.parts.lines.get(id)?.paint(face);
    for (const { root } of this.lit) root.classList.add("hovered");
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

  /** The keyboard shall come to the card of a node next. */
  setCurrent(node: string): void {
    const [card] = this.parts.cardsOf(node);
    if (card) this.setFocusable(card.view.card.id);
  }

  focus(): void {
    if (!this.focusable) return;
    this.buttonOf(this.focusable)?.focus({ preventScroll: true }); // Not the page is moved to show it, but the picture.
    const box = this.boxOf(this.focusable);
    if (box) this.viewport.reveal(box);
  }

  private buttonOf(id: string): SVGElement | undefined {
    return this.parts.cards.get(id)?.view.button ?? this.parts.frames.get(id)?.button;
  }

  private boxOf(id: string): Box | undefined {
    return this.parts.cards.get(id)?.box ?? this.parts.frames.get(id)?.name;
  }

  private glideFrom(before: Map<string, Point>): void {
    if (this.parts.cards.size > 300) return;
    const { view: seen } = this.viewport; // What is out of it moves unseen: hundreds of animations would cost more than the layout.
    for (const [id, { view, box }] of this.parts.cards) {
      if (!overlaps(seen, box)) continue;
      const from = before.get(id);
      glide(view.root, from ? { x: from.x - centre(box).x, y: from.y - centre(box).y } : null);
    }
    for (const { root, box } of this.parts.lines.values()) if (box && overlaps(seen, box)) glide(root, null);
  }

  private cardAt(event: Event): Card | null {
    const id = (event.target as Element).closest(".card")?.id;
    return (id && this.parts.cards.get(id)?.view.card) || null;
  }

  private nodeAt(event: Event): string | null {
    const card = this.cardAt(event);
    return card ? (this.parts.cards.get(card.id)?.node ?? null) : null;
  }

  private frameAt(event: Event): FrameView | null {
    const id = (event.target as Element).closest<SVGElement>(".group-name")?.dataset["frame"];
    return (id && this.parts.frames.get(id)) || null;
  }

  private clicked(event: MouseEvent): void {
    const frame = this.frameAt(event);
    if (frame) return this.toggle(frame.path, centre(frame.name));
    const card = this.cardAt(event);
    this.hands.select(this.nodeAt(event));
    if (card) this.setFocusable(card.id);
  }

  private openGroup(card: Card | null): void {
    if (card?.kind !== "group" || !card.group) return;
    this.hands.select(null); // Else everything in the group that does not depend on its last value would be dimmed.
    this.toggle(card.group, centre((this.parts.cards.get(card.id) as PlacedCard).box));
  }

  private toggle(path: string, at: Point): void {
    this.toggled = { path, at: this.viewport.onScreen(at) };
    this.hands.toggleGroup(path);
  }

  private setFocusable(id: string | null): void {
    if (this.focusable) this.buttonOf(this.focusable)?.setAttribute("tabindex", "-1");
    this.focusable = id;
    if (id) this.buttonOf(id)?.setAttribute("tabindex", "0");
  }

  private pressed(event: KeyboardEvent): void {
    const [card, frame] = [this.cardAt(event), this.frameAt(event)];
    if (!(card || frame) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      if (frame) this.toggle(frame.path, centre(frame.name));
      else if (card) {
        this.hands.select(this.nodeAt(event));
        if (card.kind === "group") this.openGroup(card);
        else if (event.key === "Enter") this.hands.inspect();
      }
    } else if (event.key === "Escape") {
      if (this.selecting) this.hands.select(null);
      else this.svg.focus();
    } else if (event.key.startsWith("Arrow") && !event.shiftKey) {
      // Also an arrow without a neighbour there stays here: elsewhere it would step the program.
      const next = card ? neighbour(this.parts, card, event.key) : frame && besideName(this.parts, frame, event.key);
      if (next) this.go(next);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private go(to: string): void {
    this.setFocusable(to);
    this.focus();
    const box = this.boxOf(to);
    if (box) this.viewport.reveal(box);
    this.hands.hover(this.parts.cards.get(to)?.node ?? null);
  }
}

/** Where reading starts: the middle card of those that the flow begins with. */
function startOf(boxes: Box[], flow: "TB" | "LR"): Point {
  const [along, across] = flow === "TB" ? (["y", "x"] as const) : (["x", "y"] as const);
  const first = Math.min(...boxes.map((box) => box[along]));
  const begins = boxes.filter((box) => box[along] < first + 1).toSorted((a, b) => a[across] - b[across]);
  return centre(begins[Math.floor(begins.length / 2)] ?? { x: 0, y: 0, width: 0, height: 0 });
}
