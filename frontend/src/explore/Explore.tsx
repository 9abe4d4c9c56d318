/** The Explore page: editor, graph and inspector side by side; the stepper and the table below. */
import { useEffect } from "preact/hooks";
import { EditorPanel } from "../editor/EditorPanel";
import { otherStage } from "../gallery/comparison";
import { Graphs } from "../gallery/Graphs";
import { Inspector } from "../inspector/Inspector";
import { Stepper } from "../stepper/Stepper";
import { Table } from "../table/Table";
import { CheckTab } from "../inspector/CheckTab";
import type { TabProps, Tabs } from "../inspector/Inspector";
import { Histogram } from "../inspector/Histogram";
import { MathsTab } from "../inspector/MathsTab";
import { MatrixTab } from "../inspector/MatrixTab";
import { NodeTab } from "../inspector/NodeTab";
import { Predict } from "../inspector/Predict";
import { UsesTab } from "../inspector/UsesTab";
import { Plot } from "../plot/Plot";
import { retry, run, startAddress } from "../share/address";
import { startRecovery } from "../share/recovery";
import { listen } from "../shell/keyboard";
import { Workbench } from "../shell/Workbench";
import { togglePlay } from "../stepper/player";
import { checkAtTheEnd, checkGradients, conclusion } from "../program/check";
import { Overview } from "./Overview";
import { WhenIdle } from "../idle";
import { stage } from "../program/store";

/** The rule of a node; for a leaf the question what a small change would do. */
function MathsAndPrediction(props: TabProps) {
  return (
    <>
      <MathsTab {...props} />
      <Predict key={props.node.id} leaf={props.node} />
    </>
  );
}

function NodeAndPlot(props: TabProps) {
  return (
    <>
      <NodeTab {...props} />
      <Histogram key={`${props.node.id} histogram`} {...props} />
      <Plot key={props.node.id} leaf={props.node} />
    </>
  );
}

export const TABS: Tabs = { node: NodeAndPlot, maths: MathsAndPrediction, matrix: MatrixTab, uses: UsesTab, check: CheckTab };

const focusOn = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus();

const inspect = (): void => focusOn(".inspector [role='tabpanel']");

/** What Explore does wherever it is shown: it follows the address, the server and the keyboard. */
export function useExploring(): void {
  useEffect(startAddress, []);
  useEffect(() => startRecovery(retry), []);
  useEffect(checkAtTheEnd, []);
  useEffect(
    () =>
      listen({
        play: () => togglePlay(stage),
        back: () => stage.step(-1),
        forward: () => stage.step(1),
        phaseBack: () => stage.step(-1, "pass"),
        phaseForward: () => stage.step(1, "pass"),
        first: () => stage.move(0),
        last: () => stage.move(stage.length.peek()),
        graph: () => stage.picture.peek()?.focus(),
        table: () => focusOn("#table button"),
        editor: () => focusOn(".cm-content"),
        find: () => focusOn("#find"),
        fit: () => [stage, otherStage].forEach(({ picture }) => picture.peek()?.fit()),
        zoomIn: () => stage.picture.peek()?.zoomBy(1.25),
        zoomOut: () => stage.picture.peek()?.zoomBy(0.8),
        check: checkGradients,
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
        editor={<EditorPanel />}
        graph={<Graphs onInspect={inspect} />}
        inspector={<Inspector stage={stage} tabs={TABS}><Overview /></Inspector>}
        stepper={<Stepper stage={stage} conclusion={conclusion.value} />}
        selected={stage.selected}
      />
      <WhenIdle><Table stage={stage} /></WhenIdle>
    </>
  );
}
