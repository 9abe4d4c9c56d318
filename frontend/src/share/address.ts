/**
 * Keeps the address, the history and the page in step: editing replaces the address, Run, Share and examples push a new
 * one, Back goes back. `?example=mlp&step=9&node=n4&moment=2` opens an example; `#v1:…` opens anything; `/` the reader's own
 * program. Every entry of the history also holds its whole state, so that going back needs no address and no server.
 */
import { batch, effect, signal, untracked } from "@preact/signals";
import { type Example, Unreachable, fetchExamples } from "../api";
import { display, evaluate, gone, source, stage, unfit } from "../program/store";
import { keepProgram } from "../program/own";
import { arrivals, place, whenLeaving } from "../shell/router";
import { ADDRESS } from "../text";
import { type Shared, decodeLink, validated } from "./link";
import { addressOf, claim, claimed, framed, home, known, own, present, readable, wanted } from "./shown";
import { leaveUnsaved, takeUnsaved } from "./unsaved";

const PAUSE_MS = 500;

/** What to tell about an address that could not be shown. */
export const notice = signal("");

/** The address of what is shown, as it was last kept. */
export const address = signal(location.href);

/** The state that the present entry of the history already holds. */
let said = "";
/** The state that the reader last came to on purpose (by an address, Run, Share or an example), and its address. */
let visited: { state: Shared; address: string | null } | null = null;
/** Counts what may change the page as a whole: whoever waited meanwhile has come too late. */
let generation = 0;
/** An address could not be shown because the server was gone. */
let unanswered = false;
/** The text that was put on the page last without the reader's writing it. */
let givenText = source.peek();

/** Writes an entry of the history; without an address the present one stays. */
function enter(how: "pushState" | "replaceState", state: Shared, full: string | null): void {
  try {
    history[how](state, "", full);
  } catch {
    /* Browsers refuse what comes too often, and in some frames: then Back does not lead here, and all else works. */
  }
}

function replace(state: Shared, full: string | null): void {
  enter("replaceState", state, full);
  if (full !== null) address.value = full;
}

/** Puts the present state into the present entry of the history; resolves to its address, if it can have one. */
export async function keepState(): Promise<string | null> {
  const state = present();
  const turn = generation;
  const text = JSON.stringify(state);
  said = text;
  const full = await addressOf(state);
  if (turn === generation && said === text && place.peek() !== "train") replace(state, full);
  return full;
}

/**
 * Makes the present state a place to come back to; resolves to its address, if it can have one. The entry that it was
 * edited in goes back to what the reader came there for.
 */
export async function pushAddress(): Promise<string | null> {
  const state = present();
  generation += 1;
  const turn = generation;
  said = JSON.stringify(state);
  const full = await addressOf(state);
  if (turn !== generation) return full;
  const before = visited;
  visited = { state, address: full };
  if (before && JSON.stringify(before.state) !== JSON.stringify(state) && !framed()) {
    enter("replaceState", before.state, before.address);
    enter("pushState", state, full);
    if (full !== null) address.value = full;
  } else replace(state, full);
  return full;
}

/** Run evaluates now and makes the state a place to come back to. */
export function run(): void {
  evaluate();
  void pushAddress();
}

/** The present state without its address, which would take a moment that a page on its way out has not. */
function keepAtOnce(): void {
  const state = present();
  if (said === "" || place.peek() === "train" || JSON.stringify(state) === said) return;
  leaveUnsaved(said, state);
  enter("replaceState", state, null);
}

/** Opens an example under its readable address; what was shown before is one step back. */
export function openExample(example: Example, at: Partial<Shared> = {}): void {
  const state: Shared = { ...own(), ...at, source: example.source, example: example.name };
  keepAtOnce();
  generation += 1;
  notice.value = "";
  known.value = example;
  const full = location.origin + home() + (readable(state) ?? `?example=${example.name}`);
  if (!framed()) enter("pushState", state, full);
  show(state, full);
  if (readable(state) === null) void keepState();
}

/** Opens one of the reader's own programs again; the one that was kept until now takes its place among the earlier ones. */
export function openOwn(text: string): void {
  keepAtOnce();
  generation += 1;
  notice.value = "";
  keepProgram(text, "");
  const full = location.origin + home();
  if (!framed()) enter("pushState", own(), full);
  show(own(), full);
}

function show(state: Shared, full: string): void {
  givenText = state.source;
  wanted.value = { source: state.source, step: state.step, node: state.node };
  batch(() => {
    claimed.value = state.example === null ? null : { name: state.example, source: state.source };
    stage.selected.value = null;
    stage.playing.value = false;
    stage.direction.value = state.direction;
    stage.colourBy.value = state.colourBy;
    stage.scope.value = state.scope;
    stage.pathOnly.value = state.pathOnly;
    display(state.source, state.leaves, state.collapsed, state.moment);
  });
  const shown = present();
  said = JSON.stringify(shown);
  visited = { state: shown, address: full };
  replace(shown, full);
}

