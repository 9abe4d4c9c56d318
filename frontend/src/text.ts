/** Everything that the page says to people, in one place (sentences of steps are made in `stepper/sentences.ts`). */
import { count, grouped, ordinal } from "./counts";

/** "w", "w and b", "w, b and c"; from five on only how many: "5 leaves". */
export function listed(names: string[], one: string, many: string): string {
  if (names.length > 4) return `${names.length} ${many}`;
  const [last = one, ...others] = names.toReversed();
  return others.length > 0 ? `${others.toReversed().join(", ")} and ${last}` : last;
}

export const SHELL = {
  name: "Chainrule",
  explore: "Explore",
  train: "Train",
  exploreTitle: "Chainrule: explore how gradients are computed",
  toDark: "Switch to dark",
  toLight: "Switch to light",
  navigation: "Main",
  examples: "Examples",
  share: "Share",
  export: "Export",
  help: "Help",
  gone: "The server does not answer. Your text is kept here.",
  notLoaded: "This page could not be loaded.",
  retry: "Try again",
  close: "Close",
};

export const SHARE = {
  copied: "Link copied",
  byHand: "Copy this",
  byHandWords: "The browser does not let the page copy here. The text is selected: press Ctrl+C, or ⌘C.",
};

export const ADDRESS = {
  damaged: "This link is damaged.",
  newer: "This link was made by a newer version of Chainrule.",
  unknown: (name: string): string => `There is no example “${name}”.`,
  unloaded: "The examples could not be loaded.",
  own: "Your own program is shown.",
  dismiss: "Dismiss this note",
};

/** Words among numbers. */
export const NUMBERS = {
  scalar: "scalar",
  empty: "empty",
  shape: (sizes: string): string => `shape ${sizes}`,
  rank: (rank: number): string => `${rank}-d`,
  mean: (number: string): string => `μ ${number}`,
  rms: (number: string): string => `rms ${number}`,
};

/** What cards say beside their numbers. */
export const CARD = {
  constant: (shape: string): string => `const ${shape}`,
  group: (label: string): string => `▸ ${label}`,
  unnamed: "group",
  stub: (label: string): string => `${label} ↗`,
  operations: (amount: number): string => count(amount, "operation"),
  terms: (amount: number): string => count(amount, "term"),
  sum: "Σ",
  uses: (amount: number): string => `Σ${amount}`,
  ahead: "·",
  valueRow: "=",
  gradientRow: "∂",
  spokenSum: (terms: string): string => `sum of ${terms}`,
  spokenGroup: (operations: number, results: number): string =>
    `group of ${count(operations, "operation")}${results > 1 ? ` with ${count(results, "result")}` : ""}`,
  spokenValue: (value: string): string => `value ${value}`,
  spokenGradient: (gradient: string): string => `gradient ${gradient}`,
};

export const GRAPH = {
  region: "Graph",
  label: (nodes: number): string => `Computational graph of ${count(nodes, "value")}; arrow keys walk along the edges`,
  previous: "previous result",
  failed: (reason: string): string => `The picture could not be laid out: ${reason} The table below shows every value.`,
  tooMany: (cards: number, most: number): string =>
    `${grouped(cards)} cards are too many to draw (at most ${grouped(most)}). Put parts into functions or groups, which fold; the table and the downloads show every value.`,
  overview: (values: number): string => `${grouped(values)} values are too many to draw one by one: the picture shows runs of them. Table and downloads hold every one.`,
  foldAll: "Fold all groups",
  toTable: "Go to the table",
  tools: "View",
  zoomIn: "Zoom in (+)",
  zoomOut: "Zoom out (−)",
  fit: "Fit (F)",
  turn: "Top-down or left-right",
  find: "Find a value",
  findHint: "Find",
  found: (at: number | null, hits: number): string => (hits === 0 ? "not found" : at === null ? `${hits}` : `${at} / ${hits}`),
  colours: "Colour by",
  colourBy: { kind: "kind", value: "value", gradient: "gradient", magnitude: "size of gradient" },
  scope: "Colour limits of",
  scopes: { card: "each card", group: "its group", graph: "the graph" },
  pathOnly: "Only the gradient's path",
  options: "View options",
  legend: "Legend",
};

