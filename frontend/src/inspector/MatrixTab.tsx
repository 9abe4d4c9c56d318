/**
 * Value and gradient as full matrices. Larger tensors are fetched whole when the tab opens and only the cells in view
 * are drawn; higher ranks are shown as rows of their last axis. Copies and files; one element can be opened as a graph.
 */
import { useSignal } from "@preact/signals";
import { canFocus } from "./element";
import { ElementFocus } from "./ElementFocus";
import { shapeText, signed } from "../format";
import { media } from "../media";
import { type GraphNode, type Summary, elementCount, unravel } from "../model";
import { copyText } from "../share/copy";
import { whyNot } from "../share/exports";
import { saveBlob } from "../share/save";
import { Announcer } from "../shell/Announcer";
import { NotLoaded } from "../shell/NotLoaded";
import { gradientAt } from "../stepper/frames";
import type { Stage, Which } from "../stepper/stage";
import { MATRIX } from "../text";
import { GRADIENT_MARKS } from "../vocabulary";
import type { TabProps } from "./Inspector";
import { VirtualGrid } from "./VirtualGrid";
import { useWhole } from "./whole";

const NOTE_MS = 2500;

const touched = media("(pointer: coarse)");

export function MatrixTab({ stage, node: complete }: TabProps) {
  const play = stage.play.value;
  const frame = stage.frame.value;
  if (!play || !frame) return null;
  if (!frame.computed.has(complete.id)) return <p class="muted">{GRADIENT_MARKS.pending.meaning}</p>;
  const updated = frame.updated.get(complete.id);
  // Of a large leaf the server has the array that the graph was computed with.
  const value = updated && updated.data !== null ? updated : complete.value;
  return <Matrix stage={stage} node={{ ...complete, value, grad: gradientAt(play, frame, complete) }} />;
}

function Matrix({ stage, node }: TabProps) {
  const which = useSignal<Which>("value");
  const focus = useSignal<number | null>(null);
  const hovered = useSignal<number | null>(null);
  const note = useSignal("");
  const sought = useSignal<{ place: number } | null>(null);
  const kept = which.value === "grad" && !node.grad ? "value" : which.value;
  const summary = kept === "value" ? node.value : (node.grad as Summary);

  const whole = { value: useWhole(stage, node, "value"), grad: useWhole(stage, node, "grad") };
  const [value, gradient] = [whole.value.values, whole.grad.values];
  const { failure, again } = whole[kept];
  const shown = kept === "value" ? value : gradient;
  const largest = shown ? largestOf(shown) : null;
  const columns = Math.max(1, node.shape.at(-1) ?? 1);
  const name = (place: number): string => (node.shape.length > 0 ? `${node.label}[${unravel(place, node.shape).join(", ")}]` : node.label);
  const read = (values: number[] | null, place: number): string => (values ? signed(values[place] ?? Number.NaN) : MATRIX.loading);
  const hoveredAt = hovered.value;
  if (elementCount(node.shape) === 0) return <p class="muted">{MATRIX.empty}</p>;
  const reading = hoveredAt === null ? "" : MATRIX.reading(name(hoveredAt), read(value, hoveredAt), node.grad ? read(gradient, hoveredAt) : null);
  const say = (words: string): void => {
    note.value = words;
    setTimeout(() => note.value === words && (note.value = ""), NOTE_MS + 50 * words.length);
  };
  const take = async (numbers: number[]): Promise<void> => {
    if (await copyText(rows(numbers, columns, "\t"))) say(MATRIX.copied);
  };
  const save = (ending: keyof typeof TYPES): void => void download(stage, node, kept, ending).catch((error: unknown) => say(whyNot(error)));
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
      {shown ? (
        <VirtualGrid values={shown} columns={columns} shape={node.shape} of={kept === "value" ? "value" : "gradient"} summary={summary} name={name} read={hovered} sought={sought} {...(canFocus(node) ? { onOpen: (place: number) => (focus.value = place) } : {})} />
      ) : failure ? <NotLoaded words={failure} again={again} /> : <p class="muted">{MATRIX.loading}</p>}
      {shown && largest !== null && shown.length > 1 && (
        <button type="button" class="quiet num extreme" onClick={() => (sought.value = { place: largest })}>{MATRIX.largest(kept === "grad", signed(shown[largest] ?? Number.NaN), name(largest))}</button>
      )}
      <p class="num reading">{reading}</p>
      <Announcer words={reading} />
      <p class="muted">{(touched.value ? MATRIX.tap : MATRIX.hover)(canFocus(node))}</p>
      <div class="matrix-foot">
        <button type="button" disabled={!shown} onClick={() => shown && void take(shown)}>{MATRIX.copy}</button>
        <button type="button" onClick={() => save("csv")}>{MATRIX.csv}</button>
        <button type="button" onClick={() => save("npy")}>{MATRIX.npy}</button>
        <span class="note" role="status">{note.value}</span>
      </div>
      {focus.value !== null && <ElementFocus stage={stage} node={node} place={focus.value} upstream={gradient?.[focus.value]} onClose={() => (focus.value = null)} />}
    </>
  );
}

/** Where the number of largest size is; null where none is finite. */
export function largestOf(values: number[]): number | null {
  let found: number | null = null;
  for (const [place, value] of values.entries()) if (Number.isFinite(value) && (found === null || Math.abs(value) > Math.abs(values[found] ?? 0))) found = place;
  return found;
}

function rows(values: number[], columns: number, separator: string): string {
  const lines: string[] = [];
  for (let start = 0; start < values.length; start += columns) lines.push(values.slice(start, start + columns).join(separator));
  return lines.join("\n");
}

const TYPES = { csv: "text/csv", npy: "application/x-npy" } as const;

async function download(stage: Stage, node: GraphNode, which: Which, ending: keyof typeof TYPES): Promise<void> {
  const file = await stage.arrays.peek()?.file(node.id, which, TYPES[ending]);
  if (file) saveBlob(file, `${node.label}${which === "grad" ? "-gradient" : ""}.${ending}`);
}
