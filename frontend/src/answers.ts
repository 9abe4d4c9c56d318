/* What the server answers. `npm run types` writes this file from the server's description. */

/**
 * A number, or nested lists of numbers in the shape of the array.
 */
export type Nested = Number | Nested[];
/**
 * A number; those that JSON lacks are strings.
 */
export type Number = number | ("NaN" | "Infinity" | "-Infinity");

/**
 * A whole array.
 */
export interface ArrayNumbers {
  node: string;
  name: string | null;
  which: "value" | "grad";
  shape: number[];
  dtype: string;
  data: Nested;
}
/**
 * One box of the drawing.
 */
export interface Card {
  /**
   * Of its element in the picture.
   */
  id: string;
  /**
   * The node's kind, or what it stands for instead.
   */
  kind: ("data" | "constant" | "parameter" | "operation" | "output") | ("group" | "stub" | "sum");
  /**
   * The node whose value it shows (for Σ the total's, for a stub the leaf's).
   */
  node: string | null;
  /**
   * The path of a collapsed group.
   */
  group: string | null;
  /**
   * The nodes inside; every node is inside exactly one card, and none in a stub.
   */
  nodes: string[];
  /**
   * In CSS pixels.
   */
  width: number;
  /**
   * In CSS pixels.
   */
  height: number;
}
/**
 * A parameter's update in one step.
 */
export interface Change {
  name: string;
  before: Summary;
  gradient: Summary;
  /**
   * What the step added: after less before.
   */
  change: Summary;
  after: Summary;
}
/**
 * All gradients of a program compared with finite differences.
 */
export interface Check {
  h: number;
  tolerance: number;
  /**
   * `agrees`, `differs`, or why there is no comparing.
   */
  verdict: string;
  /**
   * The worst relative error.
   */
  error: Number | null;
  leaves: LeafCheck[];
}
/**
 * Every setting of a training run.
 */
export interface Config {
  /**
   * the data set
   */
  dataset: string;
  /**
   * the input columns; none means all
   */
  features: string[];
  /**
   * give every feature mean 0 and standard deviation 1
   */
  standardise: boolean;
  /**
   * shuffle all rows once, before the split
   */
  rearrange_seed: number | null;
  /**
   * the share of the rows kept for the test
   */
  test_share: number;
  /**
   * decides which rows are for the test
   */
  split_seed: number;
  /**
   * units of each hidden layer; none makes a linear model
   */
  hidden: number[];
  /**
   * of the hidden layers
   */
  activation:
    "tanh" | "sigmoid" | "relu" | "leaky_relu" | "elu" | "selu" | "gelu" | "silu" | "mish" | "softplus" | "linear";
  /**
   * how weights begin
   */
  initialisation: "normal" | "xavier" | "xavier_uniform" | "he" | "he_uniform" | "zeros";
  /**
   * decides the first weights
   */
  model_seed: number;
  /**
   * what is minimised
   */
  loss: "mse" | "huber" | "bce" | "bce_with_logits" | "cross_entropy";
  /**
   * how weights follow gradients
   */
  optimiser: "sgd" | "rmsprop" | "adagrad" | "adam" | "adamw";
  /**
   * the learning rate
   */
  lr: number;
  /**
   * how the learning rate changes over the planned epochs
   */
  schedule: "constant" | "step" | "exponential" | "cosine" | "warmup";
  /**
   * the longest gradient that is not shortened; 0 shortens none
   */
  clip: number;
  /**
   * the optimiser's other numbers, such as momentum
   */
  numbers: {
    [k: string]: number | boolean;
  };
  /**
   * rows of one step
   */
  batch_size: number;
  /**
   * take the rows in another order in every epoch
   */
  shuffle: boolean;
  /**
   * decides the order of the rows
   */
  shuffle_seed: number;
  /**
   * how far a run is meant to go
   */
  epochs: number;
}
/**
 * What a program lacks, ready to be written into it.
 */
export interface Cure {
  /**
   * What it does, as words on a button.
   */
  label: string;
  /**
   * The line that the program ends with then.
   */
  append: string;
}
/**
 * What a data set is.
 */
