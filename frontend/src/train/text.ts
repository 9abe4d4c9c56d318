/** Everything that Train says to people. */
import { count, magnitude, plain, shapeText } from "../format";
import { elementCount, onlyElement, toNumber } from "../model";
import type { Change, Config, DatasetInfo } from "./api";

const number = new Intl.NumberFormat("en");

export const TRAIN = {
  title: "Train",
  choosePreset: "Watch a model learn, one gradient at a time",
  choosePresetMore: "Every step is computed by the same engine as Explore: stop anywhere, and look inside.",
  sideLabel: "Beside the graph",
  sides: { progress: "Progress", node: "Node", setup: "Set-up" },
  rooms: "Views",
  roomNames: { setup: "Set-up", graph: "Graph", side: "Progress", below: "Tables" },
  loading: "Opening the run …",
  expired: "That run has expired: runs are kept for a day after their last use. Begin a new one.",
  gone: "The server does not answer. Nothing is lost: the run goes on where it was.",
  retry: "Try again",
  refused: "That did not work",
  dismiss: "Dismiss",

  setup: "Set-up",
  presets: "Presets",
  hiddenHint: "Units of each layer, such as 8, 8; empty for a linear model",
  noLayers: "none: linear",
  none: "none",
  start: "Start",
  startOver: "Start a new run",
  forkHere: (step: number): string => `Fork at step ${number.format(step)}`,
  upload: "Upload a CSV …",

  transport: "Training",
  reset: "Reset: to the first step (0)",
  back: "One step back (,)",
  backEpoch: "One epoch back (<)",
  play: "Train (P)",
  pause: "Pause (P)",
  step: "Step",
  stepTitle: "One step: the next batch (.)",
  sample: "Sample",
  batchWord: "Batch",
  epoch: "Epoch",
  epochTitle: "To the end of the epoch (>)",
  playBy: "Play by",
  speed: "Speed",
  perSecond: (rate: number): string => `${number.format(rate)} / s`,
  by: (unit: string): string => `by ${unit.toLowerCase()}`,
  runTo: "Run to epoch",
  run: "Run",
  halt: "Stop",
  progress: "Progress of training",
  scrubber: "Step of the run",
  initial: "Before the first step",
  beforeFork: (step: number): string => `Forked at step ${number.format(step)}; the next step is shown`,
  where: (step: number, head: number): string => `Step ${number.format(step)} of ${number.format(head)}`,
  place: (epoch: number, first: number, last: number): string => `epoch ${epoch}, ${first === last ? `sample ${first}` : `samples ${first}–${last}`}`,
  stepLoss: "loss",

  curves: "Loss",
  log: "log",
  smoothing: "smoothing",
  epochMean: "epoch mean",
  perStep: "step",
  trainWhole: "train",
  test: "test",
  noCurve: "The curve begins with the first step.",
  chartLabel: (name: string, description: string): string => `${name}. ${description}`,
  chartKeys: "Left and right arrows move to other steps.",
  epochTable: "Epochs",
  epochColumns: { epoch: "Epoch", loss: "Mean loss of its steps", train: "Loss, training rows", test: "Loss, test rows", trainAccuracy: "Accuracy, training", testAccuracy: "Accuracy, test" },

  quality: "Quality",
  accuracy: "Accuracy (%)",
  determination: "R²",
  determinationMeaning: "The share of the targets' variance that the predictions explain",
  correct: (correct: number, rows: number): string => `${number.format(correct)} of ${number.format(rows)}`,
  confusion: "Confusion matrix",
  confusionCaption: "Rows: what it is. Columns: what the model says.",
  trainSplit: "Training rows",
  testSplit: "Test rows",
  meanLoss: "loss",

  norms: "Norms",
  normKind: "What is measured",
  normKinds: { gradient: "‖gradient‖", update: "‖update‖", ratio: "‖update‖ ÷ ‖parameter‖" },

  surfaceRegression: "Fitted plane",
  surfaceClasses: "Decision surface",
  line: "Fitted line",
  landscape: "Loss landscape",
  landscapeSpoken: (u: string, v: string): string => `Contours of the loss over ${u} and ${v}, with the path that training has taken`,
  weightOf: (feature: string): string => `weight of ${feature}`,
  bias: "bias",
  biasFixed: (bias: string): string => `The bias is held at its present value, ${bias}.`,
  pathTaken: "path taken",
  hereNow: "shown step",
  smallest: "smallest loss",
  axis: { x: "across", y: "up" },
  axisSpoken: { x: "Feature across", y: "Feature up" },
  surfaceSpoken: (title: string, x: string, y: string): string => `${title} over ${x} and ${y}, with the rows of the data set`,
  held: (held: Record<string, number>): string => `All other features at their mean: ${Object.entries(held).map(([name, mean]) => `${name} ${plain(mean)}`).join(", ")}.`,

  parameters: "What this step did to the parameters",
  parameterColumns: ["Parameter", "Shape", "Before", "Gradient", "Change", "After"],
  notYet: "Before the first step nothing has changed.",
  rowsOfStep: "Rows of this step",
  moreRows: (rows: number): string => `and ${number.format(rows)} more rows in this batch`,
  dataOf: (title: string): string => `Data set: ${title}`,
  licence: (source: string, licence: string): string => `Source: ${source}; ${licence}.`,
  showMore: (rows: number): string => `Show ${number.format(rows)} more`,
  row: "Row",
  usedFor: "Used for",
  forTest: "test",
  forTraining: "training",

  compare: "Runs",
  openRun: "Open this run",
  drop: "Remove from the comparison",
  lastEpoch: (epoch: number, loss: string): string => `epoch ${epoch}: ${loss}`,
  forkWith: "Learning rate",
  forkHint: "The same model from the shown step on, with another learning rate; both curves stay",
  goToStep: (step: number): string => `Go to step ${number.format(step)}`,
  halve: (step: number): string => `Halve the learning rate and fork at step ${number.format(step)}`,

  updated: (change: Change): string => {
    const before = onlyElement(change.before);
    const after = onlyElement(change.after);
    const gradient = onlyElement(change.gradient);
    if (before !== null && after !== null && gradient !== null) {
      return `${change.name} had ${plain(before)} and gradient ${plain(gradient)}: the optimiser makes it ${plain(after)}.`;
    }
    return `${change.name} ${shapeText(change.before.shape)}: gradient rms ${magnitude(toNumber(change.gradient.rms))} moves its rms from ${magnitude(toNumber(change.before.rms), 6)} to ${magnitude(toNumber(change.after.rms), 6)}.`;
  },
  datasetLine: (info: DatasetInfo): string => `${count(info.rows, "row")} · ${count(info.features.length, "feature")} · ${info.task}`,
  parameterCount: (shapes: Record<string, number[]>): string =>
    count(Object.values(shapes).reduce((sum, shape) => sum + elementCount(shape), 0), "parameter"),
};

/** The settings of a run, as the form calls them. */
export const SETTINGS: Record<keyof Config, string> = {
  dataset: "Data set",
  features: "Features",
  standardise: "Standardise",
  rearrange_seed: "Shuffle once, seed",
  test_share: "Test share",
  split_seed: "Split seed",
  hidden: "Hidden layers",
  activation: "Activation",
  initialisation: "Weights begin",
  model_seed: "Model seed",
  loss: "Loss",
  optimiser: "Optimiser",
  lr: "Learning rate",
  schedule: "Schedule",
  clip: "Clip gradients at",
  numbers: "Its numbers",
  batch_size: "Batch size",
  shuffle: "Shuffle each epoch",
  shuffle_seed: "Shuffle seed",
  epochs: "Epochs",
};

export const SETUP_GROUPS: { title: string; names: (keyof Config)[] }[] = [
  { title: "Data", names: ["dataset", "features", "standardise", "rearrange_seed", "test_share", "split_seed"] },
  { title: "Model", names: ["hidden", "activation", "initialisation", "model_seed"] },
  { title: "Training", names: ["loss", "optimiser", "lr", "schedule", "clip", "batch_size", "shuffle", "shuffle_seed", "epochs"] },
];
