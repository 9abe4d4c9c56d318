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
    microseconds ? `${count(nodes, "value")} · forward and backward in ${microseconds} µs` : count(nodes, "value"),
  working: "Computing …",
  cancel: "Cancel",
  line: (line: number): string => `line ${line}`,
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
  local: (name: string): string => `Local derivative for ${name}`,
  close: "Close",
};

export const TABLE = {
  caption: "Every value of the graph",
  columns: ["Name", "Operation", "Inputs", "Shape", "Value", "Gradient", "Uses"],
};
