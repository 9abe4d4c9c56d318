/** Output and derivative over a scalar leaf, or the output over two; where neither is possible, why. */
import { useSignal } from "@preact/signals";
import * as store from "../program/store";
import { plain } from "../format";
import { isMoved } from "../leaves/beginning";
import { settableLeaves } from "../leaves/leaf";
import { type Graph, type GraphNode, elementCount, onlyElement } from "../model";
import { isCutOff } from "../stepper/cuts";
import { PLOT } from "../text";
import { Contour } from "./Contour";
import { Curves } from "./Curves";

const outputOf = (graph: Graph): GraphNode | undefined => graph.nodes.find(({ id }) => id === graph.output);

/** The leaves that are one number each; an output that is itself a leaf depends on none. */
function scalarLeaves(graph: Graph): GraphNode[] {
  return settableLeaves(graph).filter(({ id, shape }) => elementCount(shape) === 1 && id !== graph.output);
}

export function plottableLeaves(graph: Graph): GraphNode[] {
  return scalarLeaves(graph).filter((leaf) => obstacle(graph, leaf) === null);
}

/** Why the output cannot be drawn over a leaf, in a sentence; null if it can. */
export function obstacle(graph: Graph, leaf: GraphNode): string | null {
  const output = outputOf(graph);
  if (!output || elementCount(output.shape) !== 1) return PLOT.manyOutputs(output?.label ?? "", elementCount(output?.shape ?? []));
  if (isMoved(leaf)) return PLOT.moved(leaf.label);
  const at = onlyElement(leaf.value);
  if (leaf.grad_state === "not_required") return PLOT.isData(leaf.label);
  if (leaf.grad_state !== "computed" && !isCutOff(leaf)) return PLOT.noPath(output.label, leaf.label);
  return at === null || !Number.isFinite(at) ? PLOT.notFinite(leaf.label, plain(at ?? Number.NaN)) : null;
}

export function Plot({ leaf: given }: { leaf?: GraphNode }) {
  const graph = store.stage.graph.value;
  const chosen = useSignal("");
  const second = useSignal("");
  const output = graph && outputOf(graph);
  if (!graph || !output || graph.error) return null; // A program that fails cannot be tried with other values.
  const asked = scalarLeaves(graph).find(({ id, kind }) => (given ? id === given.id : kind === "parameter"));
  const candidates = plottableLeaves(graph);
  const leaf = candidates.find(({ name }) => name === (given?.name ?? chosen.value)) ?? (given ? undefined : candidates[0]);
  if (!leaf?.name) return asked ? <p class="plot-note">{obstacle(graph, asked)}</p> : null;
  const others = candidates.filter(({ name }) => name !== leaf.name);
  const up = others.find(({ name }) => name === second.value);
  return (
    <section class="plot">
      <header>
        <h3>{PLOT.title(output.label, leaf.label, up?.label)}</h3>
        {!given && candidates.length > 1 && (
          <select aria-label={PLOT.leaf} value={leaf.name} onChange={(event) => (chosen.value = event.currentTarget.value)}>
            {candidates.map(({ name }) => <option key={name} value={name ?? ""}>{name}</option>)}
          </select>
        )}
      </header>
      {!up && <Curves key={leaf.name} leaf={leaf} output={output} />}
      {up && <Contour key={`${leaf.name} ${up.name}`} across={leaf} up={up} output={output} />}
      {others.length > 0 && (
        <label class="plot-second">
          {PLOT.contour}
          <select value={up?.name ?? ""} onChange={(event) => (second.value = event.currentTarget.value)}>
            <option value="">{PLOT.none}</option>
            {others.map(({ name }) => <option key={name} value={name ?? ""}>{leaf.name}, {name}</option>)}
          </select>
        </label>
      )}
    </section>
  );
}
