/**
 * A pitfall and its other side, drawn beside each other: the stage of the other program, kept in step with the shown
 * one. A slider moves the same leaf in both, a step moves both on, and a card that is selected or pointed at in one is so in
 * the other.
 */
import { type ReadonlySignal, batch, computed, effect, signal } from "@preact/signals";
import { type Example, Problem, fetchExamples, fetchGraph } from "../api";
import { latest } from "../latest";
import { leaves, moment, stage } from "../program/store";
import { settableLeaves, valueFor } from "../leaves/leaf";
import type { Graph } from "../model";
import { openExample } from "../share/address";
import { shownExample } from "../share/shown";
import { type Stage, createStage } from "../stepper/stage";
import { type Compared, type Counterparts, alongside, compared, counterparts, differing, givenAlike, twins } from "./differences";

/** Where the other program is drawn. */
export const otherStage = createStage();

const beside = signal<Example | null>(null);
/** The reader may want to see one program alone. */
export const hidden = signal(false);

/** The other side of the shown pitfall while it is drawn, too. */
export const otherExample: ReadonlySignal<Example | null> = computed(() =>
  !hidden.value && beside.value && beside.value.name === shownExample.value?.beside && otherStage.graph.value ? beside.value : null,
);

const pairs: ReadonlySignal<Counterparts[]> = computed(() =>
  otherExample.value && stage.graph.value && otherStage.graph.value ? counterparts(stage.graph.value, otherStage.graph.value) : [],
);

type Twins = ReadonlyMap<string, string>;

/** Which card of the other side is which of the shown one, and the reverse. */
const ways: ReadonlySignal<{ forth: Twins; back: Twins }> = computed(() => {
  const [first, second] = [stage.outline.value, otherStage.outline.value];
  const forth = otherExample.value && first && second ? twins(first, second) : new Map<string, string>();
  return { forth, back: new Map([...forth].map(([one, two]) => [two, one])) };
});

/** Selects on one side what is selected on the other; what only one side has is selected there alone. */
function selectAlike(from: Stage, to: Stage, forth: Twins, back: Twins): void {
  const twin = forth.get(from.selected.value ?? "") ?? null;
  const present = to.selected.peek();
  if (twin === (present !== null && back.has(present) ? present : null)) return;
  to.selected.value = twin;
  if (twin) to.picture.peek()?.reveal(twin);
}

/** The same for what is pointed at. */
function pointAlike(from: Stage, to: Stage, forth: Twins, back: Twins): void {
  const found = from.hovered.value.flatMap((id) => forth.get(id) ?? []);
  const present = to.hovered.peek().filter((id) => back.has(id));
  if (found.join() !== present.join()) to.point(...found);
}

/** What the two programs are compared by: `first` is the shown one's, `second` the other's. */
export const comparisons: ReadonlySignal<Compared[]> = computed(() => compared(pairs.value, shownExample.value?.compare ?? []));

/** The values that are marked as different. */
const differences: ReadonlySignal<Counterparts[]> = computed(() => {
  const found = comparisons.value.filter(({ differs }) => differs);
  return shownExample.value?.compare.length && found.length > 0 ? found : differing(pairs.value);
});

const evaluation = latest(async (abort) => {
  const example = beside.peek();
  if (!example) return;
  try {
    const wanted = moment.peek();
    const request = { source: example.source, leaves: shared(otherStage.graph.peek()) };
    // Where the shown side has more moments than this one, its last one stands beside them.
    const graph = await fetchGraph(wanted === null ? request : { ...request, moment: wanted }, abort).catch((error: unknown) => {
      if (wanted !== null && error instanceof Problem && error.document.code === "no_moment") return fetchGraph(request, abort);
      throw error;
    });
    if (!abort.aborted && beside.peek() === example) otherStage.show(graph);
  } catch {
    /* The shown program is complete without its other side. */
  }
});

/** The sliders' values for leaves that the other program has, too: in the same shape, and of the same value to begin with. */
function shared(graph: Graph | null): typeof leaves.value {
  if (!graph || !stage.graph.peek()) return {};
  const here = new Map(settableLeaves(stage.graph.peek() as Graph).map(({ name, shape }) => [name, shape.join()]));
  const [text = "", otherText = ""] = [shownExample.peek()?.source, beside.peek()?.source];
  const same = settableLeaves(graph).filter(({ name, shape }) => here.get(name) === shape.join() && givenAlike(text, otherText, name ?? ""));
  return Object.fromEntries(same.flatMap((leaf) => {
    const value = valueFor(leaf, leaves.peek());
    return value === undefined ? [] : [[leaf.name, value]];
  }));
}

/** Shows the other side instead of this one, as it stands: with the leaves that were moved, at its step. */
export function turnAround(): void {
  const other = otherExample.peek();
  if (!other) return;
  const { position, length, selected } = otherStage;
  openExample(other, {
    leaves: shared(otherStage.graph.peek()),
    step: position.peek() === length.peek() ? null : position.peek(),
    node: selected.peek(),
    direction: stage.direction.peek(),
    colourBy: stage.colourBy.peek(),
    scope: stage.scope.peek(),
    pathOnly: stage.pathOnly.peek(),
  });
}

/** Keeps both sides in step; returns the function that ends it. */
export function startComparison(): () => void {
  const stops = [
    effect(() => {
      const wanted = shownExample.value?.beside ?? null;
      if (!wanted || beside.peek()?.name === wanted) return;
      hidden.value = false;
      void fetchExamples().then(
        (all) => {
          beside.value = all.find(({ name }) => name === wanted) ?? null;
          evaluation.call({ interrupt: true });
        },
        () => undefined,
      );
    }),
    effect(() => {
      if (leaves.value && moment.value !== undefined && otherExample.peek()) evaluation.call();
    }),
    effect(() => {
      stage.marked.value = new Set(differences.value.map(({ first }) => first.id));
      otherStage.marked.value = new Set(differences.value.map(({ second }) => second.id));
    }),
    effect(() => {
      const [first, second] = [stage.graph.value, otherStage.graph.value];
      const position = stage.position.value;
      if (otherExample.value && first && second) otherStage.move(alongside(first.events, second.events, position));
    }),
    effect(() => {
      otherStage.direction.value = stage.direction.value;
    }),
    effect(() => selectAlike(stage, otherStage, ways.value.forth, ways.value.back)), // Also once the other side is there.
    effect(() => selectAlike(otherStage, stage, ways.peek().back, ways.peek().forth)),
    effect(() => pointAlike(stage, otherStage, ways.peek().forth, ways.peek().back)),
    effect(() => pointAlike(otherStage, stage, ways.peek().back, ways.peek().forth)),
  ];
  return () => batch(() => stops.forEach((stop) => stop()));
}
