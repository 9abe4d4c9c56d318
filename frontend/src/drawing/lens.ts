/** One operation with what it reads and what it feeds, as a small scene of its own: for a lecture hall, and where these lie far apart. */
import type { Play } from "../stepper/frames";
import { membersOf } from "./face";
import type { Scene } from "./scene";

/** Of more inputs and consumers only the first are shown; the map shows where the others are. */
const MOST = { inputs: 6, consumers: 4 };

/** The scene around a node; null where no card shows it. */
export function lensOn({ graph, cards, lines }: Scene, node: string): Scene | null {
  const acting = cards.find((card) => card.kind !== "stub" && membersOf(card).includes(node));
  if (!acting) return null;
  const reads = lines.filter(({ target }) => target === acting.id);
  const feeds = lines.filter(({ source }) => source === acting.id);
  const inputs = [...new Set(reads.map(({ source }) => source))].slice(0, MOST.inputs);
  const consumers = [...new Set(feeds.map(({ target }) => target))].slice(0, MOST.consumers);
  const shown = new Set([acting.id, ...inputs, ...consumers]);
  const kept = [...reads.filter(({ source }) => inputs.includes(source)), ...feeds.filter(({ target }) => consumers.includes(target))];
  return { graph, cards: cards.filter(({ id }) => shown.has(id)), lines: kept };
}

/** Where the steps are: what computes, or what a gradient passes through. */
export const actingIn = (play: Play, position: number): string | null => (position > 0 ? (play.events[position - 1]?.node ?? null) : null);
