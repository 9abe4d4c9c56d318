/**
 * What Explore knows: the text, the leaves' other values, the answer or the problem. What the reader writes goes in
 * through `edit` and `setLeaf` and is kept on this machine; examples and links through `display`, which keeps nothing.
 * The graph comes out on the stage.
 */
import { batch, signal } from "@preact/signals";
import { type GraphRequest, Problem, type ProblemDocument, Unreachable, fetchArray, fetchArrayFile, fetchGraph, fetchNumbers, isUp } from "../api";
import type { Fault, Graph, NestedNumbers } from "../model";
import { endWaiting } from "../idle";
import { createStage } from "../stepper/stage";
import { latest } from "../latest";
import { halfCharacter } from "./characters";
import { started, starting, startingText } from "./guard";
import { acquit, judge } from "./judgement";
import { untouched } from "./literals";
import { createMoves } from "./moving";
import { keepProgram } from "./own";

const TYPING_PAUSE_MS = 300;
/** Values that were set for an earlier text, and for which the present one has no leaf. */
const BELONGS_TO_NONE = new Set(["unknown_leaf", "leaf_shape"]);
/** The program has fewer moments than that, as with other values for its leaves. */
const NO_SUCH_MOMENT = "no_moment";

export const FIRST_PROGRAM = `# A neuron with one input, and the square of its error.
x = data(2.0)
y = data(1.0)
w = 1.5
b = -0.5

loss = (w * x + b - y) ** 2
`;

export const stage = createStage();
export const source = signal(startingText(FIRST_PROGRAM));
/** The text that the shown graph was made from; its spans are places in it. */
export const shownText = signal("");
/** Other values for named leaves, set by sliders and grids. */
export const leaves = signal<Record<string, NestedNumbers>>({});
/** What the last reset took back, until a leaf or the text changes. */
export const takenBack = signal<Record<string, NestedNumbers> | null>(null);
/** The moment that is wanted, counted from 1; null is the last one, whichever that is. */
export const moment = signal<number | null>(null);
/** The values of the shown text, or of the present one where a leaf has moved since: what a half-written line drops comes back with the line. */
let settled: { text: string; values: Record<string, NestedNumbers> } = { text: "", values: {} };
/** Values that came with a text, as in a link, fitted none of its leaves. */
export const unfit = signal(false);
let given = "";
export const problem = signal<ProblemDocument | null>(null);
export const gone = signal(false);
/** The reader gave up waiting for the present program's answer. */
export const cancelled = signal(false);
/** When the present request began; 0 while none runs. */
export const busySince = signal(0);

/** The body of every request about the present program. */
export function program(): GraphRequest {
  const body: GraphRequest = { source: source.peek() };
  if (Object.keys(leaves.peek()).length > 0) body.leaves = leaves.peek();
  if (moment.peek() !== null) body.moment = moment.peek() as number;
  return body;
}

/** The same about the program of the picture, while the text is being changed or has an error. */
export const shownProgram = (): GraphRequest => ({ ...program(), source: shownText.peek() });

/**
 * The same answer. If there is none, whoever asked says so; the page says that the server is gone only where it does not
 * answer anything else either, for something between may refuse this one call for good.
 */
export async function noticing<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Unreachable && !gone.peek()) void isUp().then((up) => (gone.value ||= !up));
    throw error;
  }
}

stage.arrays.value = {
  numbers: async (node, which, abort) => (await noticing(fetchArray({ ...program(), node, which }, abort))).data,
  file: (node, which, type) => noticing(fetchArrayFile({ ...program(), node, which }, type)),
};

/** How many requests have begun. */
let turns = 0;

const evaluation = latest(async (signal_, answered) => {
  const turn = ++turns;
  starting();
  const text = source.peek();
  const values = leaves.peek();
  const known = moves.known(text === shownText.peek() && isShown());
  batch(() => {
    busySince.value = Date.now();
    cancelled.value = false;
  });
  try {
    const half = halfCharacter(text);
    if (half) throw new Problem(half);
    const body = { ...program(), partial: true };
    const answer = await (known ? fetchNumbers(body, known.structure, signal_, answered) : fetchGraph(body, signal_, answered));
    if (signal_.aborted) return;
    const graph = moves.graphOf(answer);
    if (!graph) return;
    const broken = graph.error ? documentOf(graph.error) : null;
    if (broken && (graph.nodes.length === 0 || BELONGS_TO_NONE.has(broken.code))) throw new Problem(broken);
    gone.value = false;
    if (broken) judge(faultsOf(broken), () => put(graph, text, values, broken));
    else put(graph, text, values, null);
  } catch (error) {
    if (signal_.aborted || turn !== turns) return; // What a newer request finds is what counts.
    answered();
    endWaiting();
    if (error instanceof Problem && error.document.code === NO_SUCH_MOMENT && moment.peek() !== null) {
      moment.value = null;
      evaluation.call();
      return;
    }
    const present = text === source.peek();
    if (present && error instanceof Problem && BELONGS_TO_NONE.has(error.document.code) && Object.keys(leaves.peek()).length > 0 && text !== shownText.peek()) {
      leaves.value = {};
      unfit.value = text === given;
      evaluation.call();
      return;
    }
    gone.value = !(error instanceof Problem);
    if (error instanceof Problem) judge(faultsOf(error.document), () => refuse(error.document));
    else refuse(null);
  } finally {
    started();
  }
}, () => (busySince.value = 0));

