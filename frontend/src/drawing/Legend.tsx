/** The legend, generated from the constants that the drawing uses; the limits of its colours belong to the shown graph. */
import { useSignal } from "@preact/signals";
import { plain } from "../format";
import type { CardKind, Graph } from "../model";
import type { ColourScope, Stage } from "../stepper/stage";
import { GRAPH } from "../text";
import { GRADIENT_MARKS, KINDS, LEVELS, MAGNITUDE_DECADES } from "../vocabulary";
import { limitOf } from "./strips";

export function Legend({ stage }: { stage: Stage }) {
  const open = useSignal(false);
  return (
    <details class="legend" onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>{GRAPH.legend}</summary>
      {open.value && <LegendBody stage={stage} />}
    </details>
  );
}

function LegendBody({ stage }: { stage: Stage }) {
  const graph = stage.graph.value;
  const limits = graph && limitsOf(graph, stage.scope.value, stage.selected.value);
  return (
      <div class="legend-body">
        <ul class="legend-kinds">
          {Object.entries(KINDS).map(([kind, { label, meaning }]) => (
            <li key={kind}>
              <KindSample kind={kind as CardKind} />
              <span><b>{label}</b> {meaning}</span>
            </li>
          ))}
        </ul>
        <ul class="legend-marks">
          {Object.entries(GRADIENT_MARKS).map(([mark, { sample, meaning }]) => (
            <li key={mark}>
              <span class="mark-sample" data-mark={mark}>{sample}</span>
              <span>{meaning}</span>
            </li>
          ))}
        </ul>
        <div class="legend-scales">
          <Scale name="of-value" label={GRAPH.values} limit={limits?.value} />
          <Scale name="of-gradient" label={GRAPH.gradients} limit={limits?.gradient} />
          {!limits && <p>{GRAPH.ownLimits[stage.scope.value]}</p>}
        </div>
        <p class="legend-cells">
          <svg width="36" height="10" aria-hidden="true">
            {MAGNITUDE_DECADES.map((decade, index) => (
              <rect key={decade} class={index < 4 ? "on" : "off"} x={index * 5} width="4" height="9" rx="1" />
            ))}
          </svg>
          <span>{GRAPH.cells}</span>
        </p>
        <p class="legend-edges">
          <svg width="36" height="10" aria-hidden="true"><path class="wire-forward" d="M0 5H28" /><path class="head-forward" d="M27 1l9 4-9 4z" /></svg>
          <span>{GRAPH.forwardEdge}</span>
          <svg width="36" height="10" aria-hidden="true"><path class="wire-backward" d="M8 5H36" /><path class="head-backward" d="M9 1L0 5l9 4z" /></svg>
          <span>{GRAPH.backwardEdge}</span>
          <svg width="36" height="10" aria-hidden="true"><path class="wire-none" d="M0 5H36" /></svg>
          <span>{GRAPH.noGradientEdge}</span>
        </p>
      </div>
  );
}

interface ColourLimits {
  value: number;
  gradient: number;
}

/** The limits of the strips' colours: the graph's, or those of the selected card or its group; null while none is selected. */
function limitsOf(graph: Graph, scope: ColourScope, selected: string | null): ColourLimits | null {
  const node = graph.nodes.find(({ id }) => id === selected);
  if (scope !== "graph" && !node) return null;
  const nodes = scope === "graph" ? graph.nodes : graph.nodes.filter(({ id, group }) => (scope === "card" ? id === selected : group === node?.group));
  return {
    value: Math.max(0, ...nodes.map(({ value }) => limitOf(value))),
    gradient: Math.max(0, ...nodes.flatMap(({ grad }) => (grad ? [limitOf(grad)] : []))),
  };
}

function KindSample({ kind }: { kind: CardKind }) {
  const square = kind === "data" || kind === "parameter";
  const radius = kind === "stub" || kind === "constant" ? 8 : square ? 1 : 5;
  return (
    <svg width="38" height="20" aria-hidden="true" class={`card ${kind}`}>
      <rect class="body" x="2" y="2" width="34" height="16" rx={radius} />
      {kind === "group" && <rect class="inner" x="4.5" y="4.5" width="29" height="11" rx="3" />}
    </svg>
  );
}

function Scale({ name, label, limit }: { name: string; label: string; limit: number | undefined }) {
  const width = 9;
  const cells = Array.from({ length: 2 * LEVELS + 1 }, (_, index) => index - LEVELS);
  return (
    <p class="legend-scale">
      <span>{label}</span>
      <span class="num">{limit === undefined ? "−max" : plain(-limit, 3)}</span>
      <svg viewBox={`0 0 ${cells.length * width} 12`} preserveAspectRatio="none" class={`strip ${name}`} aria-hidden="true">
        <rect class="trough" width={cells.length * width} height="12" />
        {cells.map((step, index) => (
          <path key={step} class={step === 0 ? "zero" : step > 0 ? `p${step}` : `n${-step}`} d={`M${index * width} 0h${width}v12h${-width}z`} />
        ))}
      </svg>
      <span class="num">{limit === undefined ? "+max" : plain(limit, 3)}</span>
    </p>
  );
}
