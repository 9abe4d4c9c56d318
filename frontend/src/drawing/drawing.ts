/**
 * The drawing of one graph: a plain DOM class. `mount` takes Graphviz's SVG, keeps its places and curves, and builds our
 * cards into its `<g id>`s; `paint` rewrites what changed. It knows no store: what people do comes out through `Hands`.
 */
import type { Card, Graph } from "../model";
import { CardView } from "./card";
import { type Box, type LabelPlace, type Point, boundingBox, centre, overlaps, placeLabels, points } from "./geometry";
import { glide } from "./glide";
import { LABEL, type LineFace, LineView } from "./line";
import { speaker } from "./face";
import type { CardLook } from "./look";
import { element } from "./svg";
import { Viewport } from "./viewport";

export interface Hands {
  select: (node: string | null) => void;
  hover: (node: string | null) => void;
  toggleGroup: (path: string) => void;
  inspect: () => void;
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

export class Drawing {
  readonly svg = element("svg", { class: "drawing", role: "group", tabindex: -1 });
  readonly viewport: Viewport;
  private readonly layer = element("g", { class: "viewport" });
  private readonly cards = new Map<string, { view: CardView; box: Box; node: string }>();
  private readonly lines = new Map<string, LineView>();
  private focusable: string | null = null;
  private shown: Map<string, string> = new Map();
  /** The cards that are pointed at, here or in the text or the table: lit without painting anything else. */
  private lit: CardView[] = [];

  constructor(
    host: HTMLElement,
    private readonly hands: Hands,
  ) {
    this.svg.append(arrowheads(), this.layer);
    host.append(this.svg);
    this.viewport = new Viewport(this.svg, this.layer, () => this.keepInView());
    this.svg.addEventListener("click", (event) => this.clicked(event));
    this.svg.addEventListener("dblclick", (event) => this.openGroup(this.cardAt(event)));
    this.svg.addEventListener("pointerover", (event) => this.hands.hover(this.nodeAt(event)));
    this.svg.addEventListener("pointerleave", () => this.hands.hover(null));
    this.svg.addEventListener("keydown", (event) => this.pressed(event));
  }

