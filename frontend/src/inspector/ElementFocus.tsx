/**
 * Element focus: one element of a matrix product opened as the small scalar graph that computes it, in a dialog with a
 * drawing and a stepper of its own.
 */
import { useEffect, useState } from "preact/hooks";
import { fetchGraph } from "../api";
import { GraphView } from "../drawing/GraphView";
import { type GraphNode, flatten, unravel } from "../model";
import { Dialog } from "../shell/Dialog";
import { Stepper } from "../stepper/Stepper";
import { type Stage, createStage } from "../stepper/stage";
import { FOCUS } from "../text";

/** Products are written out up to this many terms; the rest is one number. */
const TERMS = 4;

export const canFocus = (node: GraphNode): boolean => node.op === "matmul" && node.shape.length === 2 && node.inputs.length === 2;

/** The program of one element: the terms of a row times a column, and the sum of the others. */
export function elementProgram(left: string, right: string, row: number, column: number, a: number[], b: number[], target: string): string {
  const terms = a.slice(0, TERMS).map((_, k) => k);
  const rest = a.slice(TERMS).reduce((sum, value, k) => sum + value * (b[k + TERMS] ?? 0), 0);
  const lines = terms.flatMap((k) => [`${left}_${row}_${k} = param(${a[k]})`, `${right}_${k}_${column} = param(${b[k]})`]);
  const products = terms.map((k) => `${left}_${row}_${k} * ${right}_${k}_${column}`);
  if (a.length > TERMS) lines.push(`others = data(${rest})`);
  return [...lines, `${target}_${row}_${column} = ${[...products, ...(a.length > TERMS ? ["others"] : [])].join(" + ")}`].join("\n");
}

async function operand(stage: Stage, node: GraphNode): Promise<number[]> {
  if (node.value.data !== null) return flatten(node.value.data);
  return flatten((await stage.arrays.peek()?.numbers(node.id, "value")) ?? []);
}

/** Factors stand above each other, so that their cards can be read. */
function leftToRight(): Stage {
  const stage = createStage();
  stage.direction.value = "LR";
  return stage;
}

export function ElementFocus({ stage: main, node, place, onClose }: { stage: Stage; node: GraphNode; place: number; onClose: () => void }) {
  const [stage] = useState(leftToRight);
  const [row = 0, column = 0] = unravel(place, node.shape);
  useEffect(() => {
    const [left, right] = node.inputs.map((id) => main.play.peek()?.nodes.get(id));
    if (!left || !right) return;
    void Promise.all([operand(main, left), operand(main, right)])
      .then(([a, b]) => {
        const inner = left.shape.at(-1) ?? 1;
        const columns = right.shape.at(-1) ?? 1;
        const across = a.slice(row * inner, (row + 1) * inner);
        const down = Array.from({ length: inner }, (_, k) => b[k * columns + column] ?? 0);
        const named = ({ name }: GraphNode, other: string): string => name ?? other;
        return fetchGraph({ source: elementProgram(named(left, "a"), named(right, "b"), row, column, across, down, named(node, "c")) });
      })
      .then(stage.show, () => undefined);
  }, []);
  return (
    <Dialog class="focus-dialog" title={FOCUS.title(node.label, row, column)} words={FOCUS.words(row, column)} onClose={onClose}>
      <div class="focus-graph"><GraphView stage={stage} /></div>
      <Stepper stage={stage} />
    </Dialog>
  );
}
