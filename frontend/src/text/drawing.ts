/** Numbers, cards, lines, the legend and the stepper. */
import { count, grouped } from "../counts";
import { sentence } from "./sentence";

/** Words among numbers. */
export const NUMBERS = {
  scalar: "scalar",
  empty: "empty",
  shape: (sizes: string): string => `shape ${sizes}`,
  rank: (rank: number): string => `${rank}-d`,
  aboutZero: "≈ 0",
  mean: (number: string): string => `μ ${number}`,
  rms: (number: string): string => `rms ${number}`,
};

/** Why no gradient comes back to a value. */
export const NO_PATH = {
  none: "no path: the output does not depend on it",
  cut: (names: string, amount: number): string => `no gradient path: ${names} ${amount === 1 ? "cuts" : "cut"} it`,
  ends: (places: string): string => `no gradient path: its way to the output ends at ${places}`,
  behind: (places: string): string => `needs no gradient: cut off by ${places} from what has one`,
};

/** What cards say beside their numbers. */
export const CARD = {
  constant: (shape: string): string => `const ${shape}`,
  folded: "▸",
  cuts: "ends here",
  unnamed: "group",
  stub: (label: string): string => `${label} ↗`,
  operations: (amount: number): string => count(amount, "operation"),
  terms: (amount: number): string => count(amount, "term"),
  sum: "Σ",
  accumulated: (number: string): string => `.grad ${number}`,
  ahead: "—",
  gradientRow: "∂",
  spokenSum: (terms: string): string => `sum of ${terms}`,
  spokenGroup: (operations: number, results: number): string =>
    `group of ${count(operations, "operation")}${results > 1 ? ` with ${count(results, "result")}` : ""}`,
  spokenValue: (value: string): string => `value ${value}`,
  spokenNone: "no gradient needed",
  spokenGradient: (gradient: string): string => `gradient ${gradient}`,
};

/** A loop of which the drawing shows one turn. */
export const LOOP = {
  times: (turns: number): string => `×${turns}`,
  /** Of a loop, or of calls that do the same. */
  turns: (of: string, first: number, last: number): string => {
    const loop = /^(for |while)/.test(of);
    return first === last ? `${loop ? "turn" : of} ${first}` : `${loop ? "turns" : of} ${first}–${last}`;
  },
  slider: (loop: string, unrolls: boolean): string => `Turn of ${loop}${unrolls ? "; Enter shows all turns" : ""}`,
  turn: (turn: number, turns: number): string => `turn ${turn} of ${turns}`,
  all: "all",
};

export const GRAPH = {
  region: "Graph",
  label: (nodes: number): string => `Computational graph of ${count(nodes, "value")}; arrow keys walk along the edges`,
  previous: "previous result",
  still: "still of the previous program",
  failed: (reason: string): string => `The picture could not be laid out: ${sentence(reason)} The values are there all the same.`,
  tooMany: (cards: number, most: number): string =>
    `${grouped(cards)} cards are too many to draw (at most ${grouped(most)}). Put parts into functions or groups, which fold; the table and the downloads show every value.`,
  overview: (values: number): string => `${grouped(values)} values are too many to draw one by one: the picture shows runs of them. Table and downloads hold every one.`,
  foldAll: "Fold all groups",
  toTable: "Go to the table",
  details: (name: string): string => `${name}: details`,
  map: "Map of the whole graph",
  tools: "View",
  moves: "wheel zooms · drag pans",
  movesByFinger: "pinch zooms · drag pans",
  zoomIn: "Zoom in (+)",
  zoomOut: "Zoom out (−)",
  fit: "Fit (F)",
  turn: "Top-down or left-right",
  find: "Find a value",
  findHint: "Find",
  found: (at: number | null, hits: number): string => (hits === 0 ? "not found" : at === null ? `${hits}` : `${at} / ${hits}`),
  colours: "Colour by",
  colourBy: { kind: "kind", value: "largest value", gradient: "largest gradient", magnitude: "size of gradient" },
  scope: "Colour limits of",
  scopes: { card: "each card", group: "its group", graph: "the graph" },
  pathOnly: "Only the gradient's path",
  options: "View options",
  legend: "Legend",
};

export const LEGEND = {
  words: "Words",
  card: "A card",
  parts: [
    "operation; name, shape; ⚠ a finding",
    "value: from its least to its largest element",
    "the value's elements",
    "gradient on its band: its root mean square; Σ2: used twice",
    "the gradient's elements",
  ],
  kinds: "Kinds",
  again: [["h₂", "the value of h after its second assignment"], ["f#2", "the second call of f, or the second leaf f"]],
  gradients: "A gradient may be",
  lines: "Lines",
  forward: "a value flows forward",
  backward: "its gradient flows back; wider: larger",
  bad: "what flows back is not finite",
  none: "carries no gradient",
  slots: "argument, where the order matters",
  colours: "Colours",
  values: "values",
  gradientValues: "gradients",
  cards: "cards",
  tints: { value: "A card takes the colour of its value's largest element, with its sign.", gradient: "A card takes the colour of its gradient's largest element, with its sign.", magnitude: "A card takes the colour of its gradient's root mean square." },
  blocks: "More than 16 × 64 elements are shown in blocks, each by the largest in it.",
  largest: "max",
  limits: {
    none: (): string => "Limits: each card by its own largest number; select one to see it.",
    card: (name: string): string => `Limits: the largest numbers of ${name}, the selected card. Each card has its own.`,
    group: (name: string): string => `Limits: the largest numbers in ${name || "the top level"}, the group of the selected card.`,
    graph: (): string => "Limits: the largest numbers in the graph.",
  },
};

export const STEPPER = {
  sweep: "Row by column",
  endSweep: "Stop",
  region: "Stepper",
  first: "First step (Home)",
  back: "Back (←)",
  play: "Play (Space)",
  pause: "Pause (Space)",
  forward: "Forward (→)",
  last: "Last step (End)",
  more: "Pace",
  scrubber: "Step",
  runTo: "Run to the selected card",
  speed: "Speed",
  by: "Step by",
  granularities: { operation: "operation", group: "group", pass: "pass" },
  at: (position: number, length: number): string => `${position} / ${length}`,
};
