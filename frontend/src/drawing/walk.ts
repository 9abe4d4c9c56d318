/** Where the arrow keys lead in a drawing: along edges from card to card, out of groups by their names, and into them. */
import type { Card } from "../model";
import type { FrameView } from "./frame";
import { type Box, type Point, centre, inside } from "./geometry";
import type { Parts, PlacedCard } from "./parts";

const DIRECTIONS: Record<string, Point> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** The nearest card along an edge in the direction of an arrow key, also one without an edge; upwards out of a group its name comes first. */
export function neighbour(parts: Parts, card: Card, key: string): string | null {
  const { box } = parts.cards.get(card.id) as PlacedCard;
  const linked = new Set([...parts.lines.values()].flatMap(({ line }) => (line.source === card.id ? [line.target] : line.target === card.id ? [line.source] : [])));
  const next = nearest(parts, box, key, linked, card.id);
  const frame = key === "ArrowUp" ? parts.around(box) : null;
  const leaves = frame && !(next && inside((parts.cards.get(next) as PlacedCard).box, frame.box));
  return leaves ? frame.id : next;
}

/** From a group's name the keyboard goes down into the group, up to the name around it, and anywhere else to what is near. */
export function besideName(parts: Parts, frame: FrameView, key: string): string | null {
  if (key === "ArrowDown") return parts.firstIn(frame.box);
  const outer = key === "ArrowUp" ? parts.around(frame.box) : null;
  return outer?.id ?? nearest(parts, frame.name, key, new Set(), frame.id);
}

function nearest(parts: Parts, from: Box, key: string, linked: ReadonlySet<string>, own: string): string | null {
  const here = centre(from);
  const { x: dx, y: dy } = DIRECTIONS[key] ?? { x: 0, y: 0 };
  let best: { id: string; cost: number } | null = null;
  for (const [id, { box }] of parts.cards) {
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
