/** Where the arrow keys lead in a drawing: along edges from card to card, out of groups by their names, and into them. */
import type { Card } from "../model";
import type { FrameView } from "./frame";
import { type Box, type Point, centre } from "../layout/geometry";
import type { Parts, PlacedCard } from "./parts";

const DIRECTIONS: Record<string, Point> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** The keys that lead back to what a card reads and on to what reads it. */
const ALONG = { TB: { ArrowUp: "source", ArrowDown: "target" }, LR: { ArrowLeft: "source", ArrowRight: "target" } } as const;

/**
 * The nearest card along an edge in the direction of an arrow key, also in another band; across the flow also one without
 * an edge. Upwards out of a group its name comes first.
 */
export function neighbour(parts: Parts, card: Card, key: string): string | null {
  const placed = parts.cards.get(card.id) as PlacedCard;
  const end = (ALONG[parts.flow] as Record<string, "source" | "target" | undefined>)[key];
  const lines = [...parts.lines.values()].map(({ line }) => line);
  const linked = new Set(lines.flatMap(({ source, target }) => (source === card.id ? [target] : target === card.id ? [source] : [])));
  const here = nearest(parts, placed.box, key, linked, card.id, end ? placed.band : null);
  const next = end && !(here && linked.has(here)) ? (elsewhere(parts, card.id, end) ?? here) : here;
  const frame = key === "ArrowUp" ? parts.around([placed.box]) : null;
  const leaves = frame && !(next && frame.cards.includes((parts.cards.get(next) as PlacedCard).box));
  return leaves ? frame.id : next;
}

/** What a card reads or feeds where that is in another band: computed values before leaves. */
function elsewhere(parts: Parts, id: string, end: "source" | "target"): string | null {
  const [from, to] = end === "source" ? (["target", "source"] as const) : (["source", "target"] as const);
  const ends = [...parts.lines.values()].filter(({ line }) => line[from] === id).map(({ line }) => line[to]);
  const computed = new Set([...parts.lines.values()].map(({ line }) => line.target));
  return ends.find((other) => computed.has(other)) ?? ends[0] ?? null;
}

/**
 * From a group's name the keyboard goes down into the group, up to the name around it, to the right to the turns of a loop,
 * and anywhere else to what is near.
 */
export function besideName(parts: Parts, frame: FrameView, key: string, onSlider: boolean): string | null {
  if (onSlider && key === "ArrowUp") return frame.id;
  if (!onSlider && key === "ArrowRight" && frame.slider) return `${frame.id}:turn`;
  if (key === "ArrowDown") return parts.firstIn(frame);
  const outer = key === "ArrowUp" ? parts.around(frame.cards, frame) : null;
  return outer?.id ?? nearest(parts, frame.name, key, new Set(), frame.id);
}

/** `band` is the only one in which cards without an edge count; null for all of them. */
function nearest(parts: Parts, from: Box, key: string, linked: ReadonlySet<string>, own: string, band: number | null = null): string | null {
  const here = centre(from);
  const { x: dx, y: dy } = DIRECTIONS[key] ?? { x: 0, y: 0 };
  let best: { id: string; cost: number } | null = null;
  for (const [id, { box, band: where }] of parts.cards) {
    const x = centre(box).x - here.x;
    const y = centre(box).y - here.y;
    const ahead = x * dx + y * dy;
    if (id === own || ahead <= 1 || (band !== null && where !== band)) continue;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    const cost = ahead + 2 * aside - (linked.has(id) ? 100_000 : 0);
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id ?? null;
}
