/** One operation as a curve over one of its inputs, with the elements that the graph has on it, and the slope at the first. */
import { useMemo, useRef } from "preact/hooks";
import { shareOf } from "../between";
import { plain } from "../format";
import { rangeAround } from "../leaves/leaf";
import { useSeen } from "../seen";
import { PLOT } from "../text";
import { AcrossAxis, AxisNames, UpAxis, marginFor } from "./Axes";
import { useAsked } from "./asking";
import { pathOf, scaleOfPoints } from "./curve";
import type { LocalFunction } from "./local";
import { jumps } from "./refine";
import { emptyCurve, keyOf, sample } from "./sampling";

const SIZE = { width: 320, height: 180, right: 10, top: 8, bottom: 24 };

interface Props {
  of: LocalFunction;
  /** The derivative at the first place. */
  slope: number | null;
  input: string;
  output: string;
}

export function LocalCurve({ of, slope, input, output }: Props) {
  const host = useRef<SVGSVGElement>(null);
  const curve = useMemo(emptyCurve, [of.source]);
  const seen = useSeen(host);
  const known = of.places.flatMap((x, index) => (Number.isFinite(x) && Number.isFinite(of.values[index]) ? [{ x, y: of.values[index] as number }] : []));
  const { min: low, max: high } = rangeAround(Math.max(...known.map(({ x }) => Math.abs(x)), 0));
  const question = { body: { source: of.source }, leaf: "x", low, high };
  const { failure } = useAsked(keyOf(question), seen.value, (abort) => sample(question, curve, abort));
  const { samples } = curve.value;
  if (failure) return null; // The numbers above say it, too.
  const values = scaleOfPoints(samples, known.map(({ y }) => y));
  const [left, right, bottom] = [marginFor([values, 4]), SIZE.width - SIZE.right, SIZE.height - SIZE.bottom];
  const x = (value: number): number => left + shareOf(value, low, high) * (right - left);
  const y = (value: number): number => bottom - shareOf(value, values.low, values.high) * (bottom - SIZE.top);
  const cut = jumps(samples);
  const [first] = known;
  const tangent = first && slope !== null && Number.isFinite(slope) ? [low, high].map((place) => ({ x: place, y: first.y + slope * (place - first.x) })) : [];
  return (
    <svg ref={host} class="plot-picture" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={PLOT.spokenLocal(output, input, slope === null ? null : plain(slope))}>
      <UpAxis scale={values} about={4} y={y} from={left} to={right} />
      <AcrossAxis scale={{ low, high }} x={x} from={SIZE.top} to={bottom} width={SIZE.width} />
      <path class="curve" d={pathOf(samples, x, y, SIZE.height, (index) => cut.has(index))} />
      <path class="tangent" d={pathOf(tangent, x, y, SIZE.height)} />
      {known.map((point, index) => <circle key={index} class="point" cx={x(point.x)} cy={y(point.y)} r={index === 0 ? 4.5 : 2.5} />)}
      <AxisNames across={input} up={output} left={left} right={right} top={SIZE.top} bottom={bottom} />
    </svg>
  );
}
