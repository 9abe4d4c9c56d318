/**
 * The output over one leaf with the tangent at the present place; below it, on an axis of its own, the derivative. Where
 * the gradient is not the slope of the curve, because a path was cut, it is not called so.
 */
import { useComputed, useSignal } from "@preact/signals";
import { useId, useMemo, useRef } from "preact/hooks";
import * as store from "../program/store";
import { shareOf } from "../between";
import { plain } from "../format";
import { clip as cut } from "../drawing/svg";
import { inShape } from "../leaves/leaf";
import { rangeOf } from "../leaves/ranges";
import { type GraphNode, onlyElement } from "../model";
import { useSeen } from "../seen";
import { NotLoaded } from "../shell/NotLoaded";
import { isCutOff, noPathWords } from "../stepper/cuts";
import { gradientIsWhole } from "../stepper/stage";
import { PLOT } from "../text";
import { sentence } from "../text/sentence";
import { AcrossAxis, AxisNames, UpAxis, marginFor } from "./Axes";
import { useAsked } from "./asking";
import { type Trail, Descent, trailOf } from "./Descent";
import { type Scale, onStep, pathOf, readAt, scaleOfPoints } from "./curve";
import { jumps, kinks } from "./refine";
import { contradicts, drawable, slopeAt } from "./slopes";
import { emptyCurve, keyOf, sample } from "./sampling";

const SIZE = { width: 320, height: 262, right: 10 };
/** Where the curve and the derivative stand. */
const [CURVE, SLOPE] = [{ top: 8, bottom: 148 }, { top: 170, bottom: 238 }];
/** From this share of joints on that are none, the picture does not show how the curve runs. */
const ROUGH = 0.15;
/** From this relative error on, two digits of a measured slope say enough. */
const UNSURE = 1e-3;
/** Characters of a name inside the picture. */
const NAME = 16;

