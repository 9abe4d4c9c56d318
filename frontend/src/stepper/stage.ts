/**
 * A stage is where one graph is shown and played: the state that the drawing, the stepper, the inspector and the table
 * share. Explore has one, Train has one. Data flows one way: `show` puts a graph on the stage, everything else is derived.
 */
import { type ReadonlySignal, type Signal, batch, computed, signal } from "@preact/signals";
import { drawingOf, knownBlocks } from "../cards/cards";
import { ENOUGH, foldingOf, refolded } from "../cards/folding";
import type { Graph, GraphNode, NestedNumbers } from "../model";
import { type Frame, type Granularity, type Play, isWhole, playOf, stops } from "./frames";

export const COLOUR_BY = ["kind", "value", "gradient", "magnitude"] as const;
export type ColourBy = (typeof COLOUR_BY)[number];
/** Top-down, left to right, or whichever can be drawn larger. */
export const DIRECTIONS = ["auto", "TB", "LR"] as const;
export type Direction = (typeof DIRECTIONS)[number];
export const COLOUR_SCOPES = ["card", "group", "graph"] as const;
export type ColourScope = (typeof COLOUR_SCOPES)[number];

/** What others may ask of the picture of a stage while it is on the page. */
export interface Picture {
  fit: () => void;
  zoomBy: (factor: number) => void;
  /** Puts the keyboard focus on a card. */
  focus: () => void;
  /** Top-down instead of left to right, or the other way round. */
  turn: () => void;
  reveal: (node: string) => void;
  /** The same, and large enough to be read. */
  show: (node: string) => void;
  /** Lets the next layout begin anew, wherever the reader has moved this one. */
  startAnew: () => void;
  /** Draws also what has not been in view yet. */
  complete: () => void;
  /** Begins at one scale with the picture beside it, so that they can be compared. */
  pair: (other: Picture | null) => void;
}

export type Which = "value" | "grad";

/** Where the whole arrays of the shown graph are, which has only summaries of the larger ones. */
export interface Arrays {
  numbers: (node: string, which: Which, signal?: AbortSignal) => Promise<NestedNumbers>;
  file: (node: string, which: Which, type: "text/csv" | "application/x-npy") => Promise<Blob>;
}

/** A window narrower than this, in pixels, opens large graphs with fewer cards. */
const PHONE = 700;

/** A play and one moment of it. */
export interface Told {
  play: Play | null;
  frame: Frame | null;
}

/** While a slider is dragged, sentences, equations and lists change no faster than this: nobody reads them, and each costs more than the drawing. */
const TOLD_MS = 150;

export interface Stage {
  graph: ReadonlySignal<Graph | null>;
  /** The graph as far as numbers do not matter, drawn as it is folded: another one only when something else has changed. */
  outline: ReadonlySignal<Graph | null>;
  play: ReadonlySignal<Play | null>;
  frame: ReadonlySignal<Frame | null>;
  /** Both for what is read, not watched: while numbers move it comes behind, at a pace at which words can be laid out. */
  told: ReadonlySignal<Told>;
  position: Signal<number>;
  length: ReadonlySignal<number>;
  selected: Signal<string | null>;
  /** What is pointed at: one value, or all that come from one place in the text. */
  hovered: ReadonlySignal<readonly string[]>;
  playing: Signal<boolean>;
  speed: Signal<number>;
  granularity: Signal<Granularity>;
  /** Whether the reader guesses each step before it is shown. */
  guessing: Signal<boolean>;
  direction: Signal<Direction>;
  colourBy: Signal<ColourBy>;
  scope: Signal<ColourScope>;
  /** Show only what lies on the gradient's path. */
  pathOnly: Signal<boolean>;
  /** The picture belongs to an earlier text, because the present one has an error. */
  stale: Signal<boolean>;
  /** What is folded, as `cards/folding.ts` writes it; null leaves that to the size of the graph. */
  collapsed: Signal<string[] | null>;
  /** Nodes whose gradient is another one in the graph that is drawn beside this one. */
  marked: Signal<ReadonlySet<string>>;
  picture: Signal<Picture | null>;
  arrays: Signal<Arrays | null>;
  point: (...nodes: string[]) => void;
  /** The edge whose local derivative is shown; selecting a value closes it. */
  edge: ReadonlySignal<string | null>;
  openEdge: (edge: string | null) => void;
  show: (graph: Graph) => void;
  move: (to: number) => void;
  step: (by: 1 | -1, granularity?: Granularity) => void;
  toggleGroup: (path: string) => void;
  /** Of a loop another turn, or all of them. */
  turnTo: (path: string, turn: number | "all") => void;
  /** Shows the turns of loops that a value is in. */
  openTurns: (node: string) => void;
}

/** Whether all of a node's gradient has arrived by the shown step. */
export function gradientIsWhole({ play, frame }: Stage, { id }: GraphNode): boolean {
  return isWhole(play.value?.events ?? [], frame.value?.position ?? 0, id);
}

