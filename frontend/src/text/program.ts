/** The program and what stands around it: editor, leaves, plots, the table, the overview. */
import { count, grouped, ordinal } from "../counts";

export const EDITOR = {
  region: "Program",
  label: "Program text",
  run: "Run",
  runKey: "Ctrl+Enter",
  hint: "Hint",
  ready: (nodes: number, microseconds: number | null): string =>
    microseconds ? `${count(nodes, "value")} · ${microseconds < 1000 ? `${microseconds} µs` : `${(microseconds / 1000).toFixed(1)} ms`}` : count(nodes, "value"),
  add: (name: string): string => `Add ${name} as`,
  adds: { number: "number", vector: "vector", matrix: "matrix" },
  working: "Computing …",
  cancel: "Cancel",
  cancelled: "Cancelled: the graph is still the previous one. Run computes this program.",
  again: "Try again",
  failed: "The program has an error",
  meant: "Did you mean",
  question: "?",
  half: (code: string): string => `the character U+${code} is half of a pair and means nothing alone`,
  halfHint: "delete it; it may be left over from a cut copy",
  line: (line: number): string => `Line ${line}`,
  toLine: "Go there",
  lost: "The page did not come up with the last program, so it began with another one.",
  openLost: "Open it again",
  dropLost: "Forget it",
};

/** The backward passes of a program, or the turns of its loop. */
export const MOMENTS = {
  region: "Moments",
  of: {
    backward: "Each backward() of the program is a moment",
    grad: "Each evaluation of a gradient is a moment",
    turns: "Each turn of the loop is a moment",
    output: "The output is the one moment",
  },
  first: "First moment",
  back: "One moment back",
  play: "Play the moments",
  pause: "Pause",
  forward: "One moment on",
  last: "Last moment",
  scrubber: "Moment",
  goTo: "Go to",
  speed: "Moments a second",
  perSecond: (rate: number): string => `${grouped(rate)} / s`,
  where: (at: number, all: number): string => `moment ${grouped(at)} of ${grouped(all)}`,
  line: (line: number): string => `line ${line}`,
  loss: (loss: string): string => `loss ${loss}`,
  log: "log scale",
  bad: "red: not finite",
  stopped: {
    time: "stopped: its time was over",
    limit: "stopped at a limit",
  },
};

/** What the program printed. */
export const CONSOLE = {
  title: "Printed",
  list: "Printed lines",
  lines: (lines: number): string => count(lines, "line"),
  where: (line: number | null, moment: number | null): string => [moment !== null && `moment ${grouped(moment)}`, line !== null && `line ${line}`].filter(Boolean).join(", "),
  times: (times: number): string => `×${grouped(times)}`,
};

export const LEAVES = {
  region: "Leaves",
  words: "inputs you can change; ∂ asks for a gradient",
  reset: "Reset to the text",
  undo: "Undo the reset",
  written: (literal: string): string => `${literal} in the text; go back to it`,
  resetOne: (name: string, literal: string): string => `${name} is ${literal} in the text: go back to it`,
  tooLarge: "Too large to edit here",
  value: (name: string): string => `Value of ${name}`,
  range: (name: string): string => `Range of the slider of ${name}`,
  kind: (name: string, parameter: boolean): string =>
    parameter ? `${name} gets a gradient; make it data` : `${name} is data; give it a gradient`,
  min: "min",
  max: "max",
  step: "step",
  refused: {
    order: "The minimum must be smaller than the maximum.",
    step: "The step must be positive and no longer than the range.",
    outside: "The range must hold the present value.",
  },
  turn: (name: string, turn: number, group: string): string => `The ${ordinal(turn)} value that gets the name ${name}${group ? `, in ${group}` : ""}`,
  changes: (name: string): string => `The program changes ${name} as it runs; where it begins is said in the text only`,
  infinite: "A leaf that holds ∞ or NaN can be changed in the text only.",
  still: "The text has an error: these rows belong to the previous result.",
};