/** Shows what the address asks for, or says why it cannot, and shows the reader's own program. */
async function restore(): Promise<void> {
  generation += 1;
  const turn = generation;
  unanswered = false;
  notice.value = "";
  const entry = validated(history.state);
  const kept = takeUnsaved(entry) ?? entry;
  const link = kept ? { shared: kept } : await decodeLink(location.hash);
  if (turn !== generation) return;
  const query = new URLSearchParams(location.search);
  const name = query.get("example");
  if (link) {
    if ("fault" in link) refuse(ADDRESS[link.fault]);
    else {
      show(link.shared, location.href);
      await recognise(link.shared.example);
      if (turn === generation) void keepState();
    }
  } else if (name === null) show(own(), location.href);
  else {
    try {
      const example = (await fetchExamples()).find((other) => other.name === name);
      if (turn !== generation) return;
      known.value = example ?? null;
      const at = { step: wholeNumber(query.get("step")), node: query.get("node"), moment: wholeNumber(query.get("moment")) || null };
      if (example) show({ ...own(), ...at, source: example.source, example: name }, location.href);
      else refuse(ADDRESS.unknown(name));
    } catch (error) {
      if (turn !== generation) return;
      unanswered = error instanceof Unreachable;
      if (unanswered) gone.value = true;
      else refuse(ADDRESS.unloaded);
    }
  }
}

const wholeNumber = (text: string | null): number | null => (text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null);

/** Finds an example's words and its other side; without them its program is complete, too. */
async function recognise(name: string | null): Promise<void> {
  if (name === null || known.peek()?.name === name) return;
  const example = (await fetchExamples().catch(() => [])).find((other) => other.name === name);
  if (example && claim.peek() === name) known.value = example;
}

function refuse(why: string): void {
  notice.value = `${why} ${ADDRESS.own}`;
  show(own(), location.origin + home());
}

/** After the server was gone: what the address asked for, or the present program. */
export function retry(): void {
  if (unanswered) void restore();
  else evaluate();
}

/** Begins: reads the address, then keeps it. Returns the function that ends it. */
export function startAddress(): () => void {
  // Back from the other page by a link that asks for nothing: what was shown before is shown still.
  if (said !== "" && history.state === null && asksForNothing()) void keepState();
  else void restore();
  const onBack = (): void => {
    if (place.peek() === "train") return;
    void (isAnchor() ? keepState() : restore());
  };
  addEventListener("popstate", onBack);
  addEventListener("pagehide", keepAtOnce);
  const visits = arrivals.peek();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keepLater = (state: string): void => {
    if (said !== "" && state !== said && !stage.playing.peek() && place.peek() !== "train") void keepState();
  };
  const stops = [
    effect(() => {
      if (stage.graph.value) untracked(settle);
    }),
    effect(() => {
      if (unfit.value) notice.value = ADDRESS.unfit;
    }),
    effect(() => {
      const state = JSON.stringify(present());
      clearTimeout(timer);
      timer = setTimeout(() => keepLater(state), PAUSE_MS);
    }),
    effect(() => {
      if (arrivals.value !== visits && place.peek() !== "train") untracked(() => void restore());
    }),
    // Somebody who writes while an example is still on its way no longer waits for it.
    effect(() => {
      if (source.value === givenText || said !== "") return;
      generation += 1;
      said = "nothing yet";
      unanswered = false;
    }),
    whenLeaving(keepAtOnce),
    () => clearTimeout(timer),
    () => removeEventListener("popstate", onBack),
    () => removeEventListener("pagehide", keepAtOnce),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

const asksForNothing = (): boolean => location.search === "" && location.hash === "";

/** A place on this page, such as a heading: no link of ours. */
const isAnchor = (): boolean => said !== "" && location.hash !== "" && !/^#v\d+:/.test(location.hash);

/** The restored graph has come: goes to its step and node, and corrects an address that asked for others. */
function settle(): void {
  const restored = wanted.peek();
  if (!restored) return;
  const { source: of, step, node } = restored;
  wanted.value = null;
  if (of !== source.peek()) return;
  batch(() => {
    stage.move(step ?? stage.length.peek());
    stage.selected.value = node !== null && stage.play.peek()?.nodes.has(node) ? node : null;
  });
  const state = present();
  if (JSON.stringify(state) !== said) void keepState().then((full) => (visited = { state, address: full }));
}
