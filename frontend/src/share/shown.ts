/**
 * What is shown, as a state that can be kept, and the address that says it: readable while it is an example as it was
 * opened, else a fragment that holds all.
 */
import { computed, signal } from "@preact/signals";
import type { Example } from "../api";
import { FIRST_PROGRAM, leaves, moment, shownText, source, stage } from "../program/store";
import { ownProgram } from "../program/own";
import { isFirstVisit } from "../program/visit";
import { addressIn } from "../root";
import { place } from "../shell/router";
import { PLAIN_VIEW, type Shared, encodeLink } from "./link";

/** The example that the shown text is said to be, and what the server knows about it. */
export const claimed = signal<Pick<Example, "name" | "source"> | null>(null);
export const known = signal<Example | null>(null);
export const claim = computed(() => (claimed.value?.source === source.value ? claimed.value.name : null));

/** The example whose text is shown; none as soon as the text is changed. */
export const shownExample = computed(() => (known.value?.name === claim.value && known.value?.source === source.value ? known.value : null));

/** The step and the node that a restored state asks for, until its graph is there. */
export const wanted = signal<Pick<Shared, "source" | "step" | "node"> | null>(null);

/** The reader's own program, as it was kept. */
export const own = (): Shared => ({ ...PLAIN_VIEW, source: ownProgram() ?? FIRST_PROGRAM, leaves: {}, step: isFirstVisit && ownProgram() === null ? 0 : null, node: null, moment: null, example: null });

/** In another site's frame, whose Back leads through that site's pages: there are no entries of ours. */
export const framed = (): boolean => place.peek() === "embed";

export const home = (): string => addressIn(framed() ? "embed" : "");

/** What is shown. While a restored graph is on its way, the step and the node are those that it will get. */
export function present(): Shared {
  const { position, length } = stage;
  const restored = wanted.peek();
  const coming = restored?.source === source.value ? restored : null;
  const settled = shownText.value === source.value; // Else step and node are still those of another program.
  const here = { step: settled && position.value !== length.value ? position.value : null, node: settled ? stage.selected.value : null };
  return {
    source: source.value,
    leaves: leaves.value,
    step: coming ? coming.step : here.step,
    node: coming ? coming.node : here.node,
    moment: moment.value,
    direction: stage.direction.value,
    collapsed: stage.collapsed.value,
    colourBy: stage.colourBy.value,
    scope: stage.scope.value,
    pathOnly: stage.pathOnly.value,
    example: claim.value,
  };
}

/** The full address of a state; null in a browser that cannot make one. */
export async function addressOf(state: Shared): Promise<string | null> {
  try {
    return `${location.origin}${home()}${readable(state) ?? (await encodeLink(state))}`;
  } catch {
    return null;
  }
}

/** `?example=mlp&step=9&node=n4&moment=2`, where that says everything. */
export function readable(state: Shared): string | null {
  const plain = Object.entries(PLAIN_VIEW).every(([name, value]) => state[name as keyof Shared] === value);
  const { example, step, node, moment: at } = state;
  if (example === null || example !== known.peek()?.name || !plain || Object.keys(state.leaves).length > 0) return null;
  const query = new URLSearchParams({ example });
  if (step !== null) query.set("step", String(step));
  if (node !== null) query.set("node", node);
  if (at !== null) query.set("moment", String(at));
  return `?${query}`;
}
