/** Where the least or the largest element is; in a large tensor that is found when it is asked for. */
import { useSignal } from "@preact/signals";
import { type GraphNode, type Summary, flatten, toNumber, unravel } from "../model";
import type { Stage, Which } from "../stepper/stage";
import { INSPECTOR } from "../text";

interface Props {
  stage: Stage;
  node: GraphNode;
  which: Which;
  summary: Summary;
  end: "min" | "max";
}

export function Extreme({ stage, node, which, summary, end }: Props) {
  const found = useSignal<{ of: Summary; words: string } | null>(null);
  const look = (): void => {
    const say = (words: string): void => {
      found.value = { of: summary, words };
    };
    stage.arrays.peek()?.numbers(node.id, which).then(
      (data) => say(placeOf(flatten(data), end, node)),
      (error: unknown) => say(INSPECTOR.notLoaded(which, (error as Error).message)),
    );
  };
  const extreme = toNumber(summary[end]);
  if (!Number.isFinite(extreme) || toNumber(summary.min) === toNumber(summary.max)) return null;
  if (summary.data !== null) return <span class="muted">{placeOf(flatten(summary.data), end, node)}</span>;
  if (found.value?.of === summary) return <span class="muted" role="status">{found.value.words}</span>;
  return <button type="button" class="link" aria-label={INSPECTOR.find(INSPECTOR.ends[end])} onClick={look}>{INSPECTOR.where}</button>;
}

function placeOf(values: number[], end: Props["end"], { label, shape }: GraphNode): string {
  const sign = end === "max" ? 1 : -1;
  let place = 0;
  for (const [index, value] of values.entries()) if (sign * value > sign * (values[place] ?? 0)) place = index;
  return INSPECTOR.at(`${label}[${unravel(place, shape).join(", ")}]`);
}
