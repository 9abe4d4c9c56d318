/**
 * Value and gradient as full matrices. Larger tensors are fetched whole when the tab opens and only the cells in view
 * are drawn; higher ranks are shown as rows of their last axis. Copies and files; one element can be opened as a graph.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fetchArray, post } from "../api";
import { ElementFocus, canFocus } from "../explore/ElementFocus";
import * as store from "../explore/store";
import { shapeText, signed } from "../format";
import { type GraphNode, type Summary, elementCount, flatten } from "../model";
import { saveBlob } from "../share/save";
import { MATRIX } from "../text";
import type { TabProps } from "./Inspector";
import { unravel } from "./Predict";
import { VirtualGrid } from "./VirtualGrid";

type Which = "value" | "grad";

export function MatrixTab({ node }: TabProps) {
  const which = useSignal<Which>("value");
  const whole = useSignal<{ of: Summary; values: number[] } | null>(null);
  const other = useSignal<{ of: Summary; values: number[] } | null>(null);
  const focus = useSignal<number | null>(null);
  const hovered = useSignal<number | null>(null);
  const kept = which.value === "grad" && !node.grad ? "value" : which.value;
  const summary = kept === "value" ? node.value : (node.grad as Summary);

  useEffect(() => {
    let over = false;
    const load = async (of: Summary | null, name: Which): Promise<{ of: Summary; values: number[] } | null> => {
      if (!of) return null;
      if (of.data !== null) return { of, values: flatten(of.data) };
      const answer = await fetchArray({ ...store.program(), node: node.id, which: name });
      return { of, values: flatten(answer.data) };
    };
    void Promise.all([load(node.value, "value"), load(node.grad, "grad")]).then(
      ([value, gradient]) => {
        if (over) return;
        whole.value = value;
        other.value = gradient;
      },
      () => (store.gone.value = !over || store.gone.value),
    );
    return () => {
      over = true;
    };
  }, [node]);

  const shown = kept === "value" ? whole.value : other.value;
  const columns = Math.max(1, node.shape.at(-1) ?? 1);
  const name = (place: number): string => `${node.label}[${unravel(place, node.shape).join(", ")}]`;
  return (
    <>
      <div class="matrix-head">
        <div class="switch" role="group" aria-label={MATRIX.which}>
          {(["value", "grad"] as const).map((option) => (
            <button key={option} type="button" aria-pressed={kept === option} disabled={option === "grad" && !node.grad} onClick={() => (which.value = option)}>{MATRIX.names[option]}</button>
          ))}
        </div>
        <span class="num muted">{shapeText(node.shape)}</span>
      </div>
      {elementCount(node.shape) === 0 ? <p class="muted">{MATRIX.empty}</p> : shown && shown.of === summary ? (
        <VirtualGrid values={shown.values} columns={columns} of={kept === "value" ? "value" : "gradient"} summary={summary} name={name} onHover={(place) => (hovered.value = place)} {...(canFocus(node) ? { onOpen: (place: number) => (focus.value = place) } : {})} />
      ) : <p class="muted">{MATRIX.loading}</p>}
      <p class="num reading" aria-live="off">{hovered.value === null ? MATRIX.hover(canFocus(node)) : reading(name(hovered.value), whole.value?.values[hovered.value], other.value?.values[hovered.value])}</p>
      <div class="matrix-foot">
        <button type="button" onClick={() => shown && void navigator.clipboard.writeText(rows(shown.values, columns, "\t"))}>{MATRIX.copy}</button>
        <button type="button" onClick={() => void download(node, kept, "text/csv", "csv")}>CSV</button>
        <button type="button" onClick={() => void download(node, kept, "application/x-npy", "npy")}>.npy</button>
      </div>
      {focus.value !== null && <ElementFocus node={node} place={focus.value} onClose={() => (focus.value = null)} />}
    </>
  );
}

function reading(name: string, value: number | undefined, gradient: number | undefined): string {
  return `${name} = ${value === undefined ? "?" : signed(value)}${gradient === undefined ? "" : `, ∂ = ${signed(gradient)}`}`;
}

function rows(values: number[], columns: number, separator: string): string {
  const lines: string[] = [];
  for (let start = 0; start < values.length; start += columns) lines.push(values.slice(start, start + columns).join(separator));
  return lines.join("\n");
}

async function download(node: GraphNode, which: Which, type: string, ending: string): Promise<void> {
  const answer = await post("/graphs/arrays", { ...store.program(), node: node.id, which }, type);
  saveBlob(await answer.blob(), `${node.label}${which === "grad" ? "-gradient" : ""}.${ending}`);
}