export interface Dataset {
  /**
   * What requests call it.
   */
  name: string;
  /**
   * One line for people.
   */
  title: string;
  /**
   * What it shows.
   */
  description: string;
  /**
   * What is learned.
   */
  task: "regression" | "binary" | "multiclass";
  /**
   * The input columns.
   */
  features: string[];
  /**
   * The column to be predicted.
   */
  target: string;
  /**
   * How many there are.
   */
  rows: number;
  /**
   * The target's values in the order of their numbers; empty for a regression.
   */
  classes: string[];
  /**
   * Under which it may be used.
   */
  licence: string;
  /**
   * Where it comes from.
   */
  source: string;
  /**
   * A sentence for everything that was guessed when it was read, and could be otherwise.
   */
  notes: string[];
}
/**
 * The data sets that come with Chainrule.
 */
export interface Datasets {
  datasets: Dataset[];
}
/**
 * The findings of a run, in the order in which they began.
 */
export interface Diagnosis {
  /**
   * How many steps were looked at.
   */
  head: number;
  findings: RunFinding[];
}
/**
 * Why a session cannot go on.
 */
export interface Divergence {
  step: number;
  epoch: number;
  sample: number;
  loss: Number;
  /**
   * The first value that is not finite.
   */
  value: string | null;
  /**
   * One sentence for people.
   */
  message: string;
}
/**
 * Cards, lines and frames, and the same in Graphviz's language.
 */
export interface Drawing {
  /**
   * The boxes.
   */
  cards: Card[];
  /**
   * The arrows between them.
   */
  lines: Line[];
  /**
   * The paths of the groups that are not.
   */
  collapsed: string[];
  /**
   * The bare form for the page: empty boxes of the cards' sizes.
   */
  dot: string;
}
/**
 * One argument slot: the value ``source`` read by the operation ``target``.
 */
export interface Edge {
  /**
   * The target's identifier and the slot, as in n3.0.
   */
  id: string;
  /**
   * The node that is read.
   */
  source: string;
  /**
   * The operation that reads it.
   */
  target: string;
  /**
   * Which of the operation's arguments, from 0.
   */
  slot: number;
  /**
   * The derivative of the target with respect to this argument.
   */
  local: LocalFactor;
  /**
   * The contribution that the reverse pass sent back through this edge, if it did.
   */
  grad: Summary | null;
  /**
   * The contribution's shape before it was summed to the source's, if other.
   */
  unbroadcast_from: number[] | null;
  /**
   * The source's gradient before and after this contribution was added; before is null for the first one. Large arrays are previewed in the events only.
   */
  before: Summary | null;
  /**
   * The source's gradient before and after this contribution was added; before is null for the first one. Large arrays are previewed in the events only.
   */
  after: Summary | null;
}
/**
 * A completed epoch.
 */
export interface Epoch {
  epoch: number;
  /**
   * Its last step.
   */
  step: number;
  /**
   * Mean loss of its steps, before a fork, too.
   */
  loss: Number;
  /**
   * Of the model as the epoch left it.
   */
  train_loss: Number;
  test_loss: Number | null;
  train_accuracy: number | null;
  test_accuracy: number | null;
}
/**
 * Completed epochs, in order.
 */
export interface Epochs {
  epochs: Epoch[];
}
/**
 * How good a model is after a step.
 */
export interface Evaluation {
  step: number;
  epoch: number;
  train: SplitEvaluation;
  test: SplitEvaluation | null;
  /**
   * Those of the step that comes next.
   */
  norms: Norms[];
  /**
   * The learning rate of that step; 0 where a schedule has ended and nothing moves.
   */
  rate: number;
  /**
   * Given where no gradient comes from the data any more.
   */
  standstill: Standstill | null;
}
/**
 * One step: an operation forward, the seed, an operation backward, the update of a leaf.
 */
export interface Event {
  /**
   * Which part of the computation the step belongs to.
   */
  phase: "forward" | "seed" | "backward" | "update";
  /**
   * The operation, at the seed the output, at an update the leaf.
   */
  node: string;
  /**
   * Backward only: the edges that a contribution was sent through.
   */
  edges?: string[];
  /**
   * Backward only: each source's gradient after this step, by node id.
   */
  accumulated?: {
    [k: string]: Summary;
  };
  /**
   * Update only: the leaf's value before.
   */
  before?: Summary;
  /**
   * Update only: the leaf's value after.
   */
  after?: Summary;
  /**
   * Update only: the line of the program that did it, where it is known.
   */
  line?: number;
}
/**
 * A program of the gallery.
 */
