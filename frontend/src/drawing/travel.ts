/** What moves in a step: operands along their edges into the operation; its gradient back, through the factor, to where it is added. */
import { fitted } from "../format";
import { type Summary, onlyElement, toNumber } from "../model";
import type { Frame, Play } from "../stepper/frames";

export interface Travel {
  edge: string;
  /** From the consumer to what it read. */
  back: boolean;
  /** What is on the way, one after the other: a number; before and behind its factor. Empty for tensors. */
  words: string[];
  /** The elements of a tensor, as colours. */
  summary: Summary | null;
}

/** A number that grows where something is added to it. */
export interface Count {
  node: string;
  from: number;
  to: number;
}

export interface Movement {
  travels: Travel[];
  counts: Count[];
  /** The nodes at which something arrives, and what of them it is. */
  arriving: Map<string, "value" | "gradient">;
}

const DIGITS = 3;
const ROOM = 8;
/** More than this at once is a swarm. */
const MOST = 8;

const short = (value: number): string => fitted(value, ROOM, DIGITS);

/** Of a step that takes one event; null where nothing moves. */
export function movementOf(play: Play, { event, step, position }: Frame): Movement | null {
  if (!event || step.length !== 1) return null;
  const movement: Movement = { travels: [], counts: [], arriving: new Map() };
  if (event.phase === "forward") {
    const edges = play.graph.edges.filter(({ target }) => target === event.node);
    movement.travels = edges.map(({ id, source }) => operand(id, play.nodes.get(source)?.value ?? null));
    movement.arriving.set(event.node, "value");
  } else if (event.phase === "backward") {
    movement.travels = (event.edges ?? []).map((id) => contribution(play, id));
    for (const [node, total] of Object.entries(event.accumulated ?? {})) {
      const before = play.events.slice(0, position - 1).findLast(({ accumulated }) => accumulated && node in accumulated)?.accumulated?.[node];
      const [from, to] = [onlyElement(before), onlyElement(total)];
      if (from !== null && to !== null) movement.counts.push({ node, from, to });
      else if (!before) movement.arriving.set(node, "gradient");
    }
  }
  return movement.travels.length > 0 && movement.travels.length <= MOST ? movement : null;
}

function operand(edge: string, value: Summary | null): Travel {
  const only = onlyElement(value);
  return { edge, back: false, words: only === null ? [] : [short(only)], summary: only === null ? value : null };
}

function contribution(play: Play, id: string): Travel {
  const edge = play.edges.get(id);
  const [upstream, sent] = [onlyElement(play.nodes.get(edge?.target ?? "")?.grad), onlyElement(edge?.grad)];
  if (sent === null || upstream === null) return { edge: id, back: true, words: [], summary: edge?.grad ?? null };
  const factor = edge?.local.rule ? Number.NaN : toNumber(edge?.local.value);
  const product = Number.isFinite(factor) && factor !== 1 ? [`${short(upstream)} × ${short(factor)}`] : [];
  return { edge: id, back: true, words: [short(upstream), ...product, short(sent)], summary: null };
}