export const LEGEND = {
  card: "A card",
  parts: [
    "name, shape, operation; ⚠ a finding",
    "value: its mean and root mean square",
    "gradient, of the same shape",
    "size of the gradient; Σ2: used twice",
    "every element of the value",
    "every element of the gradient",
  ],
  kinds: "Kinds",
  gradients: "A gradient may be",
  cells: {
    "-1": (least: string): string => `smaller than ${least}`,
    "0": (least: string, here: string, most: string): string => `${here} or more; one cell a decade, ${least} to ${most}`,
    "1": (_least: string, _here: string, most: string): string => `${most} or more`,
  },
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
  limits: {
    card: (name: string): string => `Limits: the largest numbers of ${name}, the selected card. Each card has its own.`,
    group: (name: string): string => `Limits: the largest numbers in ${name || "the top level"}, the group of the selected card.`,
    graph: (): string => "Limits: the largest numbers in the graph.",
  },
};

export const STEPPER = {
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
  half: (code: string): string => `the character U+${code} is half of a pair and means nothing alone`,
  halfHint: "delete it; it may be left over from a cut copy",
  line: (line: number): string => `line ${line}`,
  lost: "The page did not come up with the last program, so it began with another one.",
  openLost: "Open it again",
  dropLost: "Forget it",
};

export const LEAVES = {
  region: "Leaves",
  reset: "Reset to the text",
  tooLarge: "Too large to edit here",
  value: (name: string): string => `Value of ${name}`,
  range: (name: string): string => `Range of the slider of ${name}`,
  kind: (name: string, parameter: boolean): string =>
    parameter ? `${name} gets a gradient; make it data` : `${name} is data; give it a gradient`,
  min: "min",
  max: "max",
  step: "step",
  refused: {
    order: "min must be smaller than max",
    step: "the step must be positive and no longer than the range",
    outside: "the range must hold the present value",
  },
  turn: (name: string, turn: number, group: string): string => `The ${ordinal(turn)} value that gets the name ${name}${group ? `, in ${group}` : ""}`,
  infinite: "A leaf that holds ∞ or NaN can be changed in the text only",
  still: "The text has an error: these rows belong to the previous result",
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
  state: "Gradient",
  computed: "computed",
  mean: "mean",
  rms: "rms",
  least: "min",
  most: "max",
  zeros: "zeros",
  nonfinite: "not finite",
  rule: "Rule",
  noGradientHere: "No gradient flows back through this use.",
  bar: "A bar over a name means its gradient.",
  distribution: "Distribution",
  bins: (least: string, most: string): string => `Histogram from ${least} to ${most}`,
  slope: (leaf: string, output: string, slope: string): string => `When ${leaf} grows by a small δ, ${output} changes by about ${slope} · δ.`,
};

export const TABLE = {
  caption: "Every value of the graph",
  note: "A name selects its card.",
  copy: "Copy table",
  copied: "Copied",
  columns: ["Name", "Operation", "Inputs", "Shape", "Value", "Gradient", "Uses"],
};

export const USES = {
  output: "This is the output: nothing reads it. The backward pass starts here.",
  none: "Nothing reads this value.",
  intro: (name: string, uses: number, carrying: number): string => {
    const read = `${name} is read ${uses === 1 ? "once" : `${uses} times`}`;
    if (carrying === 0) return `${read}; no gradient comes back.`;
    if (uses === 1) return `${read}; its gradient is that one contribution.`;
    return carrying === 1 ? `${read}; its gradient is the one contribution that comes back.` : `${read}; its gradient is the sum of ${carrying} contributions.`;
  },
  slot: (slot: number): string => `argument ${slot}`,
  upstream: "Upstream",
  factor: "Local factor",
  rule: "Rule",
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
  noPath: (name: string, node: string, output: string): string => `${output} does not depend on ${node}, so nothing comes back to ${name} this way.`,
  stopped: (name: string): string => `No gradient flows through this operation to ${name}.`,
  notRun: "There has been no backward pass.",
  /** Words of formulas that are no common notation. */
  words: {
    others: "is, for each element, the product of all the other ones.",
    scatter: "puts each number back at the place it was read from, and 0 everywhere else.",
    part: "is the piece of the gradient that belongs to this input.",
    rest: "stands for all the other operands.",
    unpermute: "puts the axes back in their order.",
    one_hot: "is for each class a row of zeros with a single 1, at that class.",
    count: "is how many elements fulfil this: they share the gradient.",
    flip: "reverses the order.",
    reshape: "keeps the numbers and changes the shape only.",
    eye: "is 1 on the diagonal and 0 elsewhere.",
  },
};

