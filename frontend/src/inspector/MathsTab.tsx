/** The rule in notation, and then the same rule with this node's numbers in it; for leaves, what a small change does. */
import { plain } from "../format";
import { type GraphNode, elementCount, onlyElement, toNumber } from "../model";
import type { Play } from "../stepper/frames";
import { amount, bracket, expression, unbroadcast } from "../stepper/sentences";
import { INSPECTOR, MATHS } from "../text";
import { Formula } from "./Formula";
import type { TabProps } from "./Inspector";

export function MathsTab({ stage, node }: TabProps) {
  const play = stage.play.value;
  if (!play) return null;
  if (!node.formula) return <p class="muted">{MATHS.leaf(node.label)}</p>;
  const { numbers } = node.formula;
  const edges = play.graph.edges.filter(({ target }) => target === node.id);
  return (
    <>
      <h3>{MATHS.forward}</h3>
      <Formula latex={node.formula.forward} block />
      {numbers && node.latex ? (
        <Formula latex={`${node.latex} = ${numbers.forward}`} block />
      ) : (
        <p class="worked num">{workedForward(play, node)}</p>
      )}
      <h3>{MATHS.backward}</h3>
      {edges.map((edge) => {
        const input = play.nodes.get(edge.source);
        const latex = withNumbers(node.formula?.local[edge.slot], numbers?.local[edge.slot]);
        return (
          <div class="local" key={edge.id}>
            {latex && <Formula latex={latex} block />}
            {!edge.grad && <p class="muted">{MATHS.notNeeded(input?.label ?? edge.source)}</p>}
            {edge.grad && <p class="worked num">{workedBackward(play, node, edge.slot)}</p>}
            {unbroadcast(edge) && <p class="worked num">{unbroadcast(edge)}</p>}
          </div>
        );
      })}
      {edges.length > 0 && <p class="muted">{INSPECTOR.bar}</p>}
    </>
  );
}

/** A derivative with its numbers behind it: "∂h/∂a = 1 − h² = 1 − 0.4621² = 0.7864". */
function withNumbers(latex = "", filled = ""): string {
  return filled && !latex.endsWith(`= ${filled}`) ? `${latex} = ${filled}` : latex;
}

/** "h = tanh(0.5) = 0.4621", or shapes and sizes where they are tensors. */
export function workedForward(play: Play, node: GraphNode): string {
  const inputs = node.inputs.flatMap((id) => play.nodes.get(id) ?? []);
  const numbers = inputs.map(({ value }) => onlyElement(value));
  const filled = numbers.every((number) => number !== null) ? numbers.map(bracket) : inputs.map(({ value }) => (elementCount(value.shape) <= 4 ? amount(value) : `(${amount(value)})`));
  return `${node.label} = ${expression(node, filled)} = ${amount(node.value)}`;
}

/** "0.5 × 0.7864 = 0.3932": upstream, local factor, contribution. */
export function workedBackward(play: Play, node: GraphNode, slot: number): string {
  const edge = play.graph.edges.find(({ target, slot: other }) => target === node.id && other === slot);
  const input = edge && play.nodes.get(edge.source);
  if (!edge?.grad || !input || !node.grad) return "";
  const to = MATHS.to(input.label);
  const upstream = onlyElement(node.grad);
  if (edge.local.value !== null && upstream !== null) {
    return `${bracket(upstream)} × ${bracket(toNumber(edge.local.value))} = ${plain(onlyElement(edge.grad) ?? Number.NaN)} ${to}`;
  }
  return `${MATHS.upstream} ${amount(node.grad)} → ${amount(edge.grad)} ${to}`;
}