export function Curves({ leaf, output }: { leaf: GraphNode; output: GraphNode }) {
  const curve = useMemo(emptyCurve, []);
  const host = useRef<SVGSVGElement>(null);
  const clip = useId();
  const seen = useSeen(host);
  const pointed = useSignal<number | null>(null);
  const trail = useSignal<Trail | null>(null);
  const now = { x: onlyElement(leaf.value) ?? 0, y: onlyElement(output.value) ?? Number.NaN, slope: onlyElement(leaf.grad) ?? Number.NaN };
  const range = rangeOf(leaf.name ?? "", now.x);
  const { min: low, max: high } = range;
  const question = { body: store.shownProgram(), leaf: leaf.name ?? "", low, high };
  const key = keyOf(question);
  const asked = useRef(key);
  asked.current = key;
  const { failure, again } = useAsked(key, seen.value, (abort) => sample(question, curve, abort, () => asked.current === key));

  const cuts = useComputed(() => {
    const drawn = drawable(curve.value.samples);
    const wrong = drawn.filter(({ slope }, index) => !Object.is(slope, curve.value.samples[index]?.slope)).length;
    return { drawn, jumps: jumps(drawn), kinks: kinks(curve.value.samples), wrong };
  }).value;
  const { of, short, samples: sampled } = curve.value;
  // While another leaf is dragged the last curve stays until the next is here; that of another text or range would mislead.
  const samples = of?.body.source === question.body.source && of.low === low && of.high === high ? cuts.drawn : [];
  const cutOff = isCutOff(leaf);
  const slopes = (samples.length > 0 && !cutOff ? sampled : []).map(({ x: place, y: value, slope }) => ({ x: place, y: Number.isFinite(value) ? slope : Number.NaN }));
  const values = scaleOfPoints(samples, [now.y]);
  const steepness = scaleOfPoints(slopes, [now.slope]);

  if (failure && samples.length === 0) return <NotLoaded words={PLOT.notLoaded(failure)} again={again} />;
  const left = marginFor([values, 4], ...(cutOff ? [] : [[steepness, 2] as [Scale, number]]));
  const right = SIZE.width - SIZE.right;
  const x = (value: number): number => left + shareOf(value, low, high) * (right - left);
  const up = ({ top, bottom }: typeof CURVE, scale: Scale) => (value: number): number => bottom - shareOf(value, scale.low, scale.high) * (bottom - top);
  const [y, slopeY] = [up(CURVE, values), up(SLOPE, steepness)];
  const defined = Number.isFinite(now.y) && Number.isFinite(now.slope);
  // Before the gradient has arrived, the picture does not tell it either.
  const known = defined && gradientIsWhole(store.stage, leaf);
  const tangent = [low, high].map((place) => ({ x: place, y: now.y + now.slope * (place - now.x) }));
  const old = curve.value.key !== key ? "old" : "";
  const rough = cuts.jumps.size > ROUGH * samples.length;
  const own = known && !old && !rough ? slopeAt(samples, now) : null;
  const measured = own && contradicts(own, now.slope) ? plain(own.value, own.error > UNSURE * Math.abs(own.value) ? 2 : 4) : "";
  const isSlope = measured === "" && cuts.wrong <= ROUGH * samples.length;
  const names = [cut(output.label, NAME), cut(leaf.label, NAME)] as const;
  const panels = cutOff ? [CURVE] : [CURVE, SLOPE];
  const floor = panels.at(-1)?.bottom ?? 0;
  const height = SIZE.height - SLOPE.bottom + floor;
  const graph = store.stage.graph.value;
  const source = store.shownText.value;
  const spots = trailOf(trail, source, now.x);
  const held = !store.stage.stale.value;
  const placeOf = (event: PointerEvent): number | null => {
    const box = host.current?.getBoundingClientRect();
    if (!box || box.width === 0) return null;
    return low + (((event.clientX - box.left) * SIZE.width) / box.width - left) * ((high - low) / (right - left));
  };
  const follow = (event: PointerEvent): void => {
    const place = placeOf(event);
    pointed.value = place !== null && place >= low && place <= high ? place : null;
    if (place !== null && held && host.current?.hasPointerCapture(event.pointerId)) store.setLeaf(leaf.name ?? "", inShape(leaf.shape, onStep(place, range)));
  };
  const grasp = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    host.current?.setPointerCapture(event.pointerId);
    follow(event);
  };
  const reading = pointed.value === null ? null : readAt(samples, pointed.value, (index) => cuts.jumps.has(index));
  const notes = [cutOff && graph !== null && sentence(noPathWords(graph, leaf)), !cutOff && !defined && PLOT.noTangent(leaf.label), short && PLOT.short, rough && PLOT.rough].filter((note) => note !== false);
  return (
    <>
      <p class="plot-key">
        <span class="key-curve">{output.label}</span>
        {known && <span class="key-tangent">{measured ? PLOT.otherLine : PLOT.tangent} <span class="num">{plain(now.slope)}</span>{measured && PLOT.ownSlope(measured)}</span>}
        {!cutOff && <span class="key-slope">{isSlope ? PLOT.derivative : PLOT.gradient}</span>}
      </p>
      <svg ref={host} class="plot-picture held" onPointerDown={grasp} onPointerMove={follow} onPointerLeave={() => (pointed.value = null)} viewBox={`0 0 ${SIZE.width} ${height}`} role="img" aria-label={PLOT.spoken(output.label, leaf.label, plain(now.x), plain(now.y), known ? plain(now.slope) : null, measured)}>
        {panels.map(({ top, bottom }, index) => (
          <clipPath key={index} id={`${clip}-${index}`}><rect x={left} y={top} width={right - left} height={bottom - top} /></clipPath>
        ))}
        <UpAxis scale={values} about={4} y={y} from={left} to={right} />
        {!cutOff && <UpAxis scale={steepness} about={2} y={slopeY} from={left} to={right} />}
        <AcrossAxis scale={{ low, high }} x={x} from={CURVE.top} to={floor} width={SIZE.width} />
        <g clip-path={`url(#${clip}-0)`} class={old}>
          <path class="curve" d={pathOf(samples, x, y, SIZE.height, (index) => cuts.jumps.has(index))} />
          {known && <path class="tangent" d={pathOf(tangent, x, y, 100 * SIZE.height)} />}
          {spots.length > 0 && <path class="trail" d={pathOf([...spots, now], x, y, SIZE.height)} />}
          {spots.map((spot, index) => <circle key={index} class="trail-spot" cx={x(spot.x)} cy={y(spot.y)} r="2.5" />)}
          {reading !== null && pointed.value !== null && (
            <g class="crosshair">
              <path d={`M${x(pointed.value)} ${CURVE.top}V${CURVE.bottom}`} />
              <circle cx={x(pointed.value)} cy={y(reading)} r="3" />
            </g>
          )}
        </g>
        {!cutOff && (
          <>
            <g clip-path={`url(#${clip}-1)`} class={old}>
              <path class="curve-slope" d={pathOf(slopes, x, slopeY, SIZE.height, (index) => cuts.jumps.has(index) || cuts.kinks.has(index))} />
            </g>
            <text class="panel-name" x={left + 4} y={SLOPE.top - 5}>{isSlope ? PLOT.slope(...names) : PLOT.gradientOf(...names)}</text>
          </>
        )}
        <AxisNames across={leaf.label} up={output.label} left={left} right={right} top={CURVE.top} bottom={floor} />
        {(known || (cutOff && Number.isFinite(now.y))) && <circle class="point" cx={x(now.x)} cy={y(now.y)} r="4.5" />}
        {known && <circle class="point slope" cx={x(now.x)} cy={slopeY(now.slope)} r="3.5" />}
      </svg>
      <p class="plot-reading num">{pointed.value === null ? PLOT.drag(leaf.label) : PLOT.reading(leaf.label, plain(pointed.value, 3), output.label, reading === null ? null : plain(reading))}</p>
      {known && <Descent leaf={leaf} now={now} trail={trail} />}
      {failure && <NotLoaded words={PLOT.notLoaded(failure)} again={again} />}
      {notes.map((note) => <p key={note} class="plot-note">{note}</p>)}
    </>
  );
}
