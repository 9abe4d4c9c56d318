/** The Explore page: editor, graph and inspector side by side; the stepper and the table below. */
import { useEffect } from "preact/hooks";
import { GraphView } from "../drawing/GraphView";
import { EditorPanel } from "../editor/EditorPanel";
import { Inspector } from "../inspector/Inspector";
import { Stepper } from "../stepper/Stepper";
import { Table } from "../table/Table";
import { evaluate, stage } from "./store";

export function Explore() {
  useEffect(evaluate, []);
  return (
    <>
      <div class="workbench">
        <EditorPanel />
        <GraphView stage={stage} onInspect={() => document.querySelector<HTMLElement>(".inspector [tabindex='0']")?.focus()} />
        <Inspector stage={stage} />
        <Stepper stage={stage} />
      </div>
      <Table stage={stage} />
    </>
  );
}
