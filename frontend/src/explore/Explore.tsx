/** The Explore page: editor, graph and inspector side by side; the stepper and the table below. */
import { useEffect } from "preact/hooks";
import { GraphView } from "../drawing/GraphView";
import { EditorPanel } from "../editor/EditorPanel";
import { Inspector } from "../inspector/Inspector";
import { Stepper } from "../stepper/Stepper";
import { Table } from "../table/Table";
import { CheckTab } from "../inspector/CheckTab";
import type { TabProps, Tabs } from "../inspector/Inspector";
import { MathsTab } from "../inspector/MathsTab";
import { MatrixTab } from "../inspector/MatrixTab";
import { NodeTab } from "../inspector/NodeTab";
import { Predict } from "../inspector/Predict";
import { UsesTab } from "../inspector/UsesTab";
import { conclusion } from "./check";
import { evaluate, stage } from "./store";

/** The rule of a node; for a leaf the question what a small change would do. */
function MathsAndPrediction(props: TabProps) {
  return (
    <>
      <MathsTab {...props} />
      <Predict key={props.node.id} leaf={props.node} />
    </>
  );
}

const TABS: Tabs = { node: NodeTab, maths: MathsAndPrediction, matrix: MatrixTab, uses: UsesTab, check: CheckTab };

export function Explore() {
  useEffect(evaluate, []);
  return (
    <>
      <div class="workbench">
        <EditorPanel />
        <GraphView stage={stage} onInspect={() => document.querySelector<HTMLElement>(".inspector [tabindex='0']")?.focus()} />
        <Inspector stage={stage} tabs={TABS} />
        <Stepper stage={stage} conclusion={conclusion.value} />
      </div>
      <Table stage={stage} />
    </>
  );
}
