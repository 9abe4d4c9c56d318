/**
 * The drawing of one graph: a plain DOM class. `mount` takes Graphviz's SVG, keeps its places and curves, and builds our
 * cards into its `<g id>`s; `paint` rewrites what changed. It knows no store: what people do comes out through `Hands`.
 */
import { LayoutFailure } from "../layout/layout";
import type { Card, Graph } from "../model";
import { CardView } from "./card";
import { speaker } from "./face";
import { FrameView, NAME } from "./frame";
import { type Box, type Point, boundingBox, centre, overlaps, points } from "./geometry";
import { glide } from "./glide";
import { HEADS, type LineFace, type LineRoom, LineView, roomSize } from "./line";
import type { CardLook } from "./look";
import { Places } from "./places";
import { element } from "./svg";
import { Viewport } from "./viewport";

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

const DIRECTIONS: Record<string, Point> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** Drawings of more cards than this keep away from the browser's layout what is out of view. */
const ALL_IN_VIEW = 30;
/** Below this scale no text can be read. */
const LEGIBLE = 0.3;

/** Room around a printed picture. */
const PAPER = 8;

/** The colour by which the room that Graphviz kept for a label is known in its answer. */
export const KEPT = "#fefefe";

interface PlacedCard {
  view: CardView;
  box: Box;
  node: string;
}

