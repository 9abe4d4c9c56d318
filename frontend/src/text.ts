/** Everything that the page says to people, in one place (sentences of steps are made in `stepper/sentences.ts`). */
import { count } from "./format";

export const SHELL = {
  name: "Chainrule",
  explore: "Explore",
  train: "Train",
  toDark: "Switch to dark",
  toLight: "Switch to light",
  skip: "Skip to the graph",
  navigation: "Main",
  gone: "The server does not answer. Your text is kept here.",
  retry: "Try again",
};

export const GRAPH = {
  region: "Graph",
  label: (nodes: number): string => `Computational graph of ${count(nodes, "value")}; arrow keys walk along the edges`,
  previous: "previous result",
  failed: (reason: string): string => `The picture could not be laid out: ${reason} The table below shows every value.`,
  tools: "View",
  zoomIn: "Zoom in (+)",
  zoomOut: "Zoom out (−)",
  fit: "Fit (F)",
  turn: "Top-down or left-right",
  legend: "Legend",
  values: "values",
  gradients: "gradients",
  cells: "size of a gradient: one cell a decade, from 1e−6 to 1",
  forwardEdge: "a value flows forward",
  backwardEdge: "its gradient flows back",
  noGradientEdge: "needs no gradient",
};

export const STEPPER = {
  region: "Stepper",
  first: "First step (Home)",
  back: "Back (←)",
  play: "Play (Space)",
  pause: "Pause (Space)",
  forward: "Forward (→)",
  last: "Last step (End)",
  scrubber: "Step",
  runTo: "Run to the selected card",
  speed: "Speed",
  by: "Step by",
  granularities: { operation: "operation", group: "group", pass: "pass" },
  at: (position: number, length: number): string => `${position} / ${length}`,
};

export const EDITOR = {
  region: "Program",
  label: "Program text",
  run: "Run",
  runKey: "Ctrl+Enter",
  hint: "Hint",
  ready: (nodes: number, microseconds: number | null): string =>
    microseconds ? `${count(nodes, "value")} · ${microseconds} µs` : count(nodes, "value"),
  working: "Computing …",
  cancel: "Cancel",
  line: (line: number): string => `line ${line}`,
};

export const LEAVES = {
  region: "Leaves",
  reset: "Reset to the text",
  tooLarge: "too large to edit here",
  value: (name: string): string => `Value of ${name}`,
  range: (name: string): string => `Range of the slider of ${name}`,
  kind: (name: string, parameter: boolean): string =>
    parameter ? `${name} gets a gradient; make it data` : `${name} is data; give it a gradient`,
  min: "min",
  max: "max",
  step: "step",
};

export const INSPECTOR = {
  region: "Inspector",
  empty: "Select a card to look inside it.",
  tabs: { node: "Node", maths: "Maths", matrix: "Matrix", uses: "Uses", check: "Check" },
  value: "Value",
  gradient: "Gradient",
  shape: "Shape",
  operation: "Operation",
  kind: "Kind",
  uses: "Used",
  mean: "mean",
  rms: "rms",
  least: "min",
  most: "max",
  zeros: "zeros",
  nonfinite: "not finite",
  rule: "Rule",
  noGradientHere: "No gradient flows back through this use.",
  bar: "A bar over a name means its gradient.",
  close: "Close",
};

export const TABLE = {
  caption: "Every value of the graph",
  columns: ["Name", "Operation", "Inputs", "Shape", "Value", "Gradient", "Uses"],
};

export const USES = {
  output: "This is the output: nothing reads it. The backward pass starts here.",
  none: "Nothing reads this value.",
  intro: (name: string, uses: number): string =>
    uses === 1 ? `${name} is read once; its gradient is that one contribution.` : `${name} is read ${uses} times; its gradient is the sum of ${uses} contributions.`,
  slot: (slot: number): string => `argument ${slot}`,
  upstream: "Upstream",
  factor: "Local factor",
  undone: "Un-broadcast",
  contribution: "Contribution",
  total: "Running total",
  nothing: "none",
  goTo: "Show this step",
};

export const MATHS = {
  leaf: (name: string): string => `${name} is a leaf: it is given, not computed, so it has no rule.`,
  forward: "Forward",
  backward: "Backward",
  upstream: "upstream",
  to: (name: string): string => `to ${name}`,
  notNeeded: (name: string): string => `${name} needs no gradient.`,
};

export const PREDICT = {
  title: "Predict",
  question: (leaf: string, output: string): string => `Change ${leaf} by Δ. How much will ${output} change?`,
  element: "element",
  change: "Change it",
  predicted: "gradient × Δ",
  really: "true change",
  difference: "difference",
  verdict: (close: boolean): string =>
    close ? "The gradient predicts it well: here the output is almost straight." : "The rest is curvature: a gradient is exact only for ever smaller Δ.",
};

export const MATRIX = {
  which: "Which matrix",
  names: { value: "Value", grad: "Gradient" },
  empty: "The tensor has no element.",
  loading: "Loading …",
  hover: (opens: boolean): string => (opens ? "Point at an element to read it, click to see how it is computed." : "Point at an element to read it."),
  copy: "Copy",
};

export const CHECK = {
  intro: "Each leaf is moved by ±h and the change of the output compared with its gradient.",
  automatic: "automatic",
  run: "Check all gradients",
  leaf: "Leaf",
  error: "Relative error",
  verdict: "Verdict",
  verdicts: { agrees: "agrees", differs: "differs", kink: "not comparable: a kink" } as Record<string, string>,
  stale: "The program has changed since; check again.",
  conclusion: (agree: number, all: number, worst: string): string =>
    agree === all ? `All ${all} leaves agree with finite differences (worst ${worst}).` : `${agree} of ${all} leaves agree with finite differences (worst ${worst}).`,
};

export const FOCUS = {
  title: (name: string, row: number, column: number): string => `${name}[${row}, ${column}], one element of a matrix product`,
  words: (row: number, column: number): string => `Row ${row} of the left matrix times column ${column} of the right one, written out as numbers.`,
  close: "Close",
};
