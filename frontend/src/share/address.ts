/**
 * Keeps the address and the page in step: editing replaces the address, Run, Share and examples push a new one, Back
 * goes back. `?example=mlp&step=9&node=n4` opens an example; `#v1:…` opens anything.
 */
import { batch, computed, effect, signal } from "@preact/signals";
import { type Example, fetchExamples } from "../api";
import { evaluate, leaves, replace, source, stage } from "../program/store";
import { go, place } from "../shell/router";
import { PLAIN_VIEW, type Shared, decodeLink, encodeLink } from "./link";

const PAUSE_MS = 500;

/** What a link should restore once the graph is there. */
let wanted: Pick<Shared, "step" | "node"> | null = null;
/** The state that the address already says; an example's own address stays readable until something changes. */
let said = "";

function present(): Shared {
  const { position, length } = stage;
  return {
    source: source.value,
    leaves: leaves.value,
    step: position.value === length.value ? null : position.value,
    node: stage.selected.value,
    direction: stage.direction.value,
    collapsed: stage.collapsed.value,
    colourBy: stage.colourBy.value,
    scope: stage.scope.value,
    pathOnly: stage.pathOnly.value,
  };
}

/** The full address of what is shown: readable while it is an example as it was opened, else a fragment that holds all. */
export async function sharedAddress(): Promise<string> {
  const state = present();
  const path = `${location.origin}${place.peek() === "embed" ? "/embed" : "/"}`;
  return path + (readable(state) ?? (await encodeLink(state)));
}

/** `?example=mlp&step=9&node=n4`, where that says everything. */
function readable(state: Shared): string | null {
  const example = shownExample.peek();
  const plain = Object.entries(PLAIN_VIEW).every(([name, value]) => state[name as keyof Shared] === value);
  if (!example || !plain || Object.keys(state.leaves).length > 0) return null;
  const { step, node } = state;
  const query = new URLSearchParams({ example: example.name });
  if (step !== null) query.set("step", String(step));
  if (node !== null) query.set("node", node);
  return `?${query}`;
}

/** Puts the present state into the address as a new entry of the history. */
export async function pushAddress(): Promise<string> {
  const address = await sharedAddress();
  said = JSON.stringify(present());
  if (location.href !== address) history.pushState(null, "", address);
  return address;
}

/** Run evaluates now and makes the state a place to come back to. */
export function run(): void {
  evaluate();
  void pushAddress();
}

/** The example that was opened last; shown as long as its text is not changed. */
const opened = signal<Example | null>(null);
export const shownExample = computed(() => (opened.value?.source === source.value ? opened.value : null));

/** Opens an example under its readable address. */
export function openExample(example: Example): void {
  go(`/?example=${encodeURIComponent(example.name)}`);
  wanted = null;
  batch(() => {
    opened.value = example;
    stage.selected.value = null;
    replace(example.source);
  });
  said = JSON.stringify(present());
}

/** Shows what the address asks for; true if it asks for something. */
async function restore(): Promise<boolean> {
  const query = new URLSearchParams(location.search);
  const shared = await decodeLink(location.hash);
  if (shared) {
    wanted = { step: shared.step, node: shared.node };
    batch(() => {
      stage.direction.value = shared.direction;
      stage.colourBy.value = shared.colourBy;
      stage.scope.value = shared.scope;
      stage.pathOnly.value = shared.pathOnly;
      replace(shared.source, shared.leaves);
      if (shared.collapsed) stage.collapsed.value = shared.collapsed;
    });
    return true;
  }
  const name = query.get("example");
  if (!name) return false;
  const example = (await fetchExamples().catch(() => [])).find((other) => other.name === name);
  if (!example) return false;
  const step = query.get("step");
  wanted = { step: step !== null && /^\d{1,6}$/.test(step) ? Number(step) : null, node: query.get("node") };
  opened.value = example;
  replace(example.source);
  return true;
}

/** Begins: reads the address, then keeps it. Returns the function that ends it. */
export function startAddress(): () => void {
  void restore().then((found) => {
    if (!found) evaluate();
    said = JSON.stringify(present());
  });
  const onBack = (): void => void (place.peek() === "train" ? undefined : restore());
  addEventListener("popstate", onBack);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stops = [
    effect(() => {
      if (!stage.graph.value || !wanted) return;
      const { step, node } = wanted;
      wanted = null;
      batch(() => {
        if (step !== null) stage.move(step);
        if (node !== null && stage.play.peek()?.nodes.has(node)) stage.selected.value = node;
      });
      said = JSON.stringify(present());
    }),
    effect(() => {
      const state = JSON.stringify(present());
      clearTimeout(timer);
      timer = setTimeout(() => void keepAddress(state), PAUSE_MS);
    }),
    () => clearTimeout(timer),
    () => removeEventListener("popstate", onBack),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

async function keepAddress(state: string): Promise<void> {
  if (said === "" || state === said || stage.playing.peek() || place.peek() === "train") return;
  said = state;
  history.replaceState(null, "", await sharedAddress());
}
