/**
 * The rows of the table while a graph is played: each holds its texts as signals of its own, and a step rewrites only
 * those that change.
 */
import { type ReadonlySignal, type Signal, batch, effect, signal } from "@preact/signals";
import { brief } from "../format";
import { media } from "../media";
import type { Graph, GraphNode, Summary } from "../model";
import { type Frame, gradientMark, valueAt } from "../stepper/frames";
import type { Stage } from "../stepper/stage";
import { CARD } from "../text";
import { atRest, throttle } from "../throttle";
import { GRADIENT_MARKS, type GradientMark } from "../vocabulary";

const WIDTH = 40;
/** While a slider is dragged the numbers of the table change no faster than this: nobody reads them, and laying them out takes long. */
const BETWEEN_NUMBERS_MS = 150;
/** Out of view the table changes when nothing else has for so long: neither a step nor a slider shall wait for it. */
const REST_MS = 300;

const printing = media("print");

export interface TableRow {
  node: GraphNode;
  /** Labels of the inputs. */
  inputs: string;
  value: Signal<string>;
  gradient: Signal<string>;
  classes: Signal<string>;
  selected: Signal<boolean>;
  /** What the texts were made of. */
  from: { value: Summary | null | undefined; gradient: Summary | null | undefined; mark: GradientMark | null };
}

export function rowsOf(graph: Graph): TableRow[] {
  const labels = new Map(graph.nodes.map(({ id, label }) => [id, label]));
  return graph.nodes.map((node) => ({
    node,
    inputs: node.inputs.map((id) => labels.get(id) ?? id).join(", "),
    value: signal(""),
    gradient: signal(""),
    classes: signal(""),
    selected: signal(false),
    from: { value: undefined, gradient: undefined, mark: null },
  }));
}

/** Keeps the rows in step with the play and with what is pointed at; returns the function that stops it. */
export function follow(stage: Stage, rows: TableRow[], inView: ReadonlySignal<boolean>): () => void {
  const numbers = throttle(() => writeNumbers(stage, rows), BETWEEN_NUMBERS_MS);
  const everything = (): void => {
    writeNumbers(stage, rows);
    writeMarks(stage, rows);
  };
  const later = atRest(everything, REST_MS);
  everything();
  const stops = [
    numbers.cancel,
    later.cancel,
    effect(() => {
      if (printing.value) everything();
      else if (stage.play.value && stage.frame.value) (inView.value ? numbers : later).call();
    }),
    effect(() => {
      void [stage.selected.value, stage.hovered.value, stage.frame.value];
      if (inView.value) writeMarks(stage, rows);
      else later.call();
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

function writeNumbers(stage: Stage, rows: TableRow[]): void {
  const [play, frame] = [stage.play.peek(), stage.frame.peek()];
  if (!play || !frame) return;
  batch(() => {
    for (const row of rows) {
      const node = play.nodes.get(row.node.id);
      if (node) rewrite(row, node, frame);
    }
  });
}

function writeMarks(stage: Stage, rows: TableRow[]): void {
  const [chosen, hovered, active] = [stage.selected.peek(), new Set(stage.hovered.peek()), stage.frame.peek()?.event?.node];
  batch(() => {
    for (const { node, classes, selected } of rows) {
      selected.value = chosen === node.id;
      classes.value = [chosen === node.id && "selected", hovered.has(node.id) && "hovered", active === node.id && "active"].filter(Boolean).join(" ");
    }
  });
}

function rewrite({ from, value, gradient }: TableRow, node: GraphNode, frame: Frame): void {
  const shown = valueAt(frame, node);
  const arrived = frame.gradients.get(node.id);
  const mark = gradientMark(node, arrived);
  if (from.value !== shown) value.value = shown ? brief(shown, WIDTH) : CARD.ahead;
  if (from.gradient !== arrived || from.mark !== mark) gradient.value = gradientWords(node, frame);
  Object.assign(from, { value: shown, gradient: arrived, mark });
}

/** The gradient of a node at a moment: its numbers, or the word for its state. */
export function gradientWords(node: GraphNode, frame: Frame, width = WIDTH): string {
  const gradient = frame.gradients.get(node.id);
  const mark = gradientMark(node, gradient);
  return gradient && (mark === "number" || mark === "nonfinite") ? brief(gradient, width) : GRADIENT_MARKS[mark].sample;
}
