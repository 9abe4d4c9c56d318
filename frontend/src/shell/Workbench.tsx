/**
 * The arrangement of a page: editor, graph and inspector side by side with dividers that can be dragged, the stepper
 * below. Editor and inspector can be hidden. Under 1100 px the inspector is a sheet at the bottom; under 700 px the
 * parts are tabs.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { media } from "../media";
import { keep, read } from "../storage";
import { WORKBENCH } from "../text";
import { EdgeTab, type Side, createSides, roomyFrom } from "./sides";

interface Props {
  editor: ComponentChildren;
  graph: ComponentChildren;
  inspector: ComponentChildren;
  /** Above the stepper, where there is something to choose. */
  moments?: ComponentChildren;
  stepper: ComponentChildren;
  selected: ReadonlySignal<string | null>;
}

const KEY = "chainrule.columns";
const USUAL = { left: 28, right: 25 };
const [left = USUAL.left, right = USUAL.right] = (read(KEY) ?? "").split(",").filter(Boolean).map(Number).filter(Number.isFinite);
const columns = signal({ left, right });

/** Whether the parts are shown one by one. */
export const oneByOne = media("(max-width: 43.7em), (max-height: 30em)");

export type Tab = keyof typeof WORKBENCH.tabs;
/** The part that a phone shows. */
export const tab = signal<Tab>("graph");

export const sides = createSides("chainrule.hidden", roomyFrom("43.71em"));
const SIDE_OF: Partial<Record<Tab, Side>> = { edit: "left", node: "right" };

/** Shows a part where it is hidden or only one is shown at a time, and goes on when it is there. */
export function goTo(part: Tab, then: () => void): void {
  const side = SIDE_OF[part];
  const there = tab.peek() === part && !(side && sides.hidden.peek()[side]);
  tab.value = part;
  if (side) sides.open(side);
  if (there) then();
  else requestAnimationFrame(then);
}

function resize(side: Side, to: number): void {
  columns.value = { ...columns.value, [side]: Math.max(14, Math.min(45, to)) };
  keep(KEY, `${columns.value.left},${columns.value.right}`);
}

export function Workbench({ editor, graph, inspector, moments, stepper, selected }: Props) {
  const show = (name: Tab): void => {
    tab.value = name;
    if (name === "table") document.querySelector(".table-region")?.scrollIntoView();
    else scrollTo(0, 0);
  };
  const style = { "--left": `${columns.value.left}%`, "--right": `${columns.value.right}%` };
  return (
    <>
      <nav class="phone-tabs" aria-label={WORKBENCH.parts}>
        {Object.entries(WORKBENCH.tabs).map(([name, label]) => (
          <button key={name} type="button" aria-pressed={tab.value === name} onClick={() => show(name as Tab)}>{label}</button>
        ))}
      </nav>
      <div class={`workbench tab-${tab.value} ${selected.value ? "has-selection" : ""} ${sides.classes.value}`} style={style}>
        {editor}
        <Divider side="left" />
        <EdgeTab sides={sides} side="left" words={WORKBENCH.sides.left} />
        {graph}
        <EdgeTab sides={sides} side="right" words={WORKBENCH.sides.right} />
        <Divider side="right" />
        {inspector}
        {moments}
        {stepper}
      </div>
    </>
  );
}

function Divider({ side }: { side: Side }) {
  const width = columns.value[side];
  const drag = (event: PointerEvent): void => {
    if (!(event.currentTarget as Element).hasPointerCapture(event.pointerId)) return;
    const share = (event.clientX / innerWidth) * 100;
    resize(side, side === "left" ? share : 100 - share);
  };
  return (
    <div
      class={`divider ${side}`}
      role="separator"
      aria-orientation="vertical"
      aria-label={WORKBENCH.dividers[side]}
      aria-valuenow={Math.round(width)}
      aria-valuemin={14}
      aria-valuemax={45}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDblClick={() => resize(side, USUAL[side])}
      onKeyDown={(event) => {
        const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
        if (!by) return;
        event.preventDefault();
        event.stopPropagation();
        resize(side, width + (side === "left" ? by : -by));
      }}
    />
  );
}