  /** Takes a new layout. Cards that were there before glide from where they were. */
  mount(svgText: string, graph: Graph, flow: "TB" | "LR", label: string): void {
    const before = new Map([...this.cards].map(([id, { box }]) => [id, centre(box)]));
    this.svg.setAttribute("aria-label", label);
    this.layer.innerHTML = svgText.slice(svgText.indexOf("<svg"));
    const root = this.layer.querySelector<SVGGElement>("svg > g.graph");
    if (!root) throw new Error("The layout holds no graph.");
    root.removeAttribute("transform");
    this.layer.replaceChildren(root);
    for (const title of root.querySelectorAll("title")) title.remove();
    root.querySelector(":scope > polygon")?.remove();
    this.dressClusters(root, graph);
    this.dressCards(root, graph);
    this.dressLines(root, graph);
    const boxes = [...this.cards.values()].map(({ box }) => box);
    const clusters = [...root.querySelectorAll<SVGElement>("g.cluster")].map((cluster) => shapeBox(cluster));
    this.viewport.setContent(boundingBox([...boxes, ...clusters].flatMap(corners)), startOf(boxes, flow));
    if (this.viewport.untouched || before.size === 0) this.viewport.begin(flow);
    else this.glideFrom(before);
    this.keepInView();
    this.shown = new Map();
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

  private dressClusters(root: SVGGElement, graph: Graph): void {
    for (const cluster of root.querySelectorAll<SVGGElement>("g.cluster")) {
      const group = graph.groups.find(({ id }) => id === cluster.id);
      const box = shapeBox(cluster);
      const frame = element("rect", { class: "frame", x: box.x, y: box.y, width: box.width, height: box.height, rx: 12 });
      const label = element("text", { class: "cluster-label", x: box.x + 14, y: box.y + 20 });
      label.textContent = `▾ ${group?.label ?? cluster.querySelector("text")?.textContent ?? "group"}`;
      cluster.replaceChildren(frame, label);
      if (group) cluster.dataset["group"] = group.path;
    }
  }

  private dressCards(root: SVGGElement, graph: Graph): void {
    const cards = new Map(graph.drawing.cards.map((card) => [card.id, card]));
    const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.cards.clear();
    this.lit = [];
    for (const group of root.querySelectorAll<SVGGElement>("g.node")) {
      const card = cards.get(group.id);
      if (!card) continue;
      const { x, y } = centre(shapeBox(group));
      const box = { x: x - card.width / 2, y: y - card.height / 2, width: card.width, height: card.height };
      group.replaceChildren();
      group.setAttribute("class", `card ${card.kind}${card.height < 100 ? "" : " tensor"}`);
      group.setAttribute("transform", `translate(${box.x} ${box.y})`);
      const node = speaker(card, nodes)?.id ?? "";
      this.cards.set(card.id, { view: new CardView(group, card), box, node });
    }
    this.setFocusable(this.focusable && this.cards.has(this.focusable) ? this.focusable : ([...this.cards.keys()].at(-1) ?? null));
  }

  private dressLines(root: SVGGElement, graph: Graph): void {
    const lines = new Map(graph.drawing.lines.map((line) => [line.id, line]));
    this.lines.clear();
    for (const group of root.querySelectorAll<SVGGElement>("g.edge")) {
      const line = lines.get(group.id);
      if (line) this.lines.set(line.id, new LineView(group, line));
    }
    const layer = element("g", { class: "labels", "aria-hidden": "true" });
    const views = [...this.lines.values()];
    const obstacles = [...this.cards.values()].map(({ box }) => box);
    const boxes = placeLabels(views.map(({ curve }) => curve), LABEL, obstacles);
    for (const [index, view] of views.entries()) view.placeLabel(boxes[index] as LabelPlace, layer);
    root.append(layer);
  }

  paint(looks: Map<string, CardLook>, faces: Map<string, LineFace>): void {
    for (const [id, look] of looks) {
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
  private cardsOf(node: string): { view: CardView; box: Box }[] {
    return [...this.cards.values()].filter(({ view, node: id }) => id === node || view.card.nodes.includes(node));
  }

  /** Brings the card of a node into view. */
  reveal(node: string): void {
    const [card] = this.cardsOf(node);
    if (card) this.viewport.reveal(card.box);
  }

  focus(): void {
    if (this.focusable) this.cards.get(this.focusable)?.view.button.focus();
  }

  private glideFrom(before: Map<string, Point>): void {
    if (this.cards.size > 300) return;
    for (const [id, { view, box }] of this.cards) {
      const from = before.get(id);
      glide(view.root, from ? { x: from.x - centre(box).x, y: from.y - centre(box).y } : null);
    }
    for (const { root } of this.lines.values()) glide(root, null);
  }

  private cardAt(event: Event): Card | null {
    const id = (event.target as Element).closest(".card")?.id;
    return (id && this.cards.get(id)?.view.card) || null;
  }

  private nodeAt(event: Event): string | null {
    const card = this.cardAt(event);
    return card ? (this.cards.get(card.id)?.node ?? null) : null;
  }

  private clicked(event: MouseEvent): void {
    const cluster = (event.target as Element).closest<SVGElement>(".cluster-label")?.parentElement?.dataset["group"];
    if (cluster) return this.hands.toggleGroup(cluster);
    const card = this.cardAt(event);
    this.hands.select(this.nodeAt(event));
    if (card) this.setFocusable(card.id);
  }

  private openGroup(card: Card | null): void {
    if (card?.kind !== "group" || !card.group) return;
    this.hands.select(null); // Else everything in the group that does not depend on its last value would be dimmed.
    this.hands.toggleGroup(card.group);
  }

  private setFocusable(id: string | null): void {
    if (this.focusable) this.cards.get(this.focusable)?.view.button.setAttribute("tabindex", "-1");
    this.focusable = id;
    if (id) this.cards.get(id)?.view.button.setAttribute("tabindex", "0");
  }

  private pressed(event: KeyboardEvent): void {
    const card = this.cardAt(event);
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      this.hands.select(this.nodeAt(event));
      if (card.kind === "group") this.openGroup(card);
      else if (event.key === "Enter") this.hands.inspect();
    } else if (event.key === "Escape") {
      this.hands.select(null);
      (event.target as HTMLElement).blur();
    } else if (event.key.startsWith("Arrow") && !event.shiftKey) {
      const next = this.neighbour(card, event.key);
      if (!next) return;
      this.setFocusable(next);
      this.focus();
      this.viewport.reveal((this.cards.get(next) as { box: Box }).box);
      this.hands.hover(this.cards.get(next)?.node ?? null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The nearest card along an edge in the direction of an arrow key; sideways also a neighbour without an edge. */
  private neighbour(card: Card, key: string): string | null {
    const here = centre((this.cards.get(card.id) as { box: Box }).box);
    const linked = new Set([...this.lines.values()].flatMap(({ line }) => (line.source === card.id ? [line.target] : line.target === card.id ? [line.source] : [])));
    const { x: dx, y: dy } = DIRECTIONS[key] ?? { x: 0, y: 0 };
    let best: { id: string; cost: number } | null = null;
    for (const [id, { box }] of this.cards) {
      const x = centre(box).x - here.x;
      const y = centre(box).y - here.y;
      const ahead = x * dx + y * dy;
      if (id === card.id || ahead <= 1) continue;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      const cost = ahead + 2 * aside - (linked.has(id) ? 100_000 : 0);
      if (!best || cost < best.cost) best = { id, cost };
    }
    return best?.id ?? null;
  }
}

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

function arrowheads(): SVGDefsElement {
  const defs = element("defs");
  for (const [id, className] of [["arrow-forward", "head-forward"], ["arrow-backward", "head-backward"], ["arrow-none", "head-none"], ["arrow-bad", "head-bad"]] as const) {
    const marker = element("marker", { id, viewBox: "0 0 10 10", refX: 9.5, refY: 5, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" });
    marker.append(element("path", { d: "M1 1.2L9.5 5L1 8.8L3 5z", class: className }));
    defs.append(marker);
  }
  return defs;
}
