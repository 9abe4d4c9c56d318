/** The tools over the drawing: zoom, fit, direction, find, and what the cards are coloured by. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { IconButton } from "../shell/IconButton";
import { useDismissal } from "../shell/focus";
import type { ColourBy, ColourScope, Stage } from "../stepper/stage";
import { GRAPH } from "../text";
import { Find } from "./Find";

export function ViewTools({ stage }: { stage: Stage }) {
  const picture = (): typeof stage.picture.value => stage.picture.peek();
  return (
    <div class="graph-tools">
      <Find stage={stage} />
      <IconButton icon="minus" label={GRAPH.zoomOut} onClick={() => picture()?.zoomBy(0.8)} />
      <IconButton icon="plus" label={GRAPH.zoomIn} onClick={() => picture()?.zoomBy(1.25)} />
      <IconButton icon="fit" label={GRAPH.fit} onClick={() => picture()?.fit()} />
      <IconButton icon="turn" label={GRAPH.turn} onClick={() => picture()?.turn()} />
      <Options stage={stage} />
    </div>
  );
}

/** Colours whole cards. Measured by its own largest number every card would be as strong as every other: cards are compared in the graph. */
function colour(stage: Stage, by: ColourBy): void {
  stage.colourBy.value = by;
  if ((by === "value" || by === "gradient") && stage.scope.value === "card") stage.scope.value = "graph";
}

function Options({ stage }: { stage: Stage }) {
  const open = useSignal(false);
  const host = useRef<HTMLDivElement>(null);
  useDismissal(host, () => open.peek(), () => (open.value = false));
  return (
    <div class="options" ref={host}>
      <IconButton icon="palette" label={GRAPH.options} aria-expanded={open.value} onClick={() => (open.value = !open.value)} />
      {open.value && (
        <div class="popover">
          <label>
            {GRAPH.colours}
            <select value={stage.colourBy.value} onChange={(event) => colour(stage, event.currentTarget.value as ColourBy)}>
              {Object.entries(GRAPH.colourBy).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
            </select>
          </label>
          <label>
            {GRAPH.scope}
            <select value={stage.scope.value} onChange={(event) => (stage.scope.value = event.currentTarget.value as ColourScope)}>
              {Object.entries(GRAPH.scopes).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
            </select>
          </label>
          <label class="check-label">
            <input type="checkbox" checked={stage.pathOnly.value} onChange={(event) => (stage.pathOnly.value = event.currentTarget.checked)} />
            {GRAPH.pathOnly}
          </label>
        </div>
      )}
    </div>
  );
}