export const PREDICT = {
  title: "Predict",
  question: (leaf: string, output: string): string => `Change ${leaf} by Δ. How much will ${output} change?`,
  sum: (output: string): string => `the sum of ${output}`,
  data: (leaf: string): string => `${leaf} is data: no gradient is computed for it, so there is nothing to predict with. Make it a parameter in the list of leaves.`,
  noPath: (leaf: string): string => `No gradient reaches ${leaf}: it says that nothing will change, whatever Δ is.`,
  element: "element",
  change: "Change it",
  predicted: "gradient × Δ",
  really: "true change",
  difference: "difference",
  verdicts: {
    well: "The gradient predicts it well: here the output is almost straight.",
    bent: "The rest is curvature, or a bend on the way: a gradient is exact only for ever smaller Δ.",
    kink: "This is not curvature: for a smaller Δ the same share is missing. There is a kink exactly here, or a gradient was cut on its way back.",
    jump: "The output jumps: however small Δ is, it changes by as much. No gradient can predict that.",
    undefined: "The output or its gradient is not finite here, or there: nothing can be predicted.",
  },
};

export const MATRIX = {
  which: "Which matrix",
  names: { value: "Value", grad: "Gradient" },
  empty: "The tensor has no element.",
  colours: { value: "value, as colours", gradient: "gradient, as colours" },
  grid: (of: "value" | "gradient", rows: number, columns: number): string => `${of}, ${rows} by ${columns}`,
  reading: (name: string, value: string, gradient: string | null): string => `${name} = ${value}${gradient === null ? "" : `, ∂ = ${gradient}`}`,
  csv: "CSV",
  npy: ".npy",
  loading: "Loading …",
  hover: (opens: boolean): string => (opens ? "Point at an element (or walk with the arrow keys) to read it; click (or press Enter) to see how it is computed." : "Point at an element, or walk with the arrow keys, to read it."),
  copy: "Copy",
  copied: "Copied",
};

export const CHECK = {
  intro: "Each leaf is moved by ±h and the change of the output compared with its gradient.",
  automatic: "automatic",
  run: "Check all gradients",
  columns: ["Leaf", "Gradient", "Measured", "Relative error", "Verdict"],
  caption: (h: string): string => `Checked with h: ${h}`,
  element: (index: string): string => `[${index}]`,
  step: (h: string): string => `h ${h}`,
  tried: (checked: number, elements: number): string => `${checked} of ${grouped(elements)} elements`,
  nothing: "There is nothing to check: no leaf of the program needs a gradient.",
  stale: "The program has changed since; check again.",
  other: "Another h is chosen now; check again.",
  noBackward: "There is no backward pass: no leaf of the program needs a gradient.",
  agree: (names: string, amount: number, worst: string): string => `${names} ${amount === 1 ? "agrees" : "agree"} with finite differences (worst relative error ${worst}).`,
  sampled: (parts: string): string => `Tried: ${parts}.`,
  part: (name: string, checked: number, elements: number): string => `${checked} of the ${grouped(elements)} elements of ${name}`,
  differ: (names: string, amount: number): string => `${names} ${amount === 1 ? "differs" : "differ"} from finite differences${amount === 1 ? "" : "."}`,
  beside: (gradient: string, measured: string): string => `(gradient ${gradient}, measured ${measured}).`,
  aside: (names: string, amount: number, verdict: string): string => `${names} ${amount === 1 ? "is" : "are"} ${verdict}.`,
};

export const FOCUS = {
  title: (name: string, index: number[]): string => (index.length > 0 ? `${name}[${index.join(", ")}], one element of a matrix product` : `${name}, a product of two vectors`),
  words: "A row of the left operand times a column of the right one, written out as numbers.",
  more: (terms: number): string => `The ${count(terms, "further term")} ${terms === 1 ? "is" : "are"} added up in one number.`,
  alone: (upstream: string | null): string => `Gradients here are of this element alone, as if its upstream were 1${upstream === null || upstream === "1" ? "" : `; in the graph it is ${upstream}`}.`,
  notFinite: "A number of this row or column, or their product, is not finite, so it cannot be written out as a program.",
  failed: "This element could not be opened.",
};

export const GALLERY = {
  title: "Examples",
  intro: "Each one shows one thing about gradients. Open it, step through it, change it.",
  notice: "What to notice",
  open: (title: string): string => `Open ${title}`,
  failed: "The examples could not be loaded.",
  turn: { wrong: "Show how it is right", right: "Show how it goes wrong" },
  roles: { wrong: "Wrong", right: "Right" },
  side: (role: string, title: string): string => `Graph, ${role.toLowerCase()}: ${title}`,
  edit: "Edit this one",
  hide: "Hide this side",
  show: "Show both sides",
  own: "Your own programs",
  groups: { basics: "Basics", networks: "Networks", pitfalls: "Pitfalls, wrong beside right" } as Record<string, string>,
};