export class Drawing {
  readonly svg = element("svg", { class: "drawing", role: "group", tabindex: -1 });
  readonly viewport: Viewport;
  private readonly layer = element("g", { class: "viewport" });
  private readonly cards = new Map<string, PlacedCard>();
  private readonly frames = new Map<string, FrameView>();
  private readonly lines = new Map<string, LineView>();
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
    this.svg.append(definitions(this.svg), this.layer);
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
    const before = new Map([...this.cards].map(([id, { box }]) => [id, centre(box)]));
    const held = this.layer.contains(document.activeElement);
    this.svg.setAttribute("aria-label", label);
    this.layer.innerHTML = svgText.slice(svgText.indexOf("<svg"));
    const root = this.layer.querySelector<SVGGElement>("svg > g.graph");
    if (!root) throw new LayoutFailure("The layout holds no graph.");
    const frames = this.dressFrames(root, graph);
    this.dressCards(root, graph);
    const lines = this.dressLines(root, graph, rooms);
    const parts = element("g", { class: "parts" });
    parts.append(...this.inOrder(graph));
    const stack = element("g", { class: "graph" });
    stack.append(frames, lines.wires, parts, lines.labels);
    this.layer.replaceChildren(stack);
    const boxes = [...this.cards.values()].map(({ box }) => box);
    const labels = [...this.lines.values()].flatMap(({ box }) => box ?? []);
    const all = [...boxes, ...labels, ...[...this.frames.values()].map(({ box }) => box)];
    this.viewport.setContent(boundingBox(all.flatMap(corners)), startOf(boxes, flow));
    this.settle(before, held, flow, graph);
    this.keepInView();
    this.shown = new Map();
  }

  /** Brings the new picture into place, and the keyboard to where it was. */
  private settle(before: Map<string, Point>, held: boolean, flow: "TB" | "LR", graph: Graph): void {
    const changed = this.toggled && this.partOf(this.toggled.path);
    if (this.viewport.untouched || before.size === 0) this.viewport.begin(flow);
    else if (changed && this.toggled) this.viewport.hold(changed.anchor, this.toggled.at);
    if (before.size > 0) this.glideFrom(before);
    const kept = held && this.focusable !== null && this.boxOf(this.focusable) ? this.focusable : null;
    this.setFocusable((held && changed?.focus) || kept || this.cardsOf(graph.output)[0]?.view.card.id || ([...this.cards.keys()].at(-1) ?? null));
    if (held) this.focus();
    this.toggled = null;
  }

  /** What stands for a group now: its card, or its frame and the first card in it. */
  private partOf(path: string): { anchor: Point; focus: string } | null {
    for (const [id, { view, box }] of this.cards) if (view.card.group === path) return { anchor: centre(box), focus: id };
    for (const frame of this.frames.values()) {
      if (frame.path === path) return { anchor: centre(frame.name), focus: this.firstIn(frame.box) ?? frame.id };
    }
    return null;
  }

  private firstIn(frame: Box): string | null {
    return [...this.cards].find(([, { box }]) => inside(box, frame))?.[0] ?? null;
  }

  /**
   * Only what is in view, or soon will be, takes part in the browser's layout, and nothing that is too small to be read:
   * cards are then plain blocks. Of a small drawing everything is kept.
   */
  private keepInView(): void {
    const large = this.cards.size > ALL_IN_VIEW;
    const far = large && this.viewport.scale < LEGIBLE;
    this.layer.classList.toggle("far", far);
    if (!large) return;
    const { x, y, width, height } = this.viewport.view;
    const near = { x: x - width / 4, y: y - height / 4, width: 1.5 * width, height: 1.5 * height };
    for (const { view, box } of this.cards.values()) view.away = far || !overlaps(near, box);
    for (const view of this.lines.values()) view.away = far || (view.box !== null && !overlaps(near, view.box));
  }

  private dressFrames(root: SVGGElement, graph: Graph): SVGGElement {
    this.frames.clear();
    const layer = element("g", { class: "frames", "aria-hidden": "true" });
    for (const cluster of root.querySelectorAll<SVGGElement>("g.cluster")) {
      const group = graph.groups.find(({ id }) => id === cluster.id);
      if (!group) continue;
      const frame = new FrameView(group, shapeBox(cluster));
      layer.append(frame.ground);
      this.frames.set(frame.id, frame);
    }
    return layer;
  }

  private dressCards(root: SVGGElement, graph: Graph): void {
    const cards = new Map(graph.drawing.cards.map((card) => [card.id, card]));
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.cards.clear();
    this.lit = [];
    const placed = new Map<string, PlacedCard>();
    for (const group of root.querySelectorAll<SVGGElement>("g.node")) {
      const card = cards.get(group.id);
      if (!card) continue;
      const { x, y } = centre(shapeBox(group));
      const box = { x: x - card.width / 2, y: y - card.height / 2, width: card.width, height: card.height };
      group.replaceChildren();
      group.setAttribute("class", `card ${card.kind}${card.height < 100 ? "" : " tensor"}`);
      group.setAttribute("transform", `translate(${box.x} ${box.y})`);
      const view = new CardView(group, card);
      if (card.kind === "group") view.button.setAttribute("aria-expanded", "false");
      placed.set(card.id, { view, box, node: speaker(card, nodes)?.id ?? "" });
    }
    for (const id of executionOrder(graph)) {
      const card = placed.get(id);
      if (card) this.cards.set(id, card);
    }
  }

  private dressLines(root: SVGGElement, graph: Graph, rooms: Scene["rooms"]): { wires: SVGGElement; labels: SVGGElement } {
    const lines = new Map(graph.drawing.lines.map((line) => [line.id, line]));
    const kept = new Map<string, Box>();
    this.lines.clear();
    for (const group of root.querySelectorAll<SVGGElement>("g.edge")) {
      const line = lines.get(group.id);
      if (!line) continue;
      const room = group.querySelector(`polygon[fill="${KEPT}"]`);
      if (room) kept.set(line.id, boundingBox(points(room.getAttribute("points") ?? "")));
      room?.remove();
      this.lines.set(line.id, new LineView(group, line));
    }
    const wires = element("g", { class: "wires", "aria-hidden": "true" });
    const labels = element("g", { class: "labels", "aria-hidden": "true" });
    const views = [...this.lines.values()];
    wires.append(...views.map((view) => view.root));
    const places = new Places([...this.cards.values()].map(({ box }) => box), views.map(({ curve }) => curve));
    for (const view of views) {
      const room = rooms.get(view.line.id);
      if (room?.slot) view.placeSlot(places.besideEnd(view.from(room.slotAtSource ? "source" : "target"), 6 * room.slot.length));
    }
    for (const frame of this.frames.values()) frame.placeName(places.onEdge(frame.box, frame.width, NAME.height));
    for (const view of views) {
      const room = rooms.get(view.line.id);
      if (room && room.rows > 0) view.placeLabel(places.label({ curve: view.curve, ...roomSize(room), spot: kept.get(view.line.id) ?? null }), labels);
    }
    return { wires, labels };
  }

  /** Cards in the order in which they are computed, each group's name before what is in it: how a voice reads them. */
  private inOrder(graph: Graph): SVGElement[] {
    const paths = new Map(graph.nodes.map(({ id, group }) => [id, group]));
    const waiting = [...this.frames.values()];
    return [...this.cards.values()].flatMap(({ view }) => {
      const path = paths.get(view.card.nodes[0] ?? "") ?? "";
      const entered = waiting.filter((frame) => `${path}/`.startsWith(`${frame.path}/`));
      for (const frame of entered) waiting.splice(waiting.indexOf(frame), 1);
      return [...entered.map(({ root }) => root), view.root];
    });
  }

  paint(looks: Map<string, CardLook>, faces: Map<string, LineFace>): void {
    this.selecting = false;
    for (const [id, look] of looks) {
      this.selecting ||= look.selected;
      const card = this.cards.get(id);
      if (!card) continue;
      card.view.paint(look.face);
      const flags = Object.entries({ ...look, ahead: !look.face.computed, "bad-value": look.face.valueBad });
      const state = flags.filter(([, on]) => on === true).map(([name]) => name);
      const classes = ["card", card.view.card.kind, card.view.card.height < 100 ? "" : "tensor", look.tint, ...state].filter(Boolean).join(" ");
      if (this.shown.get(id) === classes) continue;
      this.shown.set(id, classes);
      card.view.root.setAttribute("class", classes);
      card.view.markDiffering(look.differs);
      card.view.button.setAttribute("aria-pressed", String(look.selected));
    }
    for (const [id, face] of faces) this.lines.get(id)?.paint(face);
    for (const { root } of this.lit) root.classList.add("hovered");
  }

  /** Lights the cards that show a node. */
  hover(node: string | null): void {
    for (const { root } of this.lit) root.classList.remove("hovered");
    this.lit = node === null ? [] : this.cardsOf(node).map(({ view }) => view);
    for (const { root } of this.lit) root.classList.add("hovered");
  }

  /** The cards that show a node: its own first, then the stubs that refer to it. */
  private cardsOf(node: string): PlacedCard[] {
    return [...this.cards.values()].filter(({ view, node: id }) => id === node || view.card.nodes.includes(node));
  }

  /** Brings the card of a node into view. */
  reveal(node: string): void {
    const [card] = this.cardsOf(node);
    if (card) this.viewport.reveal(card.box);
  }

  /** Brings into view what computes in a step and what its gradients arrive at; if that is too much, only the one or the other. */
  follow(node: string, edges: readonly string[]): void {
    const own = this.cardsOf(node).slice(0, 1);
    const sources = [...this.lines.values()].flatMap(({ line }) => (line.edges.some((id) => edges.includes(id)) ? (this.cards.get(line.source) ?? []) : []));
    const choices = [[...own, ...sources], sources, own].filter(({ length }) => length > 0).map((cards) => boundingBox(cards.flatMap(({ box }) => corners(box))));
    const box = choices.find((choice) => this.viewport.holds(choice)) ?? choices.at(-1);
    if (box) this.viewport.reveal(box);
  }

  /** On paper the whole picture is shown, not what is in view; the style sheet leaves its place and zoom aside. */
  print(printing: boolean): void {
    this.svg.classList.toggle("whole", printing);
    const { x, y, width, height } = this.viewport.extent;
    if (printing) this.svg.setAttribute("viewBox", [x - PAPER, y - PAPER, width + 2 * PAPER, height + 2 * PAPER].join(" "));
    else this.svg.removeAttribute("viewBox");
    this.svg.style.setProperty("inline-size", printing ? `${width + 2 * PAPER}px` : ""); // Not enlarged; the style sheet shrinks it.
  }

  /** The keyboard shall come to the card of a node next. */
  setCurrent(node: string): void {
    const [card] = this.cardsOf(node);
    if (card) this.setFocusable(card.view.card.id);
  }

  focus(): void {
    if (!this.focusable) return;
    this.buttonOf(this.focusable)?.focus({ preventScroll: true }); // Not the page is moved to show it, but the picture.
    const box = this.boxOf(this.focusable);
    if (box) this.viewport.reveal(box);
  }

  private buttonOf(id: string): SVGElement | undefined {
    return this.cards.get(id)?.view.button ?? this.frames.get(id)?.button;
  }

  private boxOf(id: string): Box | undefined {
    return this.cards.get(id)?.box ?? this.frames.get(id)?.name;
  }

  private glideFrom(before: Map<string, Point>): void {
    if (this.cards.size > 300) return;
    const { view: seen } = this.viewport; // What is out of it moves unseen: hundreds of animations would cost more than the layout.
    for (const [id, { view, box }] of this.cards) {
      if (!overlaps(seen, box)) continue;
      const from = before.get(id);
      glide(view.root, from ? { x: from.x - centre(box).x, y: from.y - centre(box).y } : null);
    }
    for (const { root, box } of this.lines.values()) if (box && overlaps(seen, box)) glide(root, null);
  }

  private cardAt(event: Event): Card | null {
    const id = (event.target as Element).closest(".card")?.id;
    return (id && this.cards.get(id)?.view.card) || null;
  }

  private nodeAt(event: Event): string | null {
    const card = this.cardAt(event);
    return card ? (this.cards.get(card.id)?.node ?? null) : null;
  }

  private frameAt(event: Event): FrameView | null {
    const id = (event.target as Element).closest<SVGElement>(".group-name")?.dataset["frame"];
    return (id && this.frames.get(id)) || null;
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
    this.toggle(card.group, centre((this.cards.get(card.id) as PlacedCard).box));
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
      const next = card ? this.neighbour(card, event.key) : frame && this.besideName(frame, event.key);
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
    this.hands.hover(this.cards.get(to)?.node ?? null);
  }

  /** The innermost frame around a box. */
  private around(box: Box): FrameView | null {
    const holding = [...this.frames.values()].filter((frame) => frame.box !== box && inside(box, frame.box));
    return holding.toSorted((a, b) => a.box.width * a.box.height - b.box.width * b.box.height)[0] ?? null;
  }

  /** The nearest card along an edge in the direction of an arrow key, also one without an edge; upwards out of a group its name comes first. */
  private neighbour(card: Card, key: string): string | null {
    const { box } = this.cards.get(card.id) as PlacedCard;
    const linked = new Set([...this.lines.values()].flatMap(({ line }) => (line.source === card.id ? [line.target] : line.target === card.id ? [line.source] : [])));
    const next = this.nearest(box, key, linked, card.id);
    const frame = key === "ArrowUp" ? this.around(box) : null;
    const leaves = frame && !(next && inside((this.cards.get(next) as PlacedCard).box, frame.box));
    return leaves ? frame.id : next;
  }

  /** From a group's name the keyboard goes down into the group, up to the name around it, and anywhere else to what is near. */
  private besideName(frame: FrameView, key: string): string | null {
    if (key === "ArrowDown") return this.firstIn(frame.box);
    const outer = key === "ArrowUp" ? this.around(frame.box) : null;
    return outer?.id ?? this.nearest(frame.name, key, new Set(), frame.id);
  }

  private nearest(from: Box, key: string, linked: ReadonlySet<string>, own: string): string | null {
    const here = centre(from);
    const { x: dx, y: dy } = DIRECTIONS[key] ?? { x: 0, y: 0 };
    let best: { id: string; cost: number } | null = null;
    for (const [id, { box }] of this.cards) {
      const x = centre(box).x - here.x;
      const y = centre(box).y - here.y;
      const ahead = x * dx + y * dy;
      if (id === own || ahead <= 1) continue;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      const cost = ahead + 2 * aside - (linked.has(id) ? 100_000 : 0);
      if (!best || cost < best.cost) best = { id, cost };
    }
    return best?.id ?? null;
  }
}

