/** One row per named leaf: its kind, and its value with a slider or a small grid. Dragging updates everything live. */
import { useSignal } from "@preact/signals";
import * as store from "../program/store";
import { brief, shapeText, signed } from "../format";
import { type GraphNode, type NestedNumbers, flatten, onlyElement } from "../model";
import { IconButton } from "../shell/IconButton";
import { LEAVES } from "../text";
import { type Range, editorFor, finite, inShape, rangeAround, replaced, settableLeaves, switchedKind } from "./leaf";

export function Leaves() {
  const graph = store.stage.graph.value;
  const leaves = graph ? settableLeaves(graph) : [];
  if (leaves.length === 0) return null;
  const changed = Object.keys(store.leaves.value).length > 0;
  return (
    <section class="leaves" aria-label={LEAVES.region}>
      <header class="leaves-head">
        <h2>{LEAVES.region}</h2>
        {changed && <button type="button" class="quiet" onClick={store.resetLeaves}>{LEAVES.reset}</button>}
      </header>
      <ul>{leaves.map((leaf) => <Row key={leaf.name} leaf={leaf} />)}</ul>
    </section>
  );
}

function Row({ leaf }: { leaf: GraphNode }) {
  const name = leaf.name ?? "";
  const present = store.leaves.value[name] ?? leaf.value.data;
  const editor = present === null ? "none" : editorFor(leaf);
  return (
    <li
      class={`leaf ${editor}`}
      onPointerEnter={() => (store.stage.hovered.value = leaf.id)}
      onPointerLeave={() => (store.stage.hovered.value = null)}
    >
      <button type="button" class="link leaf-name" onClick={() => (store.stage.selected.value = leaf.id)}>{name}</button>
      {editor === "slider" && present !== null && <Slider name={name} shape={leaf.shape} present={flatten(present)[0] ?? 0} start={onlyElement(leaf.value) ?? 0} />}
      {editor === "grid" && present !== null && <Grid name={name} shape={leaf.shape} values={present} />}
      {editor === "none" && <span class="muted num leaf-large" title={LEAVES.tooLarge}>{shapeText(leaf.shape)} {brief(leaf.value)}</span>}
      <KindSwitch leaf={leaf} />
    </li>
  );
}

function KindSwitch({ leaf }: { leaf: GraphNode }) {
  const parameter = leaf.kind === "parameter";
  const next = switchedKind(store.source.value, leaf);
  const label = LEAVES.kind(leaf.label, parameter);
  return (
    <button
      type="button"
      class="kind-switch"
      aria-pressed={parameter}
      title={label}
      aria-label={label}
      disabled={next === null || store.stage.stale.value}
      onClick={() => next !== null && store.replace(next, store.leaves.value)}
    >
      ∂
    </button>
  );
}

interface SliderProps {
  name: string;
  shape: number[];
  present: number;
  start: number;
}

function Slider({ name, shape, present, start }: SliderProps) {
  const range = useSignal<Range>(rangeAround(start));
  const open = useSignal(false);
  const set = (value: number): void => {
    if (Number.isFinite(value)) store.setLeaf(name, inShape(shape, value));
  };
  const { min, max, step } = range.value;
  return (
    <>
      <input
        type="range"
        class="leaf-slider"
        min={min}
        max={max}
        step={step}
        value={present}
        aria-label={name}
        aria-valuetext={signed(present)}
        style={{ "--at": `${(100 * (Math.min(max, Math.max(min, present)) - min)) / (max - min)}%` }}
        onInput={(event) => set(Number(event.currentTarget.value))}
      />
      <input
        type="number"
        class="num leaf-number"
        step={step}
        value={Number(present.toPrecision(6))}
        aria-label={LEAVES.value(name)}
        onChange={(event) => set(Number(event.currentTarget.value))}
      />
      <IconButton icon="more" label={LEAVES.range(name)} class="leaf-more" aria-expanded={open.value} onClick={() => (open.value = !open.value)} />
      {open.value && (
        <div class="leaf-range">
          {(["min", "max", "step"] as const).map((key) => (
            <label key={key}>
              {LEAVES[key]}
              <input
                type="number"
                class="num"
                step="any"
                value={Number(range.value[key].toPrecision(4))}
                onChange={(event) => {
                  const next = { ...range.value, [key]: Number(event.currentTarget.value) };
                  if (next.min < next.max && next.step > 0) range.value = next;
                }}
              />
            </label>
          ))}
        </div>
      )}
    </>
  );
}

function Grid({ name, shape, values }: { name: string; shape: number[]; values: NestedNumbers }) {
  const rows = shape.length === 2 ? (values as NestedNumbers[]) : [values];
  return (
    <div class="scroll-x leaf-grid-scroll">
      <table class="leaf-grid">
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {(row as NestedNumbers[]).map((value, j) => {
                const index = shape.length === 2 ? [i, j] : [j];
                return (
                  <td key={j}>
                    <input
                      type="number"
                      class="num"
                      step="0.1"
                      value={Number(Number(value).toPrecision(4))}
                      aria-label={`${name}[${index.join(", ")}]`}
                      onInput={(event) => {
                        const next = event.currentTarget.valueAsNumber;
                        if (Number.isFinite(next)) store.setLeaf(name, finite(replaced(values, index, next)));
                      }}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