export const EMBED = {
  program: "Program",
  open: "Open in Chainrule ↗",
  sides: "Side of the pitfall",
  details: "Details",
  unselect: "Select nothing",
};

export const EXPORT = {
  svg: "Picture, SVG",
  png: "Picture, PNG 2 ×",
  dot: "Graphviz, DOT",
  json: "Graph, JSON",
  csv: "Table, CSV",
  latex: "Derivation, LaTeX",
  python: "Python, Chainrule",
  pytorch: "Python, PyTorch",
  curl: "Request, curl",
  copied: "Copied to the clipboard",
  failed: "This could not be exported.",
  refused: (reason: string): string => `Not exported: ${reason}`,
  stale: "Not exported: the graph is still that of the previous program.",
  gone: "Not exported: the server does not answer.",
  undrawn: "Not exported: the graph is not drawn.",
  title: (what: string): string => `${what}: computational graph`,
  note: (side: string): string => `Pictures have light colours.${side ? ` Of the side called ${side}.` : ""}`,
};

export const HELP = {
  title: "Help",
  keys: "Keyboard",
  keysOff: "Single keys do nothing while you type. They can be turned off:",
  singleKeys: "Use single-letter keys",
  list: [
    ["Space", "play or pause"],
    ["← →", "one step back or forward"],
    ["Shift ← →", "one phase back or forward"],
    ["Home End", "first or last step"],
    ["G", "to the graph; then arrows walk along edges, Enter inspects, Esc leaves"],
    ["T", "to the table"],
    ["E", "to the editor"],
    ["/", "find a value"],
    ["F", "fit the graph into view"],
    ["+ −", "zoom"],
    ["K", "check all gradients"],
    ["Ctrl Enter", "run the program"],
    ["F1", "in the editor: what the function at the caret does (also Ctrl I)"],
    ["?", "this list"],
  ],
  training: "Keyboard on the Train page",
  trainingList: [
    ["P", "play or pause the run"],
    [", .", "one step back or on"],
    ["< >", "one epoch back or on"],
    ["0", "back to the first step"],
  ],
  language: "The language",
  languageWords:
    "Programs are a small part of Python. A name with a number or a list gets a gradient; data(…) does not. The last value is the output. Rest the pointer on a function's name, or put the caret there and press F1, to read what it does.",
  api: "REST interface",
};

export const OVERVIEW = {
  title: "Overview",
  output: "Output",
  leaves: "Gradients of the leaves",
  findings: "Findings",
  hints: [
    "Edit the program: the graph follows.",
    "Press play, or the arrow keys, to watch values flow down and gradients flow back.",
    "Click a card to look inside it: its rule, its numbers, every use.",
  ],
  dismiss: "Dismiss this hint",
};

export const PLOT = {
  title: (output: string, across: string, up?: string): string => `${output} over ${across}${up ? ` and ${up}` : ""}`,
  leaf: "Leaf",
  derivative: "derivative",
  slope: (output: string, leaf: string): string => `∂${output}/∂${leaf}`,
  tangent: "tangent",
  noTangent: (leaf: string): string => `No tangent at the present ${leaf}: value or slope is not finite there.`,
  short: "The server had no time for more points: some of it is missing or coarse.",
  rough: "It changes faster here than the plot can follow; a narrower range shows how it runs.",
  steepest: "steepest ascent in this scale",
  constant: (output: string): string => `${output} is the same everywhere here.`,
  manyOutputs: (output: string, elements: number): string => `${output} has ${elements} elements: a plot needs one number.`,
  isData: (leaf: string): string => `${leaf} is data: switch ∂ on to plot over it.`,
  noPath: (output: string, leaf: string): string => `${output} does not depend on ${leaf}: there is nothing to plot.`,
  notFinite: (leaf: string, value: string): string => `${leaf} is ${value}: a plot needs a finite number.`,
  contour: "Contour over",
  none: "nothing",
  spokenContour: (output: string, across: string, up: string, dx: string, dy: string): string =>
    `Contour lines of ${output} over ${across} and ${up}. The gradient is ${dx} for ${across} and ${dy} for ${up}.`,
  spoken: (output: string, leaf: string, value: string, result: string, slope: string): string =>
    `${output} as a curve over ${leaf}. At ${leaf} = ${value} it is ${result}, with slope ${slope}.`,
};

export const WORKBENCH = {
  parts: "Parts of the page",
  tabs: { edit: "Edit", graph: "Graph", node: "Node", table: "Table" },
  dividers: { left: "Width of the editor", right: "Width of the inspector" },
};
