/** What can be done with a graph that is not drawn: fold it, read its table, take it away. */
import { useSignal } from "@preact/signals";
import { stage } from "../program/store";
import { focusOn } from "../shell/focus";
import { place } from "../shell/router";
import { goTo } from "../shell/Workbench";
import { EXPORT, GRAPH } from "../text";
import { type Export, exportAs, whyNot } from "./exports";

const KINDS: Export[] = ["json", "csv", "dot"];

const goToTable = (): void => goTo("table", () => focusOn("#table tbody button"));

export function WayOut() {
  const note = useSignal("");
  const graph = stage.outline.value;
  if (!graph) return null;
  const groups = graph.groups.map(({ path }) => path);
  const folded = groups.every((path) => graph.drawing.collapsed.includes(path));
  return (
    <p>
      {!folded && <button type="button" onClick={() => (stage.collapsed.value = groups)}>{GRAPH.foldAll}</button>}
      {place.value !== "embed" && <button type="button" onClick={goToTable}>{GRAPH.toTable}</button>}
      {KINDS.map((kind) => <button key={kind} type="button" onClick={() => void exportAs(kind).then(() => (note.value = ""), (error: unknown) => (note.value = whyNot(error)))}>{EXPORT[kind]}</button>)}
      <span class="note" role="status">{note.value}</span>
    </p>
  );
}
