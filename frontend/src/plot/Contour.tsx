/** The output over the ranges of two scalar leaves, as contour lines, with the gradient as an arrow at the present place. */
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import * as store from "../program/store";
import { shareOf } from "../between";
import { plain } from "../format";
import { rangeOf } from "../leaves/ranges";
import { type GraphNode, onlyElement } from "../model";
import { useSeen } from "../seen";
import { NotLoaded } from "../shell/NotLoaded";
import { withheldBy } from "../stepper/cuts";
import { gradientIsWhole } from "../stepper/stage";
import { PLOT } from "../text";
import { AcrossAxis, AxisNames, UpAxis, marginFor } from "./Axes";
import { useAsked } from "./asking";
import { type Surface, arrow, bandPath, isConstant, isoline, labelPlaces, levels, minimum, refined } from "./contour";
import { sampleSurface, without } from "./sampling";

const SIZE = { width: 320, height: 250, right: 10, top: 10, bottom: 24 };
const LINES = 9;
const ARROW = 38;

export function Contour({ across, up, output }: { across: GraphNode; up: GraphNode; output: GraphNode }) {
  const host = useRef<SVGSVGElement>(null);
  const seen = useSeen(host);
  const found = useSignal<{ key: string; surface: Surface } | null>(null);
  const at = { x: onlyElement(across.value) ?? 0, y: onlyElement(up.value) ?? 0 };
  const names = [across.name ?? "", up.name ?? ""];
  const [horizontal, vertical] = [rangeOf(names[0] ?? "", at.x), rangeOf(names[1] ?? "", at.y)];
  const body = store.shownProgram();
  const key = JSON.stringify([without(body, names), names, horizontal, vertical]);
  const { failure, again } = useAsked(key, seen.value, async (abort) => {
    found.value = { key, surface: await sampleSurface(body, { leaf: names[0] ?? "", ...horizontal }, { leaf: names[1] ?? "", ...vertical }, abort) };
  });

  if (failure && !found.value) return <NotLoaded words={PLOT.notLoaded(failure)} again={again} />;
  const { width, height, top } = SIZE;
  const [wide, tall] = [{ low: horizontal.min, high: horizontal.max }, { low: vertical.min, high: vertical.max }];
  const [left, right, bottom] = [marginFor([tall, 4]), width - SIZE.right, height - SIZE.bottom];
  const x = (value: number): number => left + shareOf(value, wide.low, wide.high) * (right - left);
  const y = (value: number): number => bottom - shareOf(value, tall.low, tall.high) * (bottom - top);
  const slope = { x: onlyElement(across.grad) ?? 0, y: onlyElement(up.grad) ?? 0 };
  const graph = store.stage.graph.value;
  // Where a path is cut, the gradient does not say where the output rises.
  const isRising = (leaf: GraphNode): boolean => leaf.grad_state === "computed" && graph !== null && !withheldBy(graph, leaf);
  const known = [across, up].every((leaf) => isRising(leaf) && gradientIsWhole(store.stage, leaf));
  const steepest = known ? arrow(slope, (wide.high - wide.low) / (right - left), (tall.high - tall.low) / (bottom - top)) : null;
  const surface = found.value?.surface;
  const fine = useMemo(() => (surface ? refined(surface) : null), [surface]);
  const traced = useMemo(() => (surface && fine ? levels(surface.rows, LINES).map((level) => ({ level, pieces: isoline(fine, level) })) : []), [fine]);
  const edges = [-Infinity, ...traced.map(({ level }) => level), Infinity];
  const bands = useMemo(
    () => (fine ? edges.slice(1).map((to, index) => bandPath(fine, edges[index] ?? 0, to, x, y)) : []),
    [fine, left, horizontal.min, horizontal.max, vertical.min, vertical.max],
  );
  const lowest = fine && !isConstant(fine.rows) ? minimum(fine) : null;
  const lines = traced.map(({ level, pieces }) => ({ level, pieces: pieces.map((piece) => piece.map((point) => ({ x: x(point.x), y: y(point.y) }))) }));
  const labelled = lines.filter((_, index) => index % 3 === 1);
  const middles = labelPlaces(labelled.map(({ pieces }) => pieces), { left: left + 16, right: right - 16, top: top + 8, bottom: bottom - 8 }, { x: x(at.x), y: y(at.y) });
  return (
    <>
      {steepest !== null && <p class="plot-key"><span class="key-tangent">{PLOT.steepest}; {PLOT.gradient} <span class="num">({plain(slope.x)}, {plain(slope.y)})</span></span></p>}
      <svg ref={host} class="plot-picture" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={PLOT.spokenContour(output.label, across.label, up.label, known ? [plain(slope.x), plain(slope.y)] : null)}>
        <UpAxis scale={tall} about={4} y={y} from={left} to={right} />
        <AcrossAxis scale={wide} x={x} from={top} to={bottom} width={width} />
        <g class={found.value?.key === key ? "" : "old"}>
          {bands.map((d, index) => <path key={index} class="band" style={{ opacity: String((0.5 * index) / bands.length) }} d={d} />)}
          {lines.map(({ level, pieces }, index) => (
            <path key={level} class="isoline" style={{ opacity: String(0.3 + (0.7 * (index + 1)) / LINES) }} d={pieces.map((piece) => piece.map((point, end) => `${end ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join("")).join("")}>
              <title>{`${output.label} = ${plain(level)}`}</title>
            </path>
          ))}
          {labelled.map(({ level }, index) => {
            const place = middles[index];
            return place && <text key={level} class="level" x={place.x} y={place.y + 3} text-anchor="middle">{plain(level, 2)}</text>;
          })}
        </g>
        {lowest && (
          <g class="minimum" transform={`translate(${x(lowest.x)} ${y(lowest.y)})`}>
            <path d="M-4 -4L4 4M-4 4L4 -4" />
            <text class="level" y="-7" text-anchor="middle">{PLOT.minimum(plain(lowest.value, 3))}</text>
          </g>
        )}
        <AxisNames across={across.label} up={up.label} left={left} right={right} top={top} bottom={bottom} />
        {steepest !== null && (
          <g class="gradient-arrow" transform={`translate(${x(at.x)} ${y(at.y)}) rotate(${steepest})`}>
            <path d={`M0 0H${ARROW - 6}`} />
            <path class="tip" d={`M${ARROW} 0l-9 -4.5v9z`} />
          </g>
        )}
        <circle class="point" cx={x(at.x)} cy={y(at.y)} r="4.5" />
      </svg>
      {failure && <NotLoaded words={PLOT.notLoaded(failure)} again={again} />}
      {surface && isConstant(surface.rows) && <p class="plot-note">{PLOT.constant(output.label)}</p>}
      {surface?.short && <p class="plot-note">{PLOT.short}</p>}
    </>
  );
}
