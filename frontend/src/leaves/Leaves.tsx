/** One row per named leaf: its kind, and its value with a slider or a small grid. Dragging updates everything live. The sliders stay where the program is hidden. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import * as store from "../program/store";
import { clip } from "../drawing/svg";
import { brief, shapeText } from "../format";
import { type GraphNode, flatten } from "../model";
import { focusOn, useHeir } from "../shell/focus";
import { LEAVES } from "../text";
import { Grid } from "./Grid";
import { Slider } from "./Slider";
import { beginningOf } from "./beginning";
import { editorFor, literalOf, settableLeaves, switchedKind } from "./leaf";

/** What else can be asked of a leaf, on its row. */
export type More = (leaf: GraphNode) => ComponentChildren;

/** Each new number moves its field's cursor; the editor would take that for its own and have the page laid out at once. */
const FOR_ITSELF = { onSelectionChange: (event: Event): void => event.stopPropagation() };

export function Leaves({ more }: { more: More }) {
  const graph = store.stage.graph.value;
  const head = useRef<HTMLElement>(null);
  useHeir(head, () => focusOn(".leaf input", ".leaf button"));
  const leaves = graph ? settableLeaves(graph) : [];
  if (leaves.length === 0) return null;
  const changed = Object.keys(store.leaves.value).length > 0;
  // The rows belong to the text of the picture; while another text has an error they have nothing to move.
  const still = store.stage.stale.value && store.source.value !== store.shownText.value;
  const shared = (name: string | null): boolean => leaves.some((leaf) => leaf.name === `${name?.split("#")[0]}#2`);
  return (
    <section class="leaves" aria-label={LEAVES.region} {...FOR_ITSELF}>
      <header class="leaves-head" ref={head}>
        <h2 title={LEAVES.words}>{LEAVES.region}</h2>
        {store.takenBack.value && <button type="button" class="quiet" onClick={store.restoreLeaves}>{LEAVES.undo}</button>}
        {!changed && !store.takenBack.value && <span class="muted">{LEAVES.words}</span>}
        {changed && <button type="button" class="quiet leaves-reset" onClick={store.resetLeaves}>{LEAVES.reset}</button>}
      </header>
      <ul>{leaves.map((leaf) => <Row key={leaf.name} leaf={leaf} still={still} shared={shared(leaf.name)} more={more} />)}</ul>
    </section>
  );
}

interface RowProps {
  leaf: GraphNode;
  still: boolean;
  shared: boolean;
  more: More;
}

function Row({ leaf, still, shared, more }: RowProps) {
  const name = leaf.name ?? "";
  const present = beginningOf(leaf);
  const [base = "", turn = "1"] = name.split("#");
  // In a function that is called twice, in a loop, or where a name is given anew.
  const title = shared ? LEAVES.turn(base, Number(turn), leaf.group) : undefined;
  const editor = present === null ? "none" : editorFor(leaf);
  const literal = literalOf(leaf, store.leaves.value, store.shownText.value);
  return (
    <li
      class={`leaf ${editor}`}
      title={still ? LEAVES.still : undefined}
      onPointerEnter={() => store.stage.point(leaf.id)}
      onPointerLeave={() => store.stage.point()}
    >
      <button type="button" class="link leaf-name" title={title} onClick={() => (store.stage.selected.value = leaf.id)}>{name}</button>
      {literal !== null && <Reset name={name} literal={literal} still={still} />}
      {editor === "slider" && present !== null && <Slider name={name} shape={leaf.shape} present={flatten(present)[0] ?? 0} still={still} more={() => more(leaf)} />}
      {editor === "grid" && present !== null && <Grid name={name} shape={leaf.shape} values={present} still={still} />}
      {editor === "none" && <span class="muted num leaf-large" title={leaf.value.data === null ? LEAVES.tooLarge : LEAVES.changes(leaf.label)}>{shapeText(leaf.shape)} {brief(leaf.value)}</span>}
      <KindSwitch leaf={leaf} />
    </li>
  );
}

/** Marks a leaf that has another value than in the text, and takes it back. */
function Reset({ name, literal, still }: { name: string; literal: string; still: boolean }) {
  const short = clip(literal, 40);
  const reset = (event: Event): void => {
    // The mark goes away, and the keyboard stays in the row.
    (event.currentTarget as Element).closest("li")?.querySelector<HTMLElement>("input")?.focus();
    store.resetLeaf(name);
  };
  return <button type="button" class="leaf-reset" title={LEAVES.written(short)} aria-label={LEAVES.resetOne(name, short)} disabled={still} onClick={reset} />;
}

function KindSwitch({ leaf }: { leaf: GraphNode }) {
  const parameter = leaf.kind === "parameter";
  const next = store.source.value === store.shownText.value ? switchedKind(store.source.value, leaf) : null;
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
