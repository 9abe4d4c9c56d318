/**
 * What a drawing consists of: cards, lines, and the frames of groups, built into the places that Graphviz's SVG gives
 * them; the labels between them find their room here.
 */
import type { Card, Graph } from "../model";
import { CardView } from "./card";
import { speaker } from "./face";
import { FrameView, NAME } from "./frame";
import { type Box, type Point, boundingBox, centre, corners, inside, points } from "./geometry";
import { type LineRoom, LineView, roomSize } from "./line";
import { Places } from "./places";
import { element } from "./svg";

/** The colour by which the room that Graphviz kept for a label is known in its answer. */
export const KEPT = "#fefefe";

export interface PlacedCard {
  view: CardView;
  box: Box;
  node: string;
}

export class Parts {
  readonly cards = new Map<string, PlacedCard>();
  readonly frames = new Map<string, FrameView>();
  readonly lines = new Map<string, LineView>();

  /** Builds everything anew from a layout; what comes back takes its place in the document. */
  build(root: SVGGElement, graph: Graph, rooms: ReadonlyMap<string, LineRoom>): SVGGElement {
    const frames = this.dressFrames(root, graph);
    this.dressCards(root, graph);
    const lines = this.dressLines(root, graph, rooms);
    const parts = element("g", { class: "parts" });
    parts.append(...this.inOrder(graph));
    const stack = element("g", { class: "graph" });
    stack.append(frames, lines.wires, parts, lines.labels);
    return stack;
  }

  /** Everything that there is to see. */
  get boxes(): Box[] {
    const labels = [...this.lines.values()].flatMap(({ box }) => box ?? []);
    return [...this.cards.values(), ...this.frames.values()].map(({ box }) => box).concat(labels);
  }

  /** The cards that show a node: its own first, then the stubs that refer to it; or those that show any of several. */
  cardsOf(...nodes: readonly string[]): PlacedCard[] {
    const shown = new Set(nodes);
    return [...this.cards.values()].filter(({ view, node }) => shown.has(node) || view.card.nodes.some((id) => shown.has(id)));
  }

  /** What stands for a group now: its card, or its frame and the first card in it. */
  partOf(path: string): { anchor: Point; focus: string } | null {
    for (const [id, { view, box }] of this.cards) if (view.card.group === path) return { anchor: centre(box), focus: id };
    for (const frame of this.frames.values()) {
      if (frame.path === path) return { anchor: centre(frame.name), focus: this.firstIn(frame.box) ?? frame.id };
    }
    return null;
  }

  /** The first card within a frame. */
  firstIn(frame: Box): string | null {
    return [...this.cards].find(([, { box }]) => inside(box, frame))?.[0] ?? null;
  }

  /** The innermost frame around a box. */
  around(box: Box): FrameView | null {
    const holding = [...this.frames.values()].filter((frame) => frame.box !== box && inside(box, frame.box));
    return holding.toSorted((a, b) => a.box.width * a.box.height - b.box.width * b.box.height)[0] ?? null;
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

  private dressLines(root: SVGGElement, graph: Graph, rooms: ReadonlyMap<string, LineRoom>): { wires: SVGGElement; labels: SVGGElement } {
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
