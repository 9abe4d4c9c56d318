/**
 * What is being computed, as a place in the text. A program that has just been evaluated is shown complete and computes
 * nothing: its places are marked from the first step on.
 */
import { type ReadonlySignal, computed } from "@preact/signals";
import { readLine } from "../program/printed";
import { shownText, stage } from "../program/store";
import type { Frame, Play } from "../stepper/frames";
import type { Computed } from "./marks";

export function placeOf(play: Play, { event }: Frame): Computed | null {
  if (!event) return null;
  if (event.phase === "update" && event.line) return { phase: "update", line: event.line, span: null };
  const span = play.nodes.get(event.node)?.span;
  return span ? { phase: event.phase, line: span.line, span } : null;
}

export function computedNow(): ReadonlySignal<Computed | null> {
  let before = { text: "", play: null as Play | null, position: -1 };
  let stepping = false;
  let led = readLine.peek();
  return computed(() => {
    const [text, play, frame, position] = [shownText.value, stage.play.value, stage.frame.value, stage.position.value];
    const stepped = play === before.play && position !== before.position;
    stepping = position < stage.length.value || stepped || (stepping && text === before.text);
    const old = before.text;
    before = { text, play, position };
    if (stepped || text !== old) led = readLine.peek(); // What was led to before is left behind.
    const read = readLine.value;
    if (read !== null && read !== led) return { phase: "forward", line: read.line, span: null };
    return play && frame && stepping ? placeOf(play, frame) : null;
  });
}
