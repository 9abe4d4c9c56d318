/** The check of all gradients against finite differences, and what it found for the shown graph. */
import { computed, effect, signal } from "@preact/signals";
import { Problem, postJson } from "../api";
import { plain } from "../format";
import { type Scalar, toNumber } from "../model";
import { CHECK } from "../text";
import { gone, program, stage } from "./store";

export interface LeafVerdict {
  name: string;
  worst: Scalar | null;
  verdict: string;
}

interface Checked {
  graph: unknown;
  leaves: LeafVerdict[];
  failure: string;
}

interface CheckAnswer {
  leaves: { node: string; name: string | null; error: Scalar | null; verdict: string }[];
}

const last = signal<Checked | null>(null);

/** The step of the differences as text; empty leaves the choice to the server. */
export const step = signal("");

/** The last check, and whether the program has changed since. */
export const checkResult = computed(() => last.value && { ...last.value, stale: last.value.graph !== stage.graph.value });

export async function checkGradients(): Promise<void> {
  const graph = stage.graph.peek();
  try {
    const answer = await postJson<CheckAnswer>("/checks", { ...program(), ...(step.peek() ? { h: Number(step.peek()) } : {}) });
    const leaves = answer.leaves.map(({ node, name, error, verdict }) => ({ name: name ?? node, worst: error, verdict }));
    last.value = { graph, leaves, failure: "" };
  } catch (error) {
    if (error instanceof Problem) last.value = { graph, leaves: [], failure: error.message };
    else gone.value = true;
  }
}

/** One sentence for the end of the play: "all 5 leaves agree with finite differences (worst 3e−9)". */
export const conclusion = computed(() => {
  const result = checkResult.value;
  if (!result || result.stale || result.failure || result.leaves.length === 0) return "";
  const agree = result.leaves.filter(({ verdict }) => verdict === "agrees");
  const worst = Math.max(...result.leaves.map(({ worst: error }) => (error === null ? 0 : toNumber(error))));
  return CHECK.conclusion(agree.length, result.leaves.length, plain(worst, 2));
});

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
    const arrived = graph !== null && graph === shown && before < position && position === stage.length.value && checked !== graph;
    [before, shown] = [position, graph];
    if (!arrived || graph.stats["elements"] === undefined || graph.stats["elements"] > MOST_ELEMENTS) return;
    checked = graph;
    void checkGradients();
  });
}