export interface Example {
  /**
   * As in the address ?example=...
   */
  name: string;
  title: string;
  /**
   * What it is, in one sentence.
   */
  sentence: string;
  /**
   * What to look at.
   */
  notice: string;
  question: string;
  /**
   * Hidden until asked for.
   */
  answer: string;
  source: string;
  group: "basics" | "networks" | "pitfalls";
  /**
   * Of a pitfall.
   */
  role: ("wrong" | "right") | null;
  /**
   * The example to show it beside.
   */
  beside: string | null;
  /**
   * Of a pitfall: what tells the two apart, h (a value), ∂b (the gradient that was sent) or w.grad (what stands there).
   */
  compare: string[];
}
/**
 * The gallery.
 */
export interface Examples {
  examples: Example[];
}
/**
 * Something about the numbers that deserves a look; see ``findings.py``.
 */
export interface Finding {
  /**
   * What it is, for programs.
   */
  code: string;
  /**
   * Where it is.
   */
  node: string;
  /**
   * The number that stands out.
   */
  observed: Number | null;
  /**
   * The limit that it crossed.
   */
  threshold: Number | null;
  /**
   * What was seen, in a sentence.
   */
  message: string;
  /**
   * What to try.
   */
  advice: string;
  /**
   * Every value that it is about, the one above first.
   */
  nodes: string[];
  /**
   * The change of the program that mends it, where that is one line.
   */
  cure: Cure | null;
}
/**
 * A node's rule in LaTeX.
 */
export interface Formula {
  /**
   * The rule, as an equation.
   */
  forward: string;
  /**
   * By input the derivative, as an equation; empty where there is none.
   */
  local: string[];
  /**
   * The same with numbers in place of names, for operations on single numbers.
   */
  numbers: FormulaNumbers | null;
}
/**
 * A rule with numbers in place of names.
 */
export interface FormulaNumbers {
  /**
   * The right-hand side of the rule, and the result.
   */
  forward: string;
  /**
   * By input the derivative, and its number; empty where none is needed.
   */
  local: string[];
}
/**
 * A function of the language.
 */
export interface Function {
  /**
   * What it is called.
   */
  name: string;
  /**
   * How it is called, with its name.
   */
  signature: string;
  /**
   * One sentence.
   */
  summary: string;
  /**
   * A program that uses it.
   */
  example: string;
  /**
   * What it computes, where a line can say so.
   */
  formula: string | null;
  /**
   * Its other names.
   */
  aliases: string[];
  /**
   * Can be called as x.name(...).
   */
  method: boolean;
  kind: "operation" | "maker" | "statement";
  /**
   * What it is listed under.
   */
  category: string;
}
/**
 * The language.
 */
export interface Functions {
  functions: Function[];
}
/**
 * A computation with every value, every gradient and how each came about.
 */
export interface Graph {
  version: 1;
  /**
   * A hash; where it is equal, only numbers differ, and places in the program's text.
   */
  structure: string;
  /**
   * The node where the reverse pass starts.
   */
  output: string;
  /**
   * Every value, in execution order.
   */
  nodes: Node[];
  /**
   * Every argument slot of every operation.
   */
  edges: Edge[];
  /**
   * Every group, a parent before its children.
   */
  groups: Group[];
  /**
   * The steps of the computation, forward and backward, in order.
   */
  events: Event[];
  /**
   * What deserves a look.
   */
  findings: Finding[];
  /**
   * Sizes and times.
   */
  stats: Stats;
  /**
   * Cards and lines that show the graph.
   */
  drawing: Drawing;
}
/**
 * The numbers of a graph whose structure is known.
 */
export interface GraphNumbers {
  /**
   * That of the graph, as it was asked for.
   */
  structure: string;
  /**
   * By node its numbers; of more than 64 elements a summary.
   */
  values: (Nested | Summary | null)[];
  /**
   * By node the gradient, in the same way; null where there is none.
   */
  grads: (Nested | Summary | null)[];
  /**
   * By edge what was sent back through it; null where nothing was.
   */
  contributions: (Nested | Summary | null)[];
}
/**
 * Values that belong together: a call of a function, a layer.
 */
