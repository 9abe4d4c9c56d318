/** What people do to a drawing with pointer and keyboard: selecting, folding, walking from card to card. */
import { type Box, type Point, centre } from "../layout/geometry";
import type { Card, Line } from "../model";
import type { FrameView } from "./frame";
import type { Parts, PlacedCard } from "./parts";
import { Tracks, isSlider } from "./tracks";
import type { Viewport } from "./viewport";
import { besideName, neighbour } from "./walk";

export interface Hands {
  select: (node: string | null) => void;
  openEdge: (edge: string) => void;
  hover: (node: string | null) => void;
  toggleGroup: (path: string) => void;
  turnTo: (path: string, turn: number | "all") => void;
  inspect: () => void;
}

export class Touch {
  /** The card or the group's name that the keyboard comes to; one at a time is a tab stop. */
  private focusable: string | null = null;
  private readonly tracks: Tracks;
  /** The group that is being opened or folded, and where it was on the screen. */
  private toggled: { path: string; at: Point } | null = null;
  /** The node that is just being clicked: what is under the pointer stays there, also for the second of two clicks. */
  pointed: string | null = null;
  /** Whether a card is selected. */
  selecting = false;
  /** What a double click on the background does. */
  fitted: () => void = () => this.viewport.fit();

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly parts: Parts,
    private readonly viewport: Viewport,
    private readonly hands: Hands,
  ) {
    this.tracks = new Tracks(svg, parts, (path, turn) => this.hands.turnTo(path, turn));
    svg.addEventListener("click", (event) => this.clicked(event));
    svg.addEventListener("dblclick", (event) => {
      const card = this.cardAt(event);
      if (card) this.openGroup(card);
      else if (!this.lineAt(event)) this.fitted();
    });
    svg.addEventListener("pointerover", (event) => this.hands.hover(this.nodeAt(event)));
    svg.addEventListener("pointerleave", () => this.hands.hover(null));
    svg.addEventListener("keydown", (event) => this.pressed(event));
    svg.addEventListener("focusin", (event) => {
      const frame = isSlider(event.target) ? this.frameAt(event) : null;
      if (frame) this.setFocusable(`${frame.id}:turn`);
    });
    svg.addEventListener("pointerdown", (event) => this.tracks.grasp(event));
  }

  /** What was opened or folded since this was asked last. */
  takeToggled(): { path: string; at: Point } | null {
    const { toggled } = this;
    this.toggled = null;
    return toggled;
  }

  /** After a new layout: `held` says whether the keyboard was in the picture, `changed` what stands for an opened group. */
  settle(held: boolean, changed: string | null, otherwise: string | null): void {
    const kept = held && this.focusable !== null && this.boxOf(this.focusable) ? this.focusable : null;
    this.setFocusable((held && changed) || kept || otherwise);
    if (held) this.focus();
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
    return this.parts.cards.get(id)?.view.button ?? this.parts.frames.get(id)?.button ?? this.parts.frameOf(id)?.slider ?? undefined;
  }

  private boxOf(id: string): Box | undefined {
    return this.parts.cards.get(id)?.box ?? this.parts.frameOf(id)?.name;
  }

  private cardAt(event: Event): Card | null {
    const id = (event.target as Element).closest(".card")?.id;
    return (id && this.parts.cards.get(id)?.view.card) || null;
  }

  private lineAt(event: Event): Line | null {
    const id = (event.target as Element).closest(".grip")?.parentElement?.id;
    return (id && this.parts.lines.get(id)?.line) || null;
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
    if (this.tracks.released()) return;
    const frame = this.frameAt(event);
    if (frame) {
      if (!this.tracks.clicked(event, frame)) this.toggle(frame.path, centre(frame.name));
      return;
    }
    const line = this.lineAt(event);
    if (line) return this.openLine(line);
    const card = this.cardAt(event);
    this.pointed = this.nodeAt(event);
    this.hands.select(this.pointed);
    this.pointed = null;
    if (card) this.setFocusable(card.id);
  }

  /** The local derivative along a line: of its first edge, where it stands for several. */
  private openLine({ source, edges: [edge] }: Line): void {
    if (!edge) return;
    this.pointed = this.parts.cards.get(source)?.node ?? null;
    this.hands.openEdge(edge);
    this.pointed = null;
  }

  private openGroup(card: Card | null): void {
    if (card?.kind !== "group" || !card.group) return;
    if (card.turns?.rest) return this.hands.turnTo(card.group, card.turns.opens);
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
    if (frame && this.tracks.pressed(event, frame)) {
      // It was for the turns of a loop.
    } else if (event.key === "Enter" || event.key === " ") {
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
      const next = card ? neighbour(this.parts, card, event.key) : frame && besideName(this.parts, frame, event.key, isSlider(event.target));
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