/** Cards in the order of the last value in them; a stub stands before the card that reads it. */
function executionOrder(graph: Graph): string[] {
  const order = new Map(graph.nodes.map(({ id }, index) => [id, index]));
  const readers = new Map(graph.drawing.lines.map(({ source, target }) => [source, target]));
  const cards = new Map(graph.drawing.cards.map((card) => [card.id, card]));
  const place = (card: Card | undefined): number => {
    if (card?.kind === "stub") return place(cards.get(readers.get(card.id) ?? "")) - 0.5;
    return order.get(card?.nodes.at(-1) ?? "") ?? 0;
  };
  return graph.drawing.cards.toSorted((a, b) => place(a) - place(b)).map(({ id }) => id);
}

const inside = (box: Box, frame: Box): boolean =>
  box.x >= frame.x && box.y >= frame.y && box.x + box.width <= frame.x + frame.width && box.y + box.height <= frame.y + frame.height;

function shapeBox(group: SVGElement): Box {
  const corner = [...group.querySelectorAll("polygon, path, ellipse, rect")].flatMap((shape) => {
    if (shape.tagName === "ellipse") {
      const at = (name: string): number => Number(shape.getAttribute(name));
      return [{ x: at("cx") - at("rx"), y: at("cy") - at("ry") }, { x: at("cx") + at("rx"), y: at("cy") + at("ry") }];
    }
    if (shape.tagName === "rect") {
      const at = (name: string): number => Number(shape.getAttribute(name));
      return corners({ x: at("x"), y: at("y"), width: at("width"), height: at("height") });
    }
    return points(shape.getAttribute("points") ?? shape.getAttribute("d") ?? "");
  });
  return boundingBox(corner.length ? corner : [{ x: 0, y: 0 }]);
}

