/** The output over one leaf with the tangent at the present place; below it, on an axis of its own, the derivative. */
import { useComputed } from "@preact/signals";
import { useId, useMemo, useRef } from "preact/hooks";
import * as store from "../program/store";
import { shareOf } from "../between";
import { plain } from "../format";
import { clip as cut } from "../drawing/svg";
import { rangeOf } from "../leaves/ranges";
import { type GraphNode, onlyElement } from "../model";
import { useSeen } from "../seen";
import { NotLoaded } from "../shell/NotLoaded";
import { gradientIsWhole } from "../stepper/stage";
import { PLOT } from "../text";
import { AcrossAxis, UpAxis, marginFor } from "./Axes";
import { useAsked } from "./asking";
import { type Scale, pathOf, scaleOfPoints } from "./curve";
import { jumps, kinks } from "./refine";
import { emptyCurve, keyOf, sample } from "./sampling";

const SIZE = { width: 320, height: 262, right: 10 };
/** Where the curve and the derivative stand. */
const [CURVE, SLOPE] = [{ top: 8, bottom: 148 }, { top: 170, bottom: 238 }];
/** From this share of joints on that are none, the picture does not show how the curve runs. */
const ROUGH = 0.15;
/** Characters of a name inside the picture. */
const NAME = 16;

export function Curves({ leaf, output }: { leaf: GraphNode; output: GraphNode }) {
  const curve = useMemo(emptyCurve, []);
  const host = useRef<SVGSVGElement>(null);
  const clip = useId();
  const seen = useSeen(host);
  const now = { x: onlyElement(leaf.value) ?? 0, y: onlyElement(output.value) ?? Number.NaN, slope: onlyElement(leaf.grad) ?? Number.NaN };
  const { min: low, max: high } = rangeOf(leaf.name ?? "", now.x);
  const question = { body: store.shownProgram(), leaf: leaf.name ?? "", low, high };
  const key = keyOf(question);
  const asked = useRef(key);
  asked.current = key;
  const { failure, again } = useAsked(key, seen.value, (abort) => sample(question, curve, abort, () => asked.current === key));

  const cuts = useComputed(() => ({ jumps: jumps(curve.value.samples), kinks: kinks(curve.value.samples) })).value;
  const { of, short } = curve.value;
  // While another leaf is dragged the last curve stays until the next is here; that of another text or range would mislead.
  const samples = of?.body.source === question.body.source && of.low === low && of.high === high ? curve.value.samples : [];
  const slopes = samples.map(({ x: place, y: value, slope }) => ({ x: place, y: Number.isFinite(value) ? slope : Number.NaN }));
  const values = scaleOfPoints(samples, [now.y]);
  const steepness = scaleOfPoints(slopes, [now.slope]);

  if (failure && samples.length === 0) return <NotLoaded words={PLOT.notLoaded(failure)} again={again} />;
  const left = marginFor([values, 4], [steepness, 2]);
  const right = SIZE.width - SIZE.right;
  const x = (value: number): number => left + shareOf(value, low, high) * (right - left);
  const up = ({ top, bottom }: typeof CURVE, scale: Scale) => (value: number): number => bottom - shareOf(value, scale.low, scale.high) * (bottom - top);
  const [y, slopeY] = [up(CURVE, values), up(SLOPE, steepness)];
  const defined = Number.isFinite(now.y) && Number.isFinite(now.slope);
  // Before the gradient has arrived, the picture does not tell it either.
  const known = defined && gradientIsWhole(store.stage, leaf);
  const tangent = [low, high].map((place) => ({ x: place, y: now.y + now.slope * (place - now.x) }));
  const old = curve.value.key !== key ? "old" : "";
  const notes = [!defined && PLOT.noTangent(leaf.label), short && PLOT.short, cuts.jumps.size > ROUGH * samples.length && PLOT.rough].filter((note) => note !== false);
  return (
    <>
      <p class="plot-key">
        <span class="key-curve">{output.label}</span>
        {known && <span class="key-tangent">{PLOT.tangent} <span class="num">{plain(now.slope)}</span></span>}
        <span class="key-slope">{PLOT.derivative}</span>
      </p>
      <svg ref={host} class="plot-picture" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={PLOT.spoken(output.label, leaf.label, plain(now.x), plain(now.y), known ? plain(now.slope) : null)}>
        {[CURVE, SLOPE].map(({ top, bottom }, index) => (
          <clipPath key={index} id={`${clip}-${index}`}><rect x={left} y={top} width={right - left} height={bottom - top} /></clipPath>
        ))}
        <UpAxis scale={values} about={4} y={y} from={left} to={right} />
        <UpAxis scale={steepness} about={2} y={slopeY} from={left} to={right} />
        <AcrossAxis scale={{ low, high }} x={x} from={CURVE.top} to={SLOPE.bottom} width={SIZE.width} />
        <g clip-path={`url(#${clip}-0)`} class={old}>
          <path class="curve" d={pathOf(samples, x, y, SIZE.height, (index) => cuts.jumps.has(index))} />
          {known && <path class="tangent" d={pathOf(tangent, x, y, 100 * SIZE.height)} />}
        </g>
        <g clip-path={`url(#${clip}-1)`} class={old}>
          <path class="curve-slope" d={pathOf(slopes, x, slopeY, SIZE.height, (index) => cuts.jumps.has(index) || cuts.kinks.has(index))} />
        </g>
        <text class="panel-name" x={left + 4} y={SLOPE.top - 5}>{PLOT.slope(cut(output.label, NAME), cut(leaf.label, NAME))}</text>
        {known && <circle class="point" cx={x(now.x)} cy={y(now.y)} r="4.5" />}
        {known && <circle class="point slope" cx={x(now.x)} cy={slopeY(now.slope)} r="3.5" />}
      </svg>
      {failure && <NotLoaded words={PLOT.notLoaded(failure)} again={again} />}
      {notes.map((note) => <p key={note} class="plot-note">{note}</p>)}
    </>
  );
}