export interface Group {
  /**
   * Of its frame in the drawing, or of its card while it is collapsed.
   */
  id: string;
  /**
   * Its name behind those of the groups around it: encoder/dense.
   */
  path: string;
  /**
   * Its own name.
   */
  label: string;
  /**
   * Path of the group around it.
   */
  parent: string | null;
  /**
   * Direct members; those of inner groups stand there.
   */
  nodes: string[];
}
/**
 * The training loss over two numbers of a model: values[j][i] is at xs[i], ys[j].
 */
export interface Landscape {
  step: number;
  x: string;
  y: string;
  xs: number[];
  ys: number[];
  values: Number[][];
  /**
   * How many training rows it is the mean of.
   */
  rows: number;
  /**
   * The way that training took.
   */
  path: Waypoint[];
}
/**
 * How one layer went: a number for each point, the largest of its steps.
 */
export interface LayerMeasures {
  name: string;
  parameters: string[];
  /**
   * Length of its gradient, before any clipping.
   */
  gradient: Number[];
  /**
   * Length of its update.
   */
  update: Number[];
  /**
   * Length of its parameters before the update.
   */
  weight: Number[];
  /**
   * Update divided by weight.
   */
  ratio: Number[];
  /**
   * Share of its outputs within 0.01 of a limit of its function; null if it has none.
   */
  saturated: Number[] | null;
  /**
   * Share of its units that are 0 on every row of the batch; null if it has no relu.
   */
  dead: Number[] | null;
}
/**
 * How one leaf's gradient compares with finite differences.
 */
export interface LeafCheck {
  node: string;
  name: string | null;
  shape: number[];
  elements: number;
  /**
   * How many elements were compared: a sample, without what rounding hides.
   */
  checked: number;
  /**
   * The element that decides the verdict: of the worst error, or a kink.
   */
  index: number[] | null;
  /**
   * The relative error there, if it can be compared.
   */
  error: Number | null;
  /**
   * The engine's gradient there.
   */
  gradient: Number | null;
  /**
   * The finite difference there.
   */
  measured: Number | null;
  /**
   * The step with which it was measured there.
   */
  step: Number | null;
  /**
   * `agrees`, `differs`, or why there is no comparing.
   */
  verdict: string;
}
/**
 * How large something may become.
 */
export interface Limit {
  area: "program" | "request" | "training";
  name: string;
  value: number;
  default: number;
  unit: string | null;
  reason: string;
  /**
   * The environment variable that sets it.
   */
  variable: string;
}
/**
 * Every limit of programs, requests and training.
 */
export interface Limits {
  limits: Limit[];
}
/**
 * One arrow of the drawing, for one edge or, at Σ and group cards, for several.
 */
export interface Line {
  /**
   * Of its element in the picture; that of its first edge.
   */
  id: string;
  /**
   * The card where it starts.
   */
  source: string;
  /**
   * The card where it ends.
   */
  target: string;
  /**
   * The edges that it stands for.
   */
  edges: string[];
}
/**
 * How an edge changes the gradient that passes through it.
 */
export interface LocalFactor {
  /**
   * For people, such as "1 − h²"; empty where there is no derivative.
   */
  text: string;
  /**
   * The same in notation.
   */
  latex: string;
  /**
   * Whether they are no factor but the whole contribution, such as "∂z @ wᵀ", where ∂z is the gradient of the result.
   */
  rule: boolean;
  /**
   * The factor itself, where both ends are single numbers and a gradient was sent.
   */
  value: Number | null;
}
/**
 * A loss, and the tasks that it fits.
 */
export interface Loss {
  name: "mse" | "huber" | "bce" | "bce_with_logits" | "cross_entropy";
  tasks: ("regression" | "binary" | "multiclass")[];
}
/**
 * The losses of the steps behind ``after``.
 */
export interface Losses {
  after: number;
  values: Number[];
  head: number;
}
/**
 * How the layers of a run went, recorded with every step.
 */
export interface Measures {
  /**
   * The first point begins behind this step.
   */
  after: number;
  /**
   * Steps of a point; the last one may have fewer.
   */
  stride: number;
  /**
   * The last step of each point.
   */
  steps: number[];
  layers: LayerMeasures[];
  /**
   * How many steps are done.
   */
  head: number;
}
/**
 * One produced value: a leaf, or an operation together with its result.
 */