export const PLOT = {
  title: (output: string, across: string, up?: string): string => `${output} over ${across}${up ? ` and ${up}` : ""}`,
  leaf: "Leaf",
  derivative: "derivative",
  slope: (output: string, leaf: string): string => `∂${output}/∂${leaf}`,
  gradientOf: (output: string, leaf: string): string => `gradient of ${output} for ${leaf}`,
  tangent: "tangent",
  gradient: "gradient",
  otherLine: "line with the gradient",
  ownSlope: (slope: string): string => `; the curve's slope is ${slope}`,
  noTangent: (leaf: string): string => `No tangent at the present ${leaf}: value or slope is not finite there.`,
  notLoaded: (reason: string): string => `The curve could not be loaded. ${reason}`,
  short: "The server had no time for more points: some of it is missing or coarse.",
  rough: "It changes faster here than the plot can follow; a narrower range shows how it runs.",
  steepest: "steepest ascent in this scale",
  constant: (output: string): string => `${output} is the same everywhere here.`,
  manyOutputs: (output: string, elements: number): string => `${output} has ${elements} elements: a plot needs one number.`,
  moved: (leaf: string): string => `The program has changed ${leaf} before this moment; over where it begins the first moment can be plotted.`,
  isData: (leaf: string): string => `${leaf} is data: switch ∂ on to plot over it.`,
  noPath: (output: string, leaf: string): string => `${output} does not depend on ${leaf}: there is nothing to plot.`,
  notFinite: (leaf: string, value: string): string => `${leaf} is ${value}: a plot needs a finite number.`,
  drag: (leaf: string): string => `Drag the point to move ${leaf}.`,
  reading: (leaf: string, at: string, output: string, value: string | null): string => `${leaf} = ${at}${value === null ? "" : `: ${output} = ${value}`}`,
  descend: "One step of descent",
  against: (leaf: string): string => `${leaf} ← ${leaf} − rate × ∂${leaf}`,
  rate: "rate",
  minimum: (value: string): string => `min ${value}`,
  contour: "Contour over",
  none: "nothing",
  /** Before a gradient has arrived it is null, and not told. */
  spokenContour: (output: string, across: string, up: string, gradient: [string, string] | null): string =>
    `Contour lines of ${output} over ${across} and ${up}.${gradient ? ` The gradient is ${gradient[0]} for ${across} and ${gradient[1]} for ${up}.` : ""}`,
  spokenLocal: (output: string, input: string, slope: string | null): string => `${output} as a curve over ${input}${slope === null ? "" : `, with slope ${slope} at the present value`}.`,
  /** `measured` is the slope of the curve where the gradient is another number. */
  spoken: (output: string, leaf: string, value: string, result: string, slope: string | null, measured: string): string =>
    `${output} as a curve over ${leaf}. At ${leaf} = ${value} it is ${result}${slope === null ? "" : measured ? `, with slope ${measured} and gradient ${slope}` : `, with slope ${slope}`}.`,
};

export const TABLE = {
  caption: "Every value of the graph",
  note: "A name selects its card. A column's head sorts: up, down, and back to the order of computation.",
  copy: "Copy table",
  copied: "Copied",
  columns: ["Name", "Operation", "Inputs", "Shape", "Value", "Gradient", "Uses"],
  sorts: [
    "Sort by name",
    "Sort by operation",
    "Sort by inputs",
    "Sort by the number of elements",
    "Sort by value; several elements by their mean",
    "Sort by the gradient's size, its root mean square",
    "Sort by the number of uses",
  ],
};

export const OVERVIEW = {
  title: "Overview",
  output: "Output",
  leaves: "Gradients of the leaves",
  findings: "Findings",
  noGradients: "No value gets a gradient",
  giveOne: "Give one to",
  nothing: "Nothing to look at yet: the program has an error, explained below its text.",
};
