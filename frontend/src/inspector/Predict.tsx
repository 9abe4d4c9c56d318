/** "Predict": change a leaf by Δ; see what the gradient says will happen to the output beside what really happens. */
import { useSignal } from "@preact/signals";
import { fetchGraph } from "../api";
import * as store from "../program/store";
import { plain } from "../format";
import { finite, inShape, replaced, settableLeaves } from "../leaves/leaf";
import { type GraphNode, elementCount, flatten, onlyElement, unravel } from "../model";
import { PREDICT } from "../text";

export function Predict({ leaf }: { leaf: GraphNode }) {
  const delta = useSignal(0.1);
  const element = useSignal(0);
  const truth = useSignal<{ delta: number; element: number; change: number; structure: unknown } | null>(null);
  const graph = store.stage.graph.value;
  const output = graph?.nodes.find(({ id }) => id === graph.output);
  if (!graph || !output || !settableLeaves(graph).some(({ id }) => id === leaf.id) || leaf.grad?.data === null || !leaf.grad || leaf.value.data === null) return null;
  const before = onlyElement(output.value) ?? total(output);
  if (before === null) return null;
  const at = Math.min(element.value, elementCount(leaf.shape) - 1);
  const gradient = flatten(leaf.grad.data)[at] ?? 0;
  const predicted = gradient * delta.value;

  const change = async (): Promise<void> => {
    const { name, value, shape } = leaf;
    if (!name || value.data === null) return;
    const here = (flatten(value.data)[at] ?? 0) + delta.value;
    const moved = elementCount(shape) === 1 ? inShape(shape, here) : replaced(value.data, unravel(at, shape), here);
    const body = store.program();
    const answer = await fetchGraph({ ...body, leaves: { ...body.leaves, [name]: finite(moved) } });
    const after = answer.nodes.find(({ id }) => id === answer.output);
    const reached = after ? (onlyElement(after.value) ?? total(after)) : null;
    if (reached !== null) truth.value = { delta: delta.value, element: at, change: reached - before, structure: graph };
  };
  const known = truth.value?.structure === graph && truth.value.delta === delta.value && truth.value.element === at ? truth.value.change : null;
  return (
    <section class="predict">
      <h3>{PREDICT.title}</h3>
      <p class="muted">{PREDICT.question(leaf.label, output.label)}</p>
      <div class="predict-row">
        {elementCount(leaf.shape) > 1 && (
          <label>
            {PREDICT.element}
            <select value={String(at)} onChange={(event) => (element.value = Number(event.currentTarget.value))}>
              {flatten(leaf.value.data).map((_, index) => <option key={index} value={String(index)}>[{unravel(index, leaf.shape).join(", ")}]</option>)}
            </select>
          </label>
        )}
        <label>
          Δ
          <input type="number" class="num" step="0.05" value={delta.value} onInput={(event) => (delta.value = event.currentTarget.valueAsNumber || 0)} />
        </label>
        <button type="button" onClick={() => void change().catch(() => (store.gone.value = true))}>{PREDICT.change}</button>
      </div>
      <dl class="predict-numbers">
        <div><dt>{PREDICT.predicted}</dt><dd class="num">{plain(gradient)} × {plain(delta.value)} = <b>{plain(predicted)}</b></dd></div>
        <div><dt>{PREDICT.really}</dt><dd class="num"><b>{known === null ? "?" : plain(known)}</b></dd></div>
        {known !== null && <div><dt>{PREDICT.difference}</dt><dd class="num">{plain(known - predicted)}</dd></div>}
      </dl>
      {known !== null && <p class="muted">{PREDICT.verdict(Math.abs(known - predicted) <= 0.02 * Math.max(Math.abs(known), 1e-12))}</p>}
    </section>
  );
}

function total(node: GraphNode): number | null {
  return node.value.data === null ? null : flatten(node.value.data).reduce((sum, value) => sum + value, 0);
}
