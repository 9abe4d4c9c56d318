/** The Explore page: editor, graph and inspector side by side; the stepper and the table below. */
import { computed, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { EditorPanel } from "../editor/EditorPanel";
import { focusEditor } from "../editor/current";
import { Graphs } from "../gallery/Graphs";
import { Sides } from "../gallery/Sides";
import { Inspector } from "../inspector/Inspector";
import type { More } from "../leaves/Leaves";
import { Stepper } from "../stepper/Stepper";
import { Table } from "../table/Table";
import { CheckTab } from "../inspector/CheckTab";
import type { TabProps, Tabs } from "../inspector/Inspector";
import { conclusion } from "../inspector/conclusion";
import { Histogram } from "../inspector/Histogram";
import { MathsTab } from "../inspector/MathsTab";
import { MatrixTab } from "../inspector/MatrixTab";
import { NodeTab } from "../inspector/NodeTab";
import { Predict } from "../inspector/Predict";
import { UsesTab } from "../inspector/UsesTab";
import { Plot } from "../plot/Plot";
import { retry, run, startAddress } from "../share/address";
import { startRecovery } from "../share/recovery";
import { Boundary } from "../shell/Boundary";
import { focusOn, focusSoon } from "../shell/focus";
import { listen } from "../shell/keyboard";
import { Workbench, goTo, oneByOne, sides } from "../shell/Workbench";
import { stageKeys } from "../stepper/keys";
import { checkAtTheEnd, checkGradients } from "../program/check";
import { MomentsBar } from "./MomentsBar";
import { Guide } from "./Guide";
import { Overview } from "./Overview";
import { WhenIdle, endWaiting } from "../idle";
import { stage } from "../program/store";

/** The numbers of a node; for a leaf what a small change would do. */
function NodeAndPlot(props: TabProps) {
  return (
    <>
      <NodeTab {...props} />
      <Predict key={`${props.node.id} prediction`} leaf={props.node} />
      <Histogram key={`${props.node.id} histogram`} {...props} />
      <Plot key={props.node.id} leaf={props.node} />
    </>
  );
}

/** What a small change of a leaf would do, on its row. */
export const predicted: More = (leaf) => <Predict leaf={leaf} />;

export const TABS: Tabs = { node: NodeAndPlot, maths: MathsTab, matrix: MatrixTab, uses: UsesTab, check: CheckTab };

/** What the inspector shows. */
export const inspected = computed(() => [stage.graph.value, stage.selected.value]);

/** The tab of the inspector. */
export const side = signal<keyof Tabs>("node");

/** Checks, and shows what comes out: beside the selected value, else beside the output. */
function check(): void {
  stage.selected.value ??= stage.graph.peek()?.output ?? null;
  side.value = "check";
  goTo("node", checkGradients);
}

const inspect = (): void => goTo("node", () => focusOn(".inspector [role='tabpanel']"));

/** Back to the card that was inspected; where it is folded away, to the card that the keys would go to. */
export const leave = (node: string): void =>
  goTo("graph", () => {
    stage.picture.peek()?.focus();
    focusOn(`.pane.here #${CSS.escape(node)} .hit`);
    stage.picture.peek()?.reveal(node);
  });

/**
 * What Explore does wherever it is shown: it follows the address, the server and the keyboard. `reveal` shows the
 * inspector where it is not always there.
 */
export function useExploring(reveal?: () => void): void {
  useEffect(startAddress, []);
  useEffect(() => startRecovery(retry), []);
  useEffect(checkAtTheEnd, []);
  useEffect(
    () =>
      listen({
        ...stageKeys(stage),
        graph: () => goTo("graph", () => stage.picture.peek()?.focus()),
        table: () => {
          endWaiting();
          goTo("table", () => focusSoon("#table tbody button"));
        },
        editor: () => goTo("edit", focusEditor),
        find: () => goTo("graph", () => focusOn("#find")),
        check: () => {
          reveal?.();
          check();
        },
        sides: sides.toggleBoth,
        run,
      }),
    [],
  );
}

export function Explore() {
  useExploring();
  return (
    <>
      <Workbench
        editor={<Boundary of={stage.graph} class="program"><EditorPanel more={predicted} /></Boundary>}
        graph={<Boundary of={stage.graph} class="graphs"><Graphs onInspect={inspect} alone={oneByOne.value} sides={<Sides />} /></Boundary>}
        inspector={<Boundary of={inspected} class="inspector"><Inspector stage={stage} tabs={TABS} tab={side} onClose={leave}><Overview /></Inspector></Boundary>}
        moments={<Boundary of={stage.graph} class="moments-bar"><MomentsBar /></Boundary>}
        stepper={<Boundary of={stage.graph} class="stepper"><Stepper stage={stage} conclusion={conclusion.value}><Guide /></Stepper></Boundary>}
        selected={stage.selected}
      />
      <WhenIdle><Boundary of={stage.graph} class="table-region"><Table stage={stage} /></Boundary></WhenIdle>
    </>
  );
}