export interface Node {
  /**
   * Its name: n0, n1, ... in execution order, whatever the values.
   */
  id: string;
  /**
   * What the program calls it; null for a value inside an expression.
   */
  name: string | null;
  /**
   * What a drawing calls it: the name, the number of a constant, or v and a number.
   */
  label: string;
  /**
   * The label in notation.
   */
  latex: string;
  /**
   * How it came about, in terms of labels: "w × x"; empty for a leaf.
   */
  expression: string;
  /**
   * What part it plays.
   */
  kind: "data" | "constant" | "parameter" | "operation" | "output";
  /**
   * The operation's name, as in PyTorch; null for a leaf.
   */
  op: string | null;
  /**
   * The operation's sign, as a card shows it.
   */
  symbol: string | null;
  /**
   * The operation's parameters (axis, exponent, ...).
   */
  params: {
    [k: string]: unknown;
  };
  /**
   * The nodes that it read, in order; one that was read twice stands here twice.
   */
  inputs: string[];
  /**
   * The length of every axis.
   */
  shape: number[];
  /**
   * The kind of numbers: float64, float32, int64, bool or narrower integers.
   */
  dtype: string;
  /**
   * Whether anything that it depends on gets a gradient.
   */
  requires_grad: boolean;
  /**
   * How many argument slots read it.
   */
  uses: number;
  /**
   * Path of the innermost group that it is in; empty at the top.
   */
  group: string;
  /**
   * The numbers.
   */
  value: Summary;
  /**
   * The gradient of the output with respect to it, if grad_state is computed.
   */
  grad: Summary | null;
  /**
   * Computed, or why there is no gradient: none is needed, no path carries one back to it, or the reverse pass was not run.
   */
  grad_state: "computed" | "not_required" | "no_path" | "not_run";
  /**
   * The operation's rule; null for a leaf.
   */
  formula: Formula | null;
  /**
   * Where it stands in the program's text.
   */
  span: Span | null;
  /**
   * Operations without a derivative (detach, comparisons, ...) at which ways from it to the output are cut; present only where there are any. With a grad_state of no_path all ways are, and without it the output does not depend on the value.
   */
  cut_by?: string[];
  /**
   * The same places as people wrote them: "detach() in line 4"; also where the ways end at a number that Python took out: "item() in line 3". Of a value that needs no gradient: the places that cut it off from the parameters that lead to it, if any do.
   */
  cut_at?: string[];
  /**
   * The leaf's .grad after the reverse pass, where something was left in it from an earlier one, so that it is not just what this pass sent.
   */
  accumulated_grad: Summary | null;
  /**
   * The turn of a loop in which it was computed, where there is one, with the turns and calls around it: f/for i#2/7, for i/2/for j/1.
   */
  turn?: string;
}
/**
 * Lengths of a parameter, of its gradient and of its next update.
 */
export interface Norms {
  name: string;
  parameter: Number;
  gradient: Number;
  update: Number;
}
/**
 * An optimiser, and the numbers that may stand beside its settings.
 */
export interface Optimiser {
  name: string;
  numbers: OptimiserNumber[];
}
/**
 * A number of an optimiser besides the learning rate.
 */
export interface OptimiserNumber {
  name: string;
  default: Number;
  low: Number;
  high: Number;
}
/**
 * Where a session was forked from.
 */
export interface Parent {
  session: string;
  step: number;
}
/**
 * A training set-up worth starting from.
 */
export interface Preset {
  name: string;
  title: string;
  config: Config;
}
/**
 * Presets, every setting that can be changed, and what some of their choices bring along.
 */
export interface Presets {
  presets: Preset[];
  settings: Setting[];
  optimisers: Optimiser[];
  losses: Loss[];
}
/**
 * A line that the program printed.
 */
export interface PrintedLine {
  /**
   * The moment during or after which it was printed.
   */
  moment: number;
  /**
   * The line of the program that printed it.
   */
  line: number | null;
  text: string;
}
/**
 * An error (RFC 9457).
 */
