/** What stays where it is on the screen when the picture changes: somebody has moved it there, and is looking at it. */
import { type Point, centre, distance, overlaps } from "../layout/geometry";
import type { Parts } from "./parts";
import type { Viewport } from "./viewport";

export interface Anchor {
  card: string;
  /** Where it is in the view. */
  at: Point;
}

/** The cards in view, those to be held still first: the selected one, then from the middle outwards. */
export function anchors(parts: Parts, viewport: Viewport): Anchor[] {
  const { view } = viewport;
  const middle = centre(view);
  const cost = (card: string): number => {
    const { view: shown, box } = parts.cards.get(card) ?? {};
    return !box || shown?.root.classList.contains("selected") ? 0 : distance(centre(box), middle);
  };
  const seen = [...parts.cards].filter(([, { box }]) => overlaps(view, box)).map(([card, { box }]) => ({ card, at: viewport.onScreen(centre(box)) }));
  return seen.toSorted((one, other) => cost(one.card) - cost(other.card));
}

/** Moves the new picture so that the first card which is still there stays in its place; whether anything is in view then. */
export function holdStill(parts: Parts, viewport: Viewport, before: readonly Anchor[]): boolean {
  const kept = before.find(({ card }) => parts.cards.has(card));
  const box = kept && parts.cards.get(kept.card)?.box;
  if (box) viewport.hold(centre(box), kept.at);
  const { view } = viewport;
  return [...parts.cards.values()].some((card) => overlaps(view, card.box));
}
