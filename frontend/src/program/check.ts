/** The check of all gradients against finite differences: when it is made, and what it found for the shown graph. */
import { computed, effect, signal } from "@preact/signals";
import { postJson } from "../api";
import { latest } from "../latest";
import { type Graph, type Scalar, elementCount } from "../model";
import { leaves, moment, noticing, program, shownText, stage } from "./store";

export interface LeafVerdict {
  name: string;
  verdict: string;
  /** The element that decides the verdict, and the numbers there; null where nothing was measured. */
  index: number[] | null;
  gradient: Scalar | null;
  measured: Scalar | null;
  step: Scalar | null;
  /** The relative error; null where the two cannot be compared. */
  error: Scalar | null;
  checked: number;
  elements: number;
}

interface Checked {
  /** The program and the leaves' values that were checked. */
  of: string;
  /** The step that was asked for; empty for one chosen by the server. */
  h: string;
  leaves: LeafVerdict[];
  failure: string;
}

interface CheckAnswer {
  leaves: (Omit<LeafVerdict, "name"> & { node: string; name: string | null })[];
}

const last = signal<Checked | null>(null);

/** The step of the differences as text; empty leaves the choice to the server. */
export const step = signal("");

/** What would be checked now: a graph that comes again with all that is said of it is no other program. */
const present = computed(() => JSON.stringify([shownText.value, leaves.value, moment.value]));

/** The last check, and whether the program or the step has changed since. */
export const checkResult = computed(() => last.value && { ...last.value, stale: last.value.of !== present.value, other: last.value.h !== step.value });

const checking = latest(async (abort) => {
  const of = present.peek();
  const h = step.peek();
  try {
    const answer = await noticing(postJson<CheckAnswer>("/checks", { ...program(), ...(h ? { h: Number(h) } : {}) }, abort));
    if (abort.aborted) return;
    last.value = { of, h, leaves: answer.leaves.map((leaf) => ({ ...leaf, name: leaf.name ?? leaf.node })), failure: "" };
  } catch (error) {
    if (abort.aborted) return;
    last.value = { of, h, leaves: [], failure: (error as Error).message };
  }
});

/** Checks the present program; an earlier check that is still under way is given up. */
export const checkGradients = (): void => checking.call({ interrupt: true });

export const parameters = (graph: Graph): Graph["nodes"] => graph.nodes.filter(({ inputs, requires_grad: needs }) => inputs.length === 0 && needs);

/** Parameters with more elements than this are not checked without being asked. */
const MOST_ELEMENTS = 2000;

/** Checks by itself, once for each graph, when somebody has stepped or played to the end. */
export function checkAtTheEnd(): () => void {
  let before = 0;
  let shown: unknown = null;
  let checked: unknown = null;
  return effect(() => {
    const position = stage.position.value;
    const graph = stage.graph.value;
    const arrived = graph !== null && !graph.error && graph === shown && before < position && position === stage.length.value && checked !== graph;
    [before, shown] = [position, graph];
    if (!arrived) return;
    const elements = parameters(graph).reduce((sum, { shape }) => sum + elementCount(shape), 0);
    if (elements === 0 || elements > MOST_ELEMENTS) return;
    checked = graph;
    checkGradients();
  });
}