export interface Problem {
  /**
   * Identifies the kind; leads to its documentation.
   */
  type: string;
  title: string;
  status: number;
  /**
   * What is wrong this time.
   */
  detail: string;
  /**
   * Stable, for programs.
   */
  code: string;
  /**
   * Where in the program.
   */
  span?: Span | null;
  /**
   * What to do.
   */
  hint?: string | null;
  /**
   * All that is wrong.
   */
  problems?: SingleProblem[] | null;
  /**
   * The last lines that the program printed before its error.
   */
  printed?: PrintedLine[] | null;
  /**
   * The setting concerned.
   */
  field?: string | null;
}
/**
 * The moments of a program: its backward passes, or the turns of a loop written by hand.
 */
export interface ProgramMoments {
  count: number;
  /**
   * What ends a moment; `output` where there is just one, the last value.
   */
  of: "backward" | "grad" | "turns" | "output";
  /**
   * Where each was asked for.
   */
  lines: (number | null)[];
  /**
   * What each backpropagated, where that is a single number; see reduced.
   */
  losses: (Number | null)[];
  /**
   * Why the program was ended before its end, if it was.
   */
  stopped: "time" | "limit" | null;
}
/**
 * What a graph's answer says about the program beside the graph.
 */
export interface ProgramNotes {
  /**
   * How the program was understood.
   */
  notes: string[];
  /**
   * Which moment the graph is of, from 1.
   */
  moment: number;
  moments: ProgramMoments;
  printed: PrintedLine[];
  /**
   * With `partial`: why the program did not run to its end.
   */
  error: SingleProblem | null;
  /**
   * What a very large graph's answer leaves out to stay within its size.
   */
  reduced?: string[];
}
/**
 * Rows of a data set: the features, then the target or its class.
 */
export interface Rows {
  columns: string[];
  after: number;
  rows: (number | string)[][];
  total: number;
}
/**
 * Something that went wrong for a while.
 */
export interface RunFinding {
  code: string;
  /**
   * The first step at which it holds.
   */
  first: number;
  /**
   * The last one so far.
   */
  last: number;
  /**
   * Where.
   */
  layer: string | null;
  /**
   * One sentence for people.
   */
  message: string;
  /**
   * Why, in the run's own numbers.
   */
  cause: string;
  /**
   * Null if nothing helped that was tried.
   */
  cure: TriedCure | null;
}
/**
 * Where a training session stands.
 */
export interface Session {
  /**
   * A capability: whoever knows it may use the session.
   */
  id: string;
  config: Config;
  dataset: Dataset;
  /**
   * Shapes by name.
   */
  parameters: {
    [k: string]: number[];
  };
  /**
   * The step that it began with.
   */
  origin: number;
  /**
   * How many steps are done.
   */
  head: number;
  /**
   * Of the last step.
   */
  loss: Number | null;
  /**
   * Epochs done.
   */
  epoch: number;
  steps_per_epoch: number;
  last_step: number;
  parent: Parent | null;
  halted: Divergence | null;
  /**
   * Seconds since 1970.
   */
  created: number;
}
/**
 * What one field of ``Config`` is for, and what it may be.
 */
export interface Setting {
  name:
    | "dataset"
    | "features"
    | "standardise"
    | "rearrange_seed"
    | "test_share"
    | "split_seed"
    | "hidden"
    | "activation"
    | "initialisation"
    | "model_seed"
    | "loss"
    | "optimiser"
    | "lr"
    | "schedule"
    | "clip"
    | "numbers"
    | "batch_size"
    | "shuffle"
    | "shuffle_seed"
    | "epochs";
  kind: "integer" | "number" | "switch" | "choice" | "name" | "names" | "integers" | "numbers";
  doc: string;
  low: Number;
  high: Number;
  choices: string[];
  /**
   * Null is a value, too.
   */
  optional: boolean;
  /**
   * A fork in mid-training cannot change it.
   */
  structural: boolean;
}
/**
 * One of several things that are wrong.
 */
export interface SingleProblem {
  /**
   * JSON pointer into the request.
   */
  where?: string;
  code?: string | null;
  detail: string;
  span?: Span | null;
  hint?: string | null;
}
/**
 * A stretch of source text; lines and columns count from 1, the end is exclusive.
 */
export interface Span {
  /**
   * The first line.
   */
  line: number;
  /**
   * Where it starts there.
   */
  column: number;
  /**
   * The last line.
   */
  end_line: number;
  /**
   * The first column behind it there.
   */
  end_column: number;
}
/**
 * How good a model is on one split.
 */
