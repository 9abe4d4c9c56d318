/** The output over the ranges of two scalar leaves, as contour lines, with the gradient as an arrow at the present place. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import * as store from "../program/store";
import { plain } from "../format";
import { rangeOf } from "../leaves/ranges";
import { type GraphNode, onlyElement } from "../model";
import { useSeen } from "../seen";
import { PLOT } from "../text";
import { type Surface, isoline, levels } from "./contour";
import { ticks } from "./curve";
import { sampleSurface, without } from "./sampling";

const SIZE = { width: 320, height: 250, left: 40, right: 10, top: 10, bottom: 24 };
const LINES = 9;
const ARROW = 38;
const PAUSE_MS = 400;

export function Contour({ across, up, output }: { across: GraphNode; up: GraphNode; output: GraphNode }) {
  const at = { x: onlyElement(across.value) ?? 0, y: onlyElement(up.value) ?? 0 };
  const host = useRef<SVGSVGElement>(null);
  const seen = useSeen(host);
  const surface = useSignal<Surface | null>(null);
  const [horizontal, vertical] = [rangeOf(across.name ?? "", at.x), rangeOf(up.name ?? "", at.y)];
  const body = store.program();
  const names = [across.name ?? "", up.name ?? ""];
  useEffect(() => {
    if (!seen.value) return undefined;
    const abort = new AbortController();
    const fill = async (): Promise<void> => {
      surface.value = await sampleSurface(body, { leaf: names[0] ?? "", ...horizontal }, { leaf: names[1] ?? "", ...vertical }, abort.signal);
    };
    const timer = setTimeout(() => void fill().catch(() => undefined), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [JSON.stringify([without(body, names), names, horizontal, vertical]), seen.value]);

  const { width, height, left, right, top, bottom } = SIZE;
  const x = (value: number): number => left + ((value - horizontal.min) / (horizontal.max - horizontal.min)) * (width - left - right);
  const y = (value: number): number => height - bottom - ((value - vertical.min) / (vertical.max - vertical.min)) * (height - top - bottom);
  const slope = { x: onlyElement(across.grad) ?? 0, y: onlyElement(up.grad) ?? 0 };
  const length = Math.hypot(slope.x, slope.y);
  const [dx, dy] = length > 0 && Number.isFinite(length) ? [(slope.x / length) * ARROW, (-slope.y / length) * ARROW] : [0, 0];
  const angle = (Math.atan2(dy, dx) * 180) / Math.PI;
  const lines = surface.value ? levels(surface.value.rows, LINES).map((level) => ({ level, pieces: isoline(surface.value as Surface, level) })) : [];
  return (
    <svg ref={host} class="plot-picture" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={PLOT.spokenContour(output.label, across.label, up.label, plain(slope.x), plain(slope.y))}>
      {ticks({ low: vertical.min, high: vertical.max }, 4).map((tick) => (
        <g key={tick}><path class={tick === 0 ? "axis" : "rule"} d={`M${left} ${y(tick)}H${width - right}`} /><text x={left - 6} y={y(tick) + 3.5} text-anchor="end">{plain(tick, 3)}</text></g>
      ))}
      {ticks({ low: horizontal.min, high: horizontal.max }, 5).map((tick) => (
        <g key={tick}><path class={tick === 0 ? "axis" : "rule"} d={`M${x(tick)} ${top}V${height - bottom}`} /><text x={x(tick)} y={height - bottom + 15} text-anchor="middle">{plain(tick, 3)}</text></g>
      ))}
      {lines.map(({ level, pieces }, index) => (
        <path key={level} class="isoline" style={{ opacity: String(0.3 + (0.7 * (index + 1)) / LINES) }} d={pieces.map((piece) => piece.map((point, end) => `${end ? "L" : "M"}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join("")).join("")}>
          <title>{`${output.label} = ${plain(level)}`}</title>
        </path>
      ))}
      {length > 0 && (
        <g class="gradient-arrow" transform={`translate(${x(at.x)} ${y(at.y)}) rotate(${angle})`}>
          <path d={`M0 0H${ARROW - 6}`} />
          <path class="tip" d={`M${ARROW} 0l-9 -4.5v9z`} />
        </g>
      )}
      <circle class="point" cx={x(at.x)} cy={y(at.y)} r="4.5" />
    </svg>
  );
}
