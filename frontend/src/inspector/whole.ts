/** All elements of a node's value or gradient: from the graph if it has them, else fetched. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type GraphNode, type Summary, flatten } from "../model";
import type { Stage, Which } from "../stepper/stage";
import { INSPECTOR } from "../text";

export interface Whole {
  /** Null until they are here. */
  values: number[] | null;
  /** Why they did not come; empty while they may. */
  failure: string;
  again: () => void;
}

export function useWhole(stage: Stage, node: GraphNode, which: Which): Whole {
  const whole = useSignal<{ of: Summary; values: number[] | null; failure: string } | null>(null);
  const turn = useSignal(0);
  const summary = which === "value" ? node.value : node.grad;
  useEffect(() => {
    if (!summary) return undefined;
    if (summary.data !== null) {
      whole.value = { of: summary, values: flatten(summary.data), failure: "" };
      return undefined;
    }
    const abort = new AbortController();
    stage.arrays.peek()?.numbers(node.id, which, abort.signal).then(
      (data) => (whole.value = { of: summary, values: flatten(data), failure: "" }),
      (error: unknown) => {
        if (!abort.signal.aborted) whole.value = { of: summary, values: null, failure: INSPECTOR.notLoaded(which, (error as Error).message) };
      },
    );
    return () => abort.abort();
  }, [summary, turn.value]);
  const { values = null, failure = "" } = whole.value?.of === summary ? (whole.value ?? {}) : {};
  const again = (): void => {
    whole.value = null;
    turn.value += 1;
  };
  return { values, failure, again };
}
