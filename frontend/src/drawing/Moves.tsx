/** How the picture is moved: said once, until somebody has moved one. */
import { signal } from "@preact/signals";
import { media } from "../media";
import { keep, read } from "../storage";
import { GRAPH } from "../text";

const KEY = "chainrule.moves";
const known = signal(read(KEY) !== null);
const touched = media("(pointer: coarse)");

/** Somebody has moved a picture. */
export function moved(): void {
  if (known.peek()) return;
  known.value = true;
  keep(KEY, "known");
}

export const Moves = () => (known.value ? null : <p class="moves">{touched.value ? GRAPH.movesByFinger : GRAPH.moves}</p>);
