/** "Predict": change a leaf by Δ; see what the gradient says will happen to the output beside what really happens. */
import { useSignal } from "@preact/signals";
import { fetchGraph } from "../api";
import { plain } from "../format";
import { isMoved } from "../leaves/beginning";
import { settableLeaves, shaped } from "../leaves/leaf";
import { type GraphNode, type Summary, elementCount, flatten, onlyElement, toNumber, unravel } from "../model";
import * as store from "../program/store";
import { NotLoaded } from "../shell/NotLoaded";
import { NumberField } from "../shell/NumberField";
import { TypedField } from "../shell/TypedField";
import { bracket } from "../stepper/amounts";
import { gradientIsWhole } from "../stepper/stage";
import { PREDICT } from "../text";
import { CLOSER, type Kind, isClose, kindOf, readPlace, stepFrom, unaddable } from "./prediction";
import { useWhole } from "./whole";

/** Leaves with more elements than this are asked for an index in place of a choice. */
const MOST_CHOICES = 64;

interface Truth {
  of: unknown;
  delta: number;
  place: number;
  change: number;
  kind: Kind;
}

export function Predict({ leaf }: { leaf: GraphNode }) {
  const delta = useSignal(0.1);
  const element = useSignal(0);
  const truth = useSignal<Truth | null>(null);
  const failure = useSignal({ of: null as unknown, words: "" });
  const fetched = { value: useWhole(store.stage, leaf, "value"), grad: useWhole(store.stage, leaf, "grad") };
  const values = known(leaf.value) ?? fetched.value.values;
  const gradients = known(leaf.grad) ?? fetched.grad.values;
  const graph = store.stage.graph.value;
  const output = graph?.nodes.find(({ id }) => id === graph.output);
  const size = elementCount(leaf.shape);
  const arrived = leaf.grad_state !== "computed" || gradientIsWhole(store.stage, leaf);
  if (!graph || !output || size === 0 || !settableLeaves(graph).some(({ id }) => id === leaf.id)) return null;
  const { name, grad_state: state } = leaf;
  if (state === "not_required") return <section class="predict"><h3>{PREDICT.title}</h3><p class="muted">{PREDICT.data(leaf.label)}</p></section>;
  if (isMoved(leaf)) return <section class="predict"><h3>{PREDICT.title}</h3><p class="muted">{PREDICT.moved(leaf.label)}</p></section>;
  const failed = [fetched.value, fetched.grad].find(({ failure: reason }) => reason !== "");
  if (failed) return <section class="predict"><h3>{PREDICT.title}</h3><NotLoaded words={failed.failure} again={failed.again} /></section>;
  if (!name || !values || (state === "computed" ? !gradients : state !== "no_path")) return null;

  // The server takes finite numbers only, and all elements of a leaf at once.
  if (!values.every(Number.isFinite)) return <section class="predict"><h3>{PREDICT.title}</h3><p class="muted">{PREDICT.infinite(leaf.label)}</p></section>;

  const place = Math.min(element.value, size - 1);
  const gradient = gradients?.[place] ?? 0;
  const predicted = gradient * delta.value;
  const before = total(output);
  const obstacle = unaddable(values[place] ?? 0, delta.value);

  const changed = async (by: number): Promise<number> => {
    const body = store.program();
    const moved = values.map((value, index) => (index === place ? value + by : value));
    const answer = await store.noticing(fetchGraph({ ...body, leaves: { ...body.leaves, [name]: shaped(moved, leaf.shape) } }));
    const after = answer.nodes.find(({ id }) => id === answer.output);
    return (after ? total(after) : Number.NaN) - before;
  };
  const change = async (): Promise<void> => {
    const asked = { of: graph, delta: delta.value, place };
    failure.value = { of: null, words: "" };
    try {
      const reached = await changed(asked.delta);
      const missing = async (share: number): Promise<number> => (await changed(asked.delta * share)) - gradient * stepFrom(values[place] ?? 0, asked.delta * share);
      const trials = Number.isFinite(reached) && !isClose(predicted, reached, before) ? ([await missing(CLOSER[0]), await missing(CLOSER[1])] as const) : undefined;
      truth.value = { ...asked, change: reached, kind: kindOf(predicted, reached, before, trials) };
    } catch (error) {
      failure.value = { of: graph, words: (error as Error).message };
    }
  };
  const found = truth.value?.of === graph && truth.value.delta === delta.value && truth.value.place === place ? truth.value : null;
  const written = (index: number): string => `[${unravel(index, leaf.shape).join(", ")}]`;
  return (
    <section class="predict">
      <h3>{PREDICT.title}</h3>
      <p class="muted">{PREDICT.question(leaf.label, elementCount(output.shape) > 1 ? PREDICT.sum(output.label) : output.label)}</p>
      <div class="predict-row">
        {size > 1 && (
          <label>
            {PREDICT.element}
            {size <= MOST_CHOICES ? (
              <select value={String(place)} onChange={(event) => (element.value = Number(event.currentTarget.value))}>
                {values.map((_, index) => <option key={index} value={String(index)}>{written(index)}</option>)}
              </select>
            ) : (
              <TypedField class="num" value={place} whole={written(place)} read={(text) => readPlace(text, leaf.shape)} onValue={(next) => (element.value = next)} />
            )}
          </label>
        )}
        <label>
          Δ
          <NumberField value={delta.value} step={0.05} onValue={(value) => (delta.value = value)} />
        </label>
        <button type="button" disabled={obstacle !== null} onClick={() => void change()}>{PREDICT.change}</button>
      </div>
      {state === "no_path" && <p class="muted">{PREDICT.noPath(leaf.label)}</p>}
      {obstacle && <p class="muted">{PREDICT.unaddable[obstacle](leaf.label)}</p>}
      {failure.value.of === graph && <p class="bad" role="status">{failure.value.words}</p>}
      <dl class="predict-numbers">
        <div><dt>{PREDICT.predicted}</dt>{arrived ? <dd class="num">{bracket(gradient)} × {bracket(delta.value)} = <b>{plain(predicted)}</b></dd> : <dd class="muted">{PREDICT.ahead}</dd>}</div>
        <div><dt>{PREDICT.really}</dt><dd class="num"><b>{found ? plain(found.change) : "?"}</b></dd></div>
        {found && arrived && <div><dt>{PREDICT.difference}</dt><dd class="num">{plain(found.change - predicted)}</dd></div>}
      </dl>
      {found && arrived && (state === "computed" || found.kind !== "well") && <p class="muted">{PREDICT.verdicts[found.kind]}</p>}
    </section>
  );
}

/** All elements, where the graph has them: without waiting, lest the form vanish while a slider moves. */
const known = (summary: Summary | null): number[] | null => (summary && summary.data !== null ? flatten(summary.data) : null);

/** The sum of a node's elements: what gradients are gradients of. */
function total({ value }: GraphNode): number {
  return onlyElement(value) ?? toNumber(value.mean) * elementCount(value.shape);
}
