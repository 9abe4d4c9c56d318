/** All elements of a node's value or gradient: from the graph if it has them, else fetched; null until they are here. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type GraphNode, type Summary, flatten } from "../model";
import type { Stage, Which } from "../stepper/stage";

export function useWhole(stage: Stage, node: GraphNode, which: Which): number[] | null {
  const whole = useSignal<{ of: Summary; values: number[] } | null>(null);
  const summary = which === "value" ? node.value : node.grad;
  useEffect(() => {
    if (!summary) return undefined;
    if (summary.data !== null) {
      whole.value = { of: summary, values: flatten(summary.data) };
      return undefined;
    }
    const abort = new AbortController();
    stage.arrays.peek()?.numbers(node.id, which, abort.signal).then(
      (data) => (whole.value = { of: summary, values: flatten(data) }),
      () => undefined,
    );
    return () => abort.abort();
  }, [summary]);
  return whole.value && whole.value.of === summary ? whole.value.values : null;
}
