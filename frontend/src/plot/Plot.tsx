/** Output and derivative over the range of a scalar leaf, with the tangent at its present value. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import * as store from "../program/store";
import { plain } from "../format";
import { settableLeaves } from "../leaves/leaf";
import { rangeOf } from "../leaves/ranges";
import { type Graph, type GraphNode, elementCount, onlyElement } from "../model";
import { useSeen } from "../seen";
import { PLOT } from "../text";
import { type Sample, pathOf, scaleOf, tickLabels, ticks } from "./curve";
import { Contour } from "./Contour";
import { emptyCurve, keyOf, sample } from "./sampling";

const SIZE = { width: 320, height: 190, left: 40, right: 10, top: 10, bottom: 24 };
/** The width of a digit beside the axis. */
const CHARACTER = 6;
const PAUSE_MS = 250;

export function plottableLeaves(graph: Graph): GraphNode[] {
  const output = graph.nodes.find(({ id }) => id === graph.output);
  if (!output || onlyElement(output.value) === null) return [];
  return settableLeaves(graph).filter(({ shape, value, grad_state: state }) => elementCount(shape) === 1 && state === "computed" && Number.isFinite(onlyElement(value)));
}

export function Plot({ leaf: given }: { leaf?: GraphNode }) {
  const graph = store.stage.graph.value;
  const candidates = graph ? plottableLeaves(graph) : [];
  const chosen = useSignal("");
  const second = useSignal("");
  const leaf = candidates.find(({ name }) => name === (given?.name ?? chosen.value)) ?? (given ? undefined : candidates[0]);
  const output = graph?.nodes.find(({ id }) => id === graph.output);
  if (!leaf?.name || !output) return null;
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

function Curves({ leaf, output }: { leaf: GraphNode; output: GraphNode }) {
  const curve = useMemo(emptyCurve, []);
  const host = useRef<SVGSVGElement>(null);
  const seen = useSeen(host);
  const at = onlyElement(leaf.value) ?? 0;
  const { min, max } = rangeOf(leaf.name ?? "", at);
  const question = { body: store.program(), leaf: leaf.name ?? "", low: min, high: max };
  const key = keyOf(question);
  useEffect(() => {
    if (!seen.value) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => void sample(question, curve, abort.signal).catch(() => undefined), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, seen.value]);
  const now = { x: at, y: onlyElement(output.value) ?? Number.NaN, slope: onlyElement(leaf.grad) ?? 0 };
  return <Picture host={host} samples={curve.value.samples} now={now} low={min} high={max} leaf={leaf.label} output={output.label} />;
}

interface PictureProps {
  host: RefObject<SVGSVGElement | null>;
  samples: Sample[];
  now: Sample;
  low: number;
  high: number;
  leaf: string;
  output: string;
}

function Picture({ host, samples, now, low, high, leaf, output }: PictureProps) {
  const { width, height, right, top, bottom } = SIZE;
  const values = scaleOf(samples.map(({ y }) => y), [now.y]);
  const [across, up] = [ticks({ low, high }, 5), ticks(values, 4)];
  const [acrossLabels, upLabels] = [tickLabels(across), tickLabels(up)];
  const left = Math.max(SIZE.left, 12 + CHARACTER * Math.max(0, ...upLabels.map(({ length }) => length)));
  const x = (value: number): number => left + ((value - low) / (high - low)) * (width - left - right);
  const y = (value: number): number => height - bottom - ((value - values.low) / (values.high - values.low)) * (height - top - bottom);
  const known = Number.isFinite(now.y) && Number.isFinite(now.slope);
  const tangent = [low, high].map((place) => ({ x: place, y: now.y + now.slope * (place - now.x) }));
  const slopes = samples.map(({ x: place, slope }) => ({ x: place, y: slope }));
  const spoken = PLOT.spoken(output, leaf, plain(now.x), plain(now.y), plain(now.slope));
  return (
    <>
      <svg ref={host} class="plot-picture" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={spoken}>
        <clipPath id={`plot-${leaf}`}><rect x={left} y={top} width={width - left - right} height={height - top - bottom} /></clipPath>
        {up.map((tick, index) => (
          <g key={tick}><path class={tick === 0 ? "axis" : "rule"} d={`M${left} ${y(tick)}H${width - right}`} /><text x={left - 6} y={y(tick) + 3.5} text-anchor="end">{upLabels[index]}</text></g>
        ))}
        {across.map((tick, index) => (
          <g key={tick}><path class={tick === 0 ? "axis" : "rule"} d={`M${x(tick)} ${top}V${height - bottom}`} /><text x={x(tick)} y={height - bottom + 15} text-anchor="middle">{acrossLabels[index]}</text></g>
        ))}
        <g clip-path={`url(#plot-${leaf})`}>
          <path class="curve-slope" d={pathOf(slopes, x, y, height)} />
          <path class="curve" d={pathOf(samples, x, y, height)} />
          {known && <path class="tangent" d={`M${x(low)} ${y(tangent[0]?.y ?? 0)}L${x(high)} ${y(tangent[1]?.y ?? 0)}`} />}
        </g>
        {known && <circle class="point" cx={x(now.x)} cy={Math.max(top, Math.min(height - bottom, y(now.y)))} r="4.5" />}
      </svg>
      <p class="plot-key"><span class="key-curve">{output}</span><span class="key-tangent">{PLOT.tangent} <span class="num">{plain(now.slope)}</span></span><span class="key-slope">{PLOT.derivative}</span></p>
    </>
  );
}
