/** A leaf that is one number: a slider, the number, and the slider's range, which every plot over the leaf shares. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import * as store from "../program/store";
import { shareOf } from "../between";
import { signed } from "../format";
import { IconButton } from "../shell/IconButton";
import { NumberField } from "../shell/NumberField";
import { RangeInput } from "../shell/RangeInput";
import { LEAVES } from "../text";
import { type Range, inShape, rangeProblem } from "./leaf";
import { rangeOf, setRange } from "./ranges";

/** Characters that a number beside a slider has room for. */
const ROOM = 8;

interface Props {
  name: string;
  shape: number[];
  present: number;
  /** Nothing can be moved at the moment. */
  still: boolean;
  /** What else is asked of the leaf, below its range. */
  more: () => ComponentChildren;
}

export function Slider({ name, shape, present, still, more }: Props) {
  const open = useSignal(false);
  const { min, max, step } = rangeOf(name, present);
  const set = (value: number): void => store.setLeaf(name, inShape(shape, value));
  return (
    <>
      <RangeInput
        class="leaf-slider"
        min={min}
        max={max}
        step={step}
        value={present}
        disabled={still}
        aria-label={name}
        aria-valuetext={signed(present)}
        style={{ "--at": `${100 * shareOf(Math.min(max, Math.max(min, present)), min, max)}%` }}
        onValue={set}
      />
      <NumberField class="leaf-number" room={ROOM} step={step} value={present} label={LEAVES.value(name)} disabled={still} onValue={set} />
      <IconButton icon="more" label={LEAVES.range(name)} class="leaf-more" aria-expanded={open.value} onClick={() => (open.value = !open.value)} />
      {open.value && <div class="leaf-range"><RangeFields name={name} range={{ min, max, step }} present={present} />{more()}</div>}
    </>
  );
}

function RangeFields({ name, range, present }: { name: string; range: Range; present: number }) {
  const refused = useSignal("");
  const set = (key: keyof Range, value: number): void => {
    const next = { ...range, [key]: value };
    const problem = rangeProblem(next, present);
    refused.value = problem ? LEAVES.refused[problem] : "";
    if (!problem) setRange(name, next);
  };
  return (
    <>
      {(["min", "max", "step"] as const).map((key) => (
        <label key={key}>
          {LEAVES[key]}
          <NumberField late room={ROOM} value={range[key]} onValue={(value) => set(key, value)} />
        </label>
      ))}
      <p role="status" class="bad">{refused.value}</p>
    </>
  );
}
