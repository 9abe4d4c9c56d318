/** One step of descent at a time: the leaf moves against its gradient, and leaves a trail of where it has been. */
import { type Signal, useSignal } from "@preact/signals";
import * as store from "../program/store";
import { inShape } from "../leaves/leaf";
import type { GraphNode } from "../model";
import { NumberField } from "../shell/NumberField";
import { PLOT } from "../text";

export interface Spot {
  x: number;
  y: number;
}

/** The places that steps of descent began at; of another program, or after the leaf was moved by hand, none. */
export interface Trail {
  source: string;
  /** Where the last step led to. */
  at: number;
  spots: Spot[];
}

/** So many places are kept. */
const MOST = 50;

export const trailOf = ({ value }: Signal<Trail | null>, source: string, x: number): Spot[] => (value?.source === source && value.at === x ? value.spots : []);

interface Props {
  leaf: GraphNode;
  now: Spot & { slope: number };
  trail: Signal<Trail | null>;
}

export function Descent({ leaf, now, trail }: Props) {
  const rate = useSignal(0.1);
  const next = Number((now.x - rate.value * now.slope).toPrecision(12));
  const step = (): void => {
    const source = store.shownText.peek();
    const before = trailOf(trail, source, now.x);
    trail.value = { source, at: next, spots: [...before, { x: now.x, y: now.y }].slice(-MOST) };
    store.setLeaf(leaf.name ?? "", inShape(leaf.shape, next));
  };
  return (
    <div class="descent">
      <button type="button" disabled={!Number.isFinite(next) || store.stage.stale.value} onClick={step}>{PLOT.descend}</button>
      <span class="num">{PLOT.against(leaf.label)}</span>
      <NumberField label={PLOT.rate} value={rate.value} step={0.05} room={7} onValue={(value) => (rate.value = value)} />
    </div>
  );
}