export interface SplitEvaluation {
  rows: number;
  loss: Number;
  /**
   * For classes.
   */
  accuracy: number | null;
  correct: number | null;
  /**
   * True × predicted class.
   */
  confusion: number[][] | null;
  /**
   * In the order of the split: a number for a regression, for two classes the probability of the second, for several the class.
   */
  predictions: Number[];
  targets: Number[];
  /**
   * The rows' places in the data set.
   */
  places: number[];
}
/**
 * That the data teach a model nothing any more, although it is not right.
 */
export interface Standstill {
  /**
   * So many batches from here have no gradient.
   */
  batches: number;
  /**
   * Whether those are as many as an epoch has.
   */
  epoch: boolean;
  /**
   * Over all training rows.
   */
  loss: Number;
  /**
   * One sentence for people.
   */
  message: string;
}
/**
 * How large the computation was and how long it took.
 */
export interface Stats {
  /**
   * How many values there are.
   */
  nodes: number;
  /**
   * How many numbers they hold.
   */
  elements: number;
  /**
   * Microseconds of the forward pass, if they were measured.
   */
  forward_us: number | null;
  /**
   * Microseconds of the reverse pass with its events, if it was run.
   */
  backward_us: number | null;
}
/**
 * Whether the server is well.
 */
export interface Status {
  status: string;
  /**
   * Of Chainrule; in /healthz only.
   */
  version?: string;
}
/**
 * Statistics of one array, and its numbers as far as they fit.
 */
export interface Summary {
  /**
   * The length of every axis.
   */
  shape: number[];
  /**
   * Over all elements; null where there is no element.
   */
  min: Number | null;
  /**
   * Over all elements; null where there is no element.
   */
  max: Number | null;
  /**
   * Over all elements; null where there is no element.
   */
  mean: Number | null;
  /**
   * Over all elements; null where there is no element.
   */
  rms: Number | null;
  /**
   * How many elements are exactly 0.
   */
  zeros: number;
  /**
   * How many elements are NaN or infinite.
   */
  nonfinite: number;
  /**
   * A number or nested lists, for up to 64 elements; else null. Without elements it is an empty list, whatever the shape.
   */
  data: Nested | null;
  /**
   * For more elements a grid of at most 16 × 64 numbers; else null. In very large graphs neither is filled in once enough has been written.
   */
  preview: Number[][] | null;
}
/**
 * A model's output over one or two features: values[j][i] is at xs[i], ys[j].
 */
export interface Surface {
  step: number;
  x: string;
  y: string | null;
  xs: number[];
  ys: number[];
  /**
   * For several classes, the most likely one.
   */
  values: Number[][];
  /**
   * For several classes, its probability.
   */
  confidence: Number[][] | null;
  /**
   * The other features, at their mean.
   */
  held: {
    [k: string]: number;
  };
}
/**
 * A program's output over many values of its leaves.
 */
export interface Sweep {
  /**
   * NaN where the program fails; fewer than asked for if it takes long.
   */
  values: Number[];
  /**
   * By leaf: the output's derivative there; null where it has none.
   */
  gradients: {
    [k: string]: (Number | null)[];
  };
}
/**
 * What a step's answer has beside the graph.
 */
export interface TrainingStep {
  step: number;
  epoch: number;
  /**
   * Position of its first row in the epoch, from 1.
   */
  sample: number;
  /**
   * Its rows' places in the data set.
   */
  places: number[];
  /**
   * Those rows, in own units.
   */
  rows: (number | string)[][];
  loss: Number;
  /**
   * The learning rate of this step, as its schedule has it.
   */
  rate: number;
  /**
   * False for the step that comes next.
   */
  done: boolean;
  update: Change[];
  /**
   * What a very large graph's answer leaves out to stay within its size.
   */
  reduced?: string[];
}
/**
 * Other settings that helped when they were tried.
 */
export interface TriedCure {
  /**
   * Where the trial left the run: fork there.
   */
  step: number;
  /**
   * The settings to fork with.
   */
  changes: {
    [k: string]: unknown;
  };
  /**
   * The step at which both were compared.
   */
  until: number;
  /**
   * Over all training rows, with these settings.
   */
  loss: Number;
  /**
   * The same of the run as it was.
   */
  instead: Number;
}
/**
 * Where the two numbers of a landscape stood after a step.
 */
export interface Waypoint {
  step: number;
  x: Number;
  y: Number;
}
