/** What a drawing consists of: cards, lines, and the grounds of open groups, in the places that a plan gives them. */
import { type Box, type Point, type Size, boundingBox, centre } from "../layout/geometry";
import type { Flow } from "../layout/text";
import type { Card, Graph, GraphNode } from "../model";
import { CardView } from "./card";
import { speaker } from "./face";
import { FrameView } from "./frame";
import { LineView, factorSize } from "./line";
import type { LineRoom } from "./look";
import { Places } from "./places";
import type { Scene } from "./scene";
import type { Layout } from "./sketch";
import { element } from "./svg";

export interface PlacedCard {
  view: CardView;
  box: Box;
  node: string;
  /** The column or row of the drawing that it is in. */
  band: number;
}

/** How far the small things reach beyond the cards and lines. */
const BESIDE = 8;
const ABOVE = 20;
const SLOT = { width: 7, height: 11 };

export class Parts {
  readonly cards = new Map<string, PlacedCard>();
  readonly frames = new Map<string, FrameView>();
  readonly lines = new Map<string, LineView>();
  /** Which way the graph flows. */
  flow: Flow = "TB";

  /** Builds everything anew from a layout; what comes back takes its place in the document. */
  build({ scene, plan, forms, detail }: Layout, rooms: ReadonlyMap<string, LineRoom>, framed: boolean): SVGGElement {
    const nodes = new Map(scene.graph.nodes.map((node) => [node.id, node]));
    const boxes = new Map(scene.cards.map(({ id }, index) => [id, plan.boxes[index] as Box]));
    this.flow = plan.flow;
    this.placeCards(scene, boxes, forms, nodes);
    for (const [index, { id }] of scene.cards.entries()) Object.assign(this.cards.get(id) ?? {}, { band: plan.bands[index] ?? 0 });
    this.lines.clear();
    for (const [index, line] of scene.lines.entries()) this.lines.set(line.id, new LineView(line, plan.curves[index] ?? []));
    this.frames.clear();
    if (framed) this.placeFrames(scene.graph);
    const [wires, labels] = ["wires", "labels"].map((name) => element("g", { class: name, "aria-hidden": "true" })) as [SVGGElement, SVGGElement];
    wires.append(...[...this.lines.values()].map(({ root }) => root));
    this.findPlaces(detail.gradient ? rooms : new Map(), labels, plan);
    const frames = element("g", { class: "frames", "aria-hidden": "true" });
    frames.append(...[...this.frames.values()].map(({ ground }) => ground));
    const parts = element("g", { class: "parts" });
    parts.append(...this.inOrder());
    const stack = element("g", { class: "graph" });
    stack.append(frames, wires, parts, labels);
    return stack;
  }

  /** Everything that there is to see. */
  get boxes(): Box[] {
    const wires = [...this.lines.values()].map(({ curve }) => boundingBox([...curve])).filter(({ width }) => width >= 0);
    return [...this.cards.values(), ...this.frames.values()].map(({ box }) => box).concat([...this.frames.values()].map(({ name }) => name), wires);
  }

  /** The cards that show a node: its own first, then the stubs that refer to it; or those that show any of several. */
  cardsOf(...nodes: readonly string[]): PlacedCard[] {
    const shown = new Set(nodes);
    return [...this.cards.values()].filter(({ view, node }) => shown.has(node) || view.card.nodes.some((id) => shown.has(id)));
  }

  /** What stands for a group now: its card, or its name and the first card in it. */
  partOf(path: string): { anchor: Point; focus: string } | null {
    for (const [id, { view, box }] of this.cards) if (view.card.group === path && !view.card.turns?.rest) return { anchor: centre(box), focus: id };
    for (const frame of this.frames.values()) {
      if (frame.path === path) return { anchor: centre(frame.name), focus: this.firstIn(frame) ?? frame.id };
    }
    return null;
  }

  /** The frame whose name or slider this is. */
  frameOf(id: string): FrameView | undefined {
    return this.frames.get(id.replace(/:turn$/, ""));
  }

  /** The first card of a group. */
  firstIn(frame: FrameView): string | null {
    return [...this.cards].find(([, { box }]) => frame.cards.includes(box))?.[0] ?? null;
  }