/** Where reading starts: the middle card of those that the flow begins with. */
function startOf(boxes: Box[], flow: "TB" | "LR"): Point {
  const [along, across] = flow === "TB" ? (["y", "x"] as const) : (["x", "y"] as const);
  const first = Math.min(...boxes.map((box) => box[along]));
  const begins = boxes.filter((box) => box[along] < first + 1).toSorted((a, b) => a[across] - b[across]);
  return centre(begins[Math.floor(begins.length / 2)] ?? { x: 0, y: 0, width: 0, height: 0 });
}

const corners = ({ x, y, width, height }: Box): Point[] => [{ x, y }, { x: x + width, y: y + height }];

let drawings = 0;

/**
 * Arrowheads. Their names are this drawing's own, and the style sheet finds them by variables: names are
 * global in a page, and those in a drawing that is hidden would show nothing in all others.
 */
function definitions(svg: SVGSVGElement): SVGDefsElement {
  drawings += 1;
  const defs = element("defs");
  const define = (name: string, made: SVGElement): void => {
    made.id = `${name}-${drawings}`;
    svg.style.setProperty(`--${name}`, `url(#${made.id})`);
    defs.append(made);
  };
  const arrow = (name: string, className: string, size: number, refX: number): void => {
    const marker = element("marker", { viewBox: "0 0 10 10", refX, refY: 5, markerWidth: size, markerHeight: size, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" });
    marker.append(element("path", { d: "M1 1.2L9.5 5L1 8.8L3 5z", class: className }));
    define(name, marker);
  };
  arrow("arrow-forward", "head-forward", 10, 9.5);
  arrow("arrow-none", "head-none", 10, 9.5);
  arrow("arrow-bad", "head-bad", 12, 3.5);
  for (const [index, size] of HEADS.entries()) arrow(`arrow-backward-${index}`, "head-backward", size, 3.5);
  return defs;
}
