/**
 * Value and gradient as full matrices. Larger tensors are fetched whole when the tab opens and only the cells in view
 * are drawn; higher ranks are shown as rows of their last axis. Copies and files; one element can be opened as a graph.
 */
import { useSignal } from "@preact/signals";
import { post } from "../api";
import { ElementFocus, canFocus } from "../explore/ElementFocus";
import * as store from "../explore/store";
import { shapeText, signed } from "../format";
import { type GraphNode, type Summary, elementCount } from "../model";
import { saveBlob } from "../share/save";
import { MATRIX } from "../text";
import type { TabProps } from "./Inspector";
import { unravel } from "./Predict";
import { VirtualGrid } from "./VirtualGrid";
import { type Which, useWhole } from "./whole";

export function MatrixTab({ node }: TabProps) {
  const which = useSignal<Which>("value");
  const focus = useSignal<number | null>(null);
  const hovered = useSignal<number | null>(null);
  const kept = which.value === "grad" && !node.grad ? "value" : which.value;
  const summary = kept === "value" ? node.value : (node.grad as Summary);

  const value = useWhole(node, "value");
  const gradient = useWhole(node, "grad");
  const shown = kept === "value" ? value : gradient;
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
      {elementCount(node.shape) === 0 ? <p class="muted">{MATRIX.empty}</p> : shown ? (
        <VirtualGrid values={shown} columns={columns} of={kept === "value" ? "value" : "gradient"} summary={summary} name={name} onHover={(place) => (hovered.value = place)} {...(canFocus(node) ? { onOpen: (place: number) => (focus.value = place) } : {})} />
      ) : <p class="muted">{MATRIX.loading}</p>}
      <p class="num reading" aria-live="off">{hovered.value === null ? MATRIX.hover(canFocus(node)) : reading(name(hovered.value), value?.[hovered.value], gradient?.[hovered.value])}</p>
      <div class="matrix-foot">
        <button type="button" onClick={() => shown && void navigator.clipboard.writeText(rows(shown, columns, "\t"))}>{MATRIX.copy}</button>
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
