/** The check of all gradients against finite differences, and what it found for the shown graph. */
import { computed, effect, signal } from "@preact/signals";
import { postJson } from "../api";
import { plain } from "../format";
import { latest } from "../latest";
import { type Graph, type Scalar, elementCount, toNumber } from "../model";
import { listed } from "../counts";
import { CHECK } from "../text";
import { isLearnt, textAt } from "./literals";
import { noticing, program, shownText, stage } from "./store";

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
  graph: unknown;
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

/** The last check, and whether the program or the step has changed since. */
export const checkResult = computed(() => last.value && { ...last.value, stale: last.value.graph !== stage.graph.value, other: last.value.h !== step.value });

const checking = latest(async (abort) => {
  const graph = stage.graph.peek();
  const h = step.peek();
  try {
    const answer = await noticing(postJson<CheckAnswer>("/checks", { ...program(), ...(h ? { h: Number(h) } : {}) }, abort));
    if (abort.aborted) return;
    last.value = { graph, h, leaves: answer.leaves.map((leaf) => ({ ...leaf, name: leaf.name ?? leaf.node })), failure: "" };
  } catch (error) {
    if (abort.aborted) return;
    last.value = { graph, h, leaves: [], failure: (error as Error).message };
  }
});

/** Checks the present program; an earlier check that is still under way is given up. */
export const checkGradients = (): void => checking.call({ interrupt: true });

const parameters = (graph: Graph): Graph["nodes"] => graph.nodes.filter(({ inputs, requires_grad: needs }) => inputs.length === 0 && needs);

/** How one of the leaves would get a gradient, where the text has it as data. */
function ways({ nodes }: Graph): string[] {
  const leaves = nodes.filter(({ kind, name, span }) => kind === "data" && name && span);
  const leaf = leaves.find(({ name }) => isLearnt(name ?? "")) ?? leaves[0];
  return leaf?.name && leaf.span ? [CHECK.ask(leaf.name, /^data\s*\(/.test(textAt(shownText.value, leaf.span)))] : [];
}

/** What is said at the end of the play: "w and b agree with finite differences (worst relative error 3e−9)." */
export const conclusion = computed(() => {
  const graph = stage.graph.value;
  if (graph && parameters(graph).length === 0) return [CHECK.noBackward, ...ways(graph)].join(" ");
  const result = checkResult.value;
  return !result || result.stale || result.failure ? "" : concluded(result.leaves);
});

/** The verdicts on all leaves in sentences. */
export function concluded(leaves: LeafVerdict[]): string {
  const names = (some: LeafVerdict[]): string => listed(some.map(({ name }) => name), "leaf", "leaves");
  const agree = leaves.filter(({ verdict }) => verdict === "agrees");
  const sampled = agree.filter(({ checked, elements }) => checked < elements);
  const worst = Math.max(...agree.map(({ error }) => (error === null ? 0 : toNumber(error))));
  const differ = leaves.filter(({ verdict }) => verdict === "differs");
  const others = new Set(leaves.map(({ verdict }) => verdict).filter((verdict) => verdict !== "agrees" && verdict !== "differs"));
  return [
    differ.length > 0 && CHECK.differ(names(differ), differ.length),
    differ.length === 1 && CHECK.beside(plain(toNumber(differ[0]?.gradient)), plain(toNumber(differ[0]?.measured))),
    agree.length > 0 && CHECK.agree(names(agree), agree.length, plain(worst, 2)),
    sampled.length > 0 && CHECK.sampled(listed(sampled.map(({ name, checked, elements }) => CHECK.part(name, checked, elements)), "large leaf", "large leaves")),
    ...[...others].map((verdict) => {
      const some = leaves.filter((leaf) => leaf.verdict === verdict);
      return CHECK.aside(names(some), some.length, verdict);
    }),
  ].filter(Boolean).join(" ");
}

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
    if (!arrived) return;
    const elements = parameters(graph).reduce((sum, { shape }) => sum + elementCount(shape), 0);
    if (elements === 0 || elements > MOST_ELEMENTS) return;
    checked = graph;
    checkGradients();
  });
}