const moves = createMoves(stage, () => evaluation.call());

/** Whether the shown graph is of the moment that is wanted. */
const isShown = (): boolean => moment.peek() === null || moment.peek() === stage.graph.peek()?.moment;

/** What is wrong with the program, of an answer that has the graph of what was computed before, too. */
const documentOf = ({ code, ...fault }: Fault): ProblemDocument => ({ type: "about:blank", title: fault.detail, status: 422, code: code ?? "", ...fault });

const faultsOf = (document: ProblemDocument): Pick<Fault, "span">[] => (document.problems?.length ? document.problems : [{ span: document.span ?? null }]);

/** Shows the graph that a text has with these values. Meanwhile leaves may have moved, and the text may be another: that one has dropped what it does not know. */
function put(graph: Graph, text: string, values: Record<string, NestedNumbers>, broken: ProblemDocument | null): void {
  batch(() => {
    acquit();
    stage.show(graph);
    shownText.value = text;
    if (text === source.peek()) settled = { text, values: leaves.peek() };
    else if (text !== settled.text) settled = { text, values };
    stage.stale.value = false;
    problem.value = broken;
  });
}

/** No graph has come: the last one stays, and is called so. */
function refuse(why: ProblemDocument | null): void {
  batch(() => {
    stage.stale.value = stage.graph.peek() !== null;
    problem.value = why;
  });
}

/** Shows another moment of the program: numbers change in place where its graph is the same. */
export function openMoment(wanted: number): void {
  const count = stage.graph.peek()?.moments?.count ?? 1;
  const next = Math.max(1, Math.min(count, Math.round(wanted)));
  const chosen = next === count ? null : next;
  if (chosen === moment.peek()) return;
  moment.value = chosen;
  evaluation.call();
}

let typing: ReturnType<typeof setTimeout> | undefined;

/** The reader changed the text: evaluate it when the typing pauses. */
export function edit(text: string): void {
  if (text === source.peek()) return;
  keepProgram(text, source.peek());
  write(text, untouched(settled.values, stage.graph.peek()?.nodes ?? [], shownText.peek(), text), null);
  clearTimeout(typing);
  typing = setTimeout(evaluate, TYPING_PAUSE_MS);
}

function write(text: string, values: Record<string, NestedNumbers>, collapsed: string[] | null, at: number | null = null): void {
  batch(() => {
    if (text !== source.peek()) acquit();
    moment.value = at;
    source.value = text;
    leaves.value = values;
    takenBack.value = null;
    stage.collapsed.value = collapsed;
  });
}

/** Evaluate now, whatever is under way. */
export function evaluate(): void {
  clearTimeout(typing);
  evaluation.call({ interrupt: true });
}

/** Give up the present request; the last result stays, and is called so. */
export function cancel(): void {
  evaluation.abort();
  batch(() => {
    busySince.value = 0;
    cancelled.value = true;
    stage.stale.value = stage.graph.peek() !== null;
  });
}

/** Another value for a named leaf; while requests are under way only the last position is sent. */
export function setLeaf(name: string, value: NestedNumbers): void {
  moveAll({ ...leaves.peek(), [name]: value }, null);
}

/** One leaf back to what the text says. */
export function resetLeaf(name: string): void {
  const { [name]: _, ...others } = leaves.peek();
  moveAll(others, leaves.peek());
}

/** Every leaf back to what the text says. */
export const resetLeaves = (): void => moveAll({}, leaves.peek());

/** The values that a reset has just taken back. */
export function restoreLeaves(): void {
  if (takenBack.peek()) moveAll(takenBack.peek() ?? {}, null);
}

function moveAll(values: Record<string, NestedNumbers>, before: Record<string, NestedNumbers> | null): void {
  batch(() => {
    leaves.value = values;
    takenBack.value = before;
  });
  settled = { text: source.peek(), values };
  moves.begin();
  evaluation.call();
}

/** The reader's own change of the text by a button that edits; `values` instead of those that the change leaves alone. */
export function replace(text: string, values?: Record<string, NestedNumbers>): void {
  edit(text);
  if (values) leaves.value = values;
  evaluate();
}

/** Shows a text that the reader did not write, as from an example or a link. */
export function display(text: string, values: Record<string, NestedNumbers> = {}, collapsed: string[] | null = null, at: number | null = null): void {
  batch(() => {
    given = text;
    unfit.value = false;
    if (text !== source.peek()) stage.picture.peek()?.startAnew();
    write(text, values, collapsed, at);
    evaluate();
  });
}
