/** Guessing a step before it is shown: what is asked, what is right, and what counts as right. Pure. */
import { plain } from "../format";
import { flatten, toNumber, unravel } from "../model";
import type { Summary } from "../model";
import { GUESS } from "../text";
import { code } from "./amounts";
import { called } from "./expression";
import { type Granularity, type Play, stops } from "./frames";

export interface Question {
  words: string;
  truth: number;
}

/** What the next step could be asked about: the value that it computes, or the gradient that it leaves; null where that is no finite number. */
export function questionAfter(play: Play, position: number, granularity: Granularity): Question | null {
  const next = granularity === "operation" ? position + 1 : (stops(play, granularity).find((halt) => halt > position) ?? 0);
  const event = play.events[next - 1];
  const node = event && play.nodes.get(event.node);
  if (!event || !node) return null;
  if (event.phase === "forward") return asked(GUESS.value, called(play.nodes, node.id), node.value);
  const [receiver] = Object.entries(event.accumulated ?? {});
  return event.phase === "backward" && receiver ? asked(GUESS.gradient, called(play.nodes, receiver[0]), receiver[1]) : null;
}

/** About a single number, or about the first element of several. */
function asked(ask: (name: string) => string, name: string, summary: Summary): Question | null {
  const first = summary.data === null ? toNumber(summary.preview?.[0]?.[0]) : (flatten(summary.data)[0] ?? Number.NaN);
  if (!Number.isFinite(first) || summary.data === null) return null;
  const single = flatten(summary.data).length === 1;
  return { words: ask(code(single ? name : `${/^\w+$/.test(name) ? name : `(${name})`}[${unravel(0, summary.shape).join(", ")}]`)), truth: first };
}

/** Two digits are enough, and so is the nearest whole number of a large one. */
const CLOSE = 0.02;

export const isClose = (said: number, truth: number): boolean => Math.abs(said - truth) <= CLOSE * Math.abs(truth) + Number.EPSILON;

export const verdict = (said: number, truth: number): string => (isClose(said, truth) ? GUESS.right(plain(truth)) : GUESS.wrong(plain(said), plain(truth)));
