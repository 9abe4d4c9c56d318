/** The tabs of the inspector. */
import { capital, count, grouped } from "../counts";

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
  times: (uses: number): string => ["never", "once", "twice"][uses] ?? `${uses} times`,
  state: "Gradient",
  computed: "computed",
  mean: "mean",
  rms: "rms",
  ends: { min: "min", max: "max" },
  where: "where?",
  find: (end: string): string => `Find the ${end}`,
  at: (name: string): string => `at ${name}`,
  zeros: "zeros",
  nonfinite: "not finite",
  rule: "Rule",
  noGradientHere: "No gradient flows back through this use.",
  shorthand: (output: string): string => `∂ before a name alone is the gradient of ${output} with respect to it.`,
  distribution: "Distribution",
  notLoaded: (which: "value" | "grad", reason: string): string => `The ${which === "value" ? "value" : "gradient"} could not be loaded. ${reason}`,
  bins: (least: string, most: string): string => `Histogram from ${least} to ${most}`,
  partOfSlope: (leaf: string, output: string, slope: string, cut: string): string =>
    `By the paths that carry a gradient, ${output} changes by about ${slope} · δ when ${leaf} grows by a small δ. ${cut} cuts another one, which counts, too.`,
  slope: (leaf: string, output: string, slope: string): string => `When ${leaf} grows by a small δ, ${output} changes by about ${slope} · δ.`,
};

export const USES = {
  output: "This is the output: nothing reads it. The backward pass starts here.",
  none: "Nothing reads this value.",
  intro: (name: string, uses: number, carrying: number): string => {
    const read = `${name} is read ${INSPECTOR.times(uses)}`;
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

/** One edge of the graph: what its operation does to the gradient on the way back. */
export const EDGE = {
  title: (result: string, input: string): string => `∂(${result}) / ∂(${input})`.replace(/\((\w+)\)/g, "$1"),
  intro: (result: string, input: string): string => `The local derivative: how ${result} changes with ${input}, all else kept.`,
  curve: (elements: number): string => (elements === 1 ? "The line is the local derivative, the slope at the present value." : "Every dot is an element; the line is the local derivative of the first one."),
  none: "no gradient comes back this way",
  open: "Local derivative",
};

export const MATHS = {
  leaf: (name: string): string => `${name} is a leaf: it is given, not computed, so it has no rule.`,
  forward: "Forward",
  backward: "Backward",
  upstream: "upstream",
  to: (name: string): string => `to ${name}`,
  through: (argument: number): string => `through argument ${argument}`,
  together: (derivative: string, parts: string, sum: string): string => `together ${derivative} = ${parts} = ${sum}`,
  notNeeded: (name: string): string => `${name} needs no gradient.`,
  noPath: (name: string, why: string): string => `Nothing comes back to ${name} this way: ${why}.`,
  stopped: (name: string): string => `No gradient flows through this operation to ${name}.`,
  notRun: "There has been no backward pass.",
  repeated: (name: string, axes: string): string => `${name} and its gradient are repeated along ${axes} here.`,
  truth: "[ ] around a condition is 1 where it is true, and 0 elsewhere.",
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

/** Paths multiply: their number can be longer than a line. */
const many = (paths: number): string => (paths > 1e6 ? "over a million" : grouped(paths));

export const CHAIN = {
  title: "Chain rule",
  intro: (name: string, output: string, paths: number, numbers: boolean): string => {
    const ways = paths === 1 ? `One path leads from ${name} to ${output}.` : `${capital(many(paths))} paths lead from ${name} to ${output}.`;
    if (!numbers) return `${ways} On the way back each step makes the next gradient out of the one before it, its upstream${paths === 1 ? "" : "; what comes along all paths is added"}:`;
    return `${ways} ${paths === 1 ? "The gradient is the product of the local derivatives on it" : "Along each one the local derivatives are multiplied, and the products are added"}:`;
  },
  more: (paths: number): string => `… and ${many(paths)} more ${paths === 1 ? "path" : "paths"}`,
  waiting: "The rest has not come back yet: step on.",
  seed: (one: boolean): string => (one ? "1, the seed" : "ones, the seed"),
  withheld: (cut: string): string => `${cut} cuts another path, which is missing here.`,
};

export const PREDICT = {
  title: "Predict",
  question: (leaf: string, output: string): string => `Change ${leaf} by Δ. How much will ${output} change?`,
  sum: (output: string): string => `the sum of ${output}`,
  data: (leaf: string): string => `${leaf} is data: no gradient is computed for it, so there is nothing to predict with. Make it a parameter in the list of leaves.`,
  noPath: (leaf: string): string => `No gradient reaches ${leaf}: it says that nothing will change, whatever Δ is.`,
  infinite: (leaf: string): string => `${leaf} is not finite, so it cannot be moved.`,
  moved: (leaf: string): string => `The program has changed ${leaf} before this moment: to move it, open the first one.`,
  unaddable: {
    lost: (leaf: string): string => `Δ is smaller than the last digit of ${leaf}: the sum is rounded. Take a larger Δ.`,
    beyond: (leaf: string): string => `${leaf} + Δ is beyond the largest number.`,
  },
  element: "element",
  change: "Change it",
  predicted: "gradient × Δ",
  ahead: "– (step on to the gradient)",
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
  blocks: "Every field stands for a block of elements, by the one of largest size.",
  map: "Map of the whole matrix",
  grid: (of: "value" | "gradient", rows: number, columns: number): string => `${of}, ${rows} by ${columns}`,
  reading: (name: string, value: string, gradient: string | null): string => `${name} = ${value}${gradient === null ? "" : `, ∂ = ${gradient}`}`,
  largest: (gradient: boolean, value: string, name: string): string => `largest ${gradient ? "|∂|" : "size"}: ${value} at ${name}`,
  csv: "CSV",
  npy: ".npy",
  loading: "Loading …",
  tap: (opens: boolean): string => (opens ? "Tap an element to see how it is computed." : "Tap an element to read it."),
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
  ask: (name: string, call: boolean): string => `Press ∂ beside ${name} under Leaves to give it one${call ? `, or write ${name} without data(…)` : ""}.`,
  agree: (names: string, amount: number, worst: string): string => `${names} ${amount === 1 ? "agrees" : "agree"} with finite differences (worst relative error ${worst}).`,
  notTheDerivatives: "Finite differences find nothing wrong here: the mistake is in what is computed, not in its derivatives.",
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