export function createStage(): Stage {
  const graph = signal<Graph | null>(null);
  const collapsed = signal<string[] | null>(null);
  let outlined: Graph | null = null;
  const structure = computed(() => {
    if (!sameOutline(outlined, graph.value)) outlined = graph.value;
    return outlined;
  });
  const outline = computed(() => structure.value && { ...structure.value, drawing: drawingOf(structure.value, collapsed.value, innerWidth < PHONE ? ENOUGH.phone : ENOUGH.usual) });
  const play = computed(() => (graph.value ? playOf(graph.value) : null));
  const position = signal(0);
  const granularity = signal<Granularity>("operation");
  const frame = computed(() => play.value?.frame(position.value, granularity.value) ?? null);
  const length = computed(() => graph.value?.events.length ?? 0);
  let last: Told & { at: number } = { play: null, frame: null, at: Number.NEGATIVE_INFINITY };
  const told = computed((): Told => {
    const now = { play: play.value, frame: frame.value, at: performance.now() };
    const moved = now.play?.graph.moving && last.play && now.frame?.position === last.frame?.position && now.frame?.step.length === last.frame?.step.length;
    if (!moved || now.at - last.at >= TOLD_MS) last = now; // What comes to rest is another answer, the whole graph.
    return last;
  });
  const selected = signal<string | null>(null);
  const hovered = signal<readonly string[]>([]);
  const opened = signal<{ edge: string; at: string | null } | null>(null);
  const edge = computed(() => {
    const known = opened.value && play.value?.edges.has(opened.value.edge);
    return known && opened.value?.at === selected.value ? opened.value.edge : null;
  });
  const playing = signal(false);

  const point = (...nodes: string[]): void => {
    if (nodes.join() !== hovered.peek().join()) hovered.value = nodes;
  };

  /** It is read from the value that it carries, which is selected with it. */
  const openEdge = (id: string | null): void => {
    const source = id === null ? undefined : play.peek()?.edges.get(id)?.source;
    batch(() => {
      if (source) selected.value = source;
      opened.value = id === null ? null : { edge: id, at: selected.peek() };
    });
  };

  /** A new graph of the same events, but for the updates that follow them, keeps its place; any other is shown complete. */
  const show = (next: Graph): void =>
    batch(() => {
      const before = graph.peek();
      const same = before !== null && sameEvents(before, next);
      const atEnd = position.peek() >= length.peek();
      graph.value = next;
      if (!same) playing.value = false;
      if (!same || atEnd || position.peek() > next.events.length) position.value = next.events.length;
      selected.value = sameValue(before, next, selected.peek());
      point(...hovered.peek().flatMap((id) => sameValue(before, next, id) ?? []));
    });

  const move = (to: number): void => {
    position.value = Math.max(0, Math.min(length.peek(), to));
  };

  const step = (by: 1 | -1, at: Granularity = granularity.peek()): void => {
    if (!play.peek()) return;
    const halts = stops(play.peek() as Play, at);
    const here = position.peek();
    move((by > 0 ? halts.find((halt) => halt > here) : halts.findLast((halt) => halt < here)) ?? here);
  };

  const folded = (): string[] => outline.peek()?.drawing.collapsed ?? [];

  /** A folded loop opens at its last turn; one that shows all its turns goes on to that. */
  const toggleGroup = (path: string): void => {
    const shown = outline.peek();
    const turns = shown ? (knownBlocks(structure.peek() as Graph).all.find((block) => block.path === path)?.turns ?? 0) : 0;
    const one = folded().some((entry) => entry.startsWith(`${path}@`));
    const opens = turns > 0 ? turns : "all";
    const closed = folded().includes(path);
    collapsed.value = refolded(folded(), { path }, closed || (turns > 0 && !one) ? opens : "card");
  };

  const turnTo = (path: string, turn: number | "all"): void => {
    const next = refolded(folded(), { path }, turn);
    if (next.toSorted().join() !== folded().toSorted().join()) collapsed.value = next;
  };

  const openTurns = (id: string): void => {
    const known = structure.peek();
    if (!known) return;
    const blocks = knownBlocks(known);
    const { turns } = foldingOf(folded(), blocks);
    for (const { block, turn } of blocks.around(id)) if (turns.has(block.path)) turnTo(block.path, turn);
  };

  return {
    graph,
    outline,
    play,
    frame,
    told,
    position,
    length,
    selected,
    hovered,
    playing,
    speed: signal(1),
    granularity,
    guessing: signal(false),
    direction: signal<Direction>("auto"),
    colourBy: signal<ColourBy>("kind"),
    scope: signal<ColourScope>("card"),
    pathOnly: signal(false),
    stale: signal(false),
    collapsed,
    marked: signal<ReadonlySet<string>>(new Set()),
    picture: signal<Picture | null>(null),
    arrays: signal<Arrays | null>(null),
    point,
    edge,
    openEdge,
    show,
    move,
    step,
    toggleGroup,
    turnTo,
    openTurns,
  };
}

/**
 * Where a value of one graph is in the next one: under the same name (a label tells also which of several), for a line
 * that is put in above it moves all identifiers on; a value without a name under its identifier, if the operation is the same.
 */
export function sameValue(before: Graph | null, next: Graph, id: string | null): string | null {
  const old = before?.nodes.find((node) => node.id === id);
  const found = old?.name
    ? next.nodes.find(({ name, label }) => name !== null && label === old.label)
    : next.nodes.find((node) => node.id === id && (!old || (node.name === null && node.op === old.op)));
  return found?.id ?? null;
}

/** Whether two graphs differ in numbers only. */
export function sameOutline(before: Graph | null, next: Graph | null): boolean {
  if (before === null || next === null) return before === next;
  const same = (node: GraphNode, other: GraphNode | undefined): boolean =>
    node.label === other?.label &&
    node.expression === other.expression &&
    node.op === other.op &&
    node.kind === other.kind &&
    node.uses === other.uses &&
    node.inputs.join() === other.inputs.join() &&
    node.shape.join() === other.shape.join();
  return before.structure === next.structure && before.nodes.length === next.nodes.length && before.nodes.every((node, index) => same(node, next.nodes[index]));
}

const computing = ({ events }: Graph): number => events.filter(({ phase }) => phase !== "update").length;

function sameEvents(before: Graph, next: Graph): boolean {
  return (
    computing(before) === computing(next) &&
    before.nodes.length === next.nodes.length &&
    before.nodes.every((node, index) => node.op === next.nodes[index]?.op)
  );
}