  /** The innermost group that a card or another group is in. */
  around(cards: readonly Box[], own: FrameView | null = null): FrameView | null {
    const holding = [...this.frames.values()].filter((frame) => frame !== own && cards.every((box) => frame.cards.includes(box)));
    return holding.toSorted((a, b) => a.cards.length - b.cards.length)[0] ?? null;
  }

  private placeCards(scene: Scene, boxes: ReadonlyMap<string, Box>, forms: Layout["forms"], nodes: ReadonlyMap<string, GraphNode>): void {
    this.cards.clear();
    for (const card of executionOrder(scene)) {
      const [box, form] = [boxes.get(card.id), forms.get(card.id)];
      if (!box || !form) continue;
      const root = element("g", { id: card.id, class: `card ${card.kind}`, transform: `translate(${box.x.toFixed(1)} ${box.y.toFixed(1)})` });
      const view = new CardView(root, card, form);
      if (card.kind === "group" && !card.turns?.rest) view.button.setAttribute("aria-expanded", "false");
      this.cards.set(card.id, { view, box, node: speaker(card, nodes)?.id ?? "", band: 0 });
    }
  }

  /** Open groups, the outer ones first: the inner ones lie on them. */
  private placeFrames({ drawing: { blocks } }: Graph): void {
    const depths = new Map<string, number>();
    for (const { path, parent } of blocks.toReversed()) if (parent !== null) depths.set(parent, Math.max(depths.get(parent) ?? 0, (depths.get(path) ?? 0) + 1));
    for (const block of blocks) {
      const ids = new Set(block.cards);
      const members = [...this.cards].filter(([id]) => ids.has(id));
      if (members.length === 0) continue;
      const curves = [...this.lines.values()].filter(({ line }) => ids.has(line.source) && ids.has(line.target)).map(({ curve }) => curve);
      this.frames.set(block.id, new FrameView(block, members.map(([, { box }]) => box), curves, depths.get(block.path) ?? 0));
    }
  }

  private findPlaces(rooms: ReadonlyMap<string, LineRoom>, labels: SVGGElement, plan: Size): void {
    const views = [...this.lines.values()];
    const places = new Places([...this.cards.values()].map(({ box }) => box), views.map(({ curve }) => curve), { x: -BESIDE, y: -ABOVE, width: plan.width + 2 * BESIDE, height: plan.height + ABOVE + BESIDE });
    for (const frame of this.frames.values()) frame.placeName(places.above(frame.cards, frame.size.width, frame.size.height));
    for (const [own, view] of views.entries()) {
      const room = rooms.get(view.line.id);
      if (room && room.characters > 0) {
        const { width, height } = factorSize(room.characters);
        view.placeLabel(places.along(view.curve, own, width, height), labels, (box) => places.isFree(box));
      }
    }
    for (const [own, view] of views.entries()) {
      const room = rooms.get(view.line.id);
      if (room?.slot) view.placeSlot(places.besideEnd(view.from(room.slotAtSource ? "source" : "target"), own, SLOT.width * room.slot.length, SLOT.height));
    }
  }

  /** Cards in the order in which they are computed, each group's name before what is in it: how a voice reads them. */
  private inOrder(): SVGElement[] {
    const waiting = [...this.frames.values()];
    return [...this.cards.values()].flatMap(({ view }) => {
      const entered = waiting.filter((frame) => frame.block.cards.includes(view.card.id));
      for (const frame of entered) waiting.splice(waiting.indexOf(frame), 1);
      return [...entered.map(({ root }) => root), view.root];
    });
  }
}

/** Cards in the order of the last value in them; a stub stands before the card that reads it. */
function executionOrder({ graph, cards, lines }: Scene): Card[] {
  const order = new Map(graph.nodes.map(({ id }, index) => [id, index]));
  const readers = new Map(lines.map(({ source, target }) => [source, target]));
  const byId = new Map(cards.map((card) => [card.id, card]));
  const place = (card: Card | undefined): number => {
    if (card?.kind === "stub") return place(byId.get(readers.get(card.id) ?? "")) - 0.5;
    return order.get(card?.nodes.at(-1) ?? "") ?? 0;
  };
  return cards.toSorted((a, b) => place(a) - place(b));
}
