/** For a linear regression: the loss over two of its parameters, and the path that training has taken over it. */
import { computed, effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { plain } from "../format";
import { isDark } from "../theme";
import { channels, colour } from "./charts/colours";
import { type Colour, type Frame, mixed, paintField, paintPath, strokeContour } from "./charts/scene";
import { throttle } from "../throttle";
import { evaluation, table, column } from "./insight";
import { type Paraboloid, extent, lossOver, minimum, paraboloid, standardised } from "./landscape";
import { type Place, path } from "./path";
import { run, step } from "./store";
import { TRAIN } from "./text";

const RESOLUTION = 48;
const LEVELS = 9;

interface Scene {
  form: Paraboloid;
  names: [string, string];
  places: { step: number; u: number; v: number }[];
  here: { u: number; v: number } | null;
  /** Where the loss is smallest, with every other parameter as it is at the shown step. */
  best: [number, number] | null;
  u: [number, number];
  v: [number, number];
  fixed: string;
}

/** Two axes among the parameters: both weights of two features, or weight and bias of one. */
const scene = computed((): Scene | null => {
  const open = run.value;
  const rows = table.value;
  const trained = evaluation.value?.train.places;
  if (!open || !rows || !trained || path.value.size === 0) return null;
  const { config, dataset } = open.session.value;
  const features = config.features.length ? config.features : dataset.features;
  const columns = features.map((name) => {
    const raw = column(rows, name, []);
    return config.standardise ? standardised(raw) : raw;
  });
  const targets = column(rows, dataset.target, []);
  const points = [...path.value.values()];
  const now = points.findLast((point) => point.step <= step.value) ?? (points[0] as Place);
  const [p, q] = columns;
  const form = paraboloid(trained.map((place) => [p?.[place] ?? 0, q ? (q[place] ?? 0) : 1, (q ? now.bias : 0) - (targets[place] ?? 0)]));
  const pair = (point: Place): { step: number; u: number; v: number } => ({ step: point.step, u: point.weights[0] ?? 0, v: q ? (point.weights[1] ?? 0) : point.bias });
  const places = points.map(pair);
  const best = minimum(form);
  const names: [string, string] = [TRAIN.weightOf(features[0] ?? ""), q ? TRAIN.weightOf(features[1] ?? "") : TRAIN.bias];
  return {
    form,
    names,
    places,
    here: pair(now),
    best,
    u: extent([...places.map(({ u }) => u), ...(best ? [best[0]] : [])]),
    v: extent([...places.map(({ v }) => v), ...(best ? [best[1]] : [])]),
    fixed: q ? TRAIN.biasFixed(plain(now.bias)) : "",
  };
});

export function LandscapePanel() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const paint = throttle(() => scene.peek() && draw(element, scene.peek() as Scene), 100);
    const stop = effect(() => {
      isDark();
      if (scene.value) paint.call();
    });
    const watcher = new ResizeObserver(() => paint.call());
    watcher.observe(element);
    return () => {
      stop();
      paint.cancel();
      watcher.disconnect();
    };
  }, [scene.value === null]);
  const now = scene.value;
  if (!now) return null;
  return (
    <figure class="panel surface">
      <figcaption><h2>{TRAIN.landscape}</h2></figcaption>
      <div class="surface-frame">
        <span class="axis-y" aria-hidden="true"><span>{plain(now.v[1], 3)}</span><b>{now.names[1]}</b><span>{plain(now.v[0], 3)}</span></span>
        <canvas ref={canvas} role="img" aria-label={TRAIN.landscapeSpoken(now.names[0], now.names[1])} />
        <span class="axis-x" aria-hidden="true"><span>{plain(now.u[0], 3)}</span><b>{now.names[0]}</b><span>{plain(now.u[1], 3)}</span></span>
      </div>
      <ul class="chart-key">
        <li><i class="dot path" />{TRAIN.pathTaken}</li>
        <li><i class="dot ring" />{TRAIN.hereNow}</li>
        {now.best && <li><span aria-hidden="true">+</span> {TRAIN.smallest} <span class="num">{plain(lossOver(now.form, ...now.best))}</span></li>}
      </ul>
      {now.fixed && <p class="note">{now.fixed}</p>}
    </figure>
  );
}

function draw(canvas: HTMLCanvasElement, now: Scene): void {
  const context = canvas.getContext("2d");
  const ratio = devicePixelRatio || 1;
  const frame: Frame = { width: canvas.clientWidth, height: canvas.clientHeight, x: now.u, y: now.v };
  if (!context || !frame.width || !frame.height) return;
  canvas.width = Math.round(frame.width * ratio);
  canvas.height = Math.round(frame.height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const at = ([low, high]: [number, number], index: number): number => low + ((high - low) * index) / (RESOLUTION - 1);
  const heights = Array.from({ length: RESOLUTION }, (_, row) => Array.from({ length: RESOLUTION }, (__, place) => Math.log(lossOver(now.form, at(now.u, place), at(now.v, row)) + Number.MIN_VALUE)));
  const flat = heights.flat();
  const low = now.best ? Math.min(...flat, Math.log(lossOver(now.form, ...now.best) + Number.MIN_VALUE)) : Math.min(...flat);
  const high = Math.max(...flat);
  const panel = channels("--panel");
  const deep = channels("--accent");
  const shade = (height: number): Colour => mixed(deep, panel, 0.55 + 0.45 * ((height - low) / (high - low || 1)));
  paintField(context, frame, heights.map((row) => row.map(shade)));
  for (let level = 1; level < LEVELS; level += 1) strokeContour(context, frame, heights, low + ((high - low) * level) / LEVELS, colour("--line"));
  paintPath(context, frame, now.places.map(({ u, v }) => [u, v]), { path: colour("--value-minus"), ink: colour("--ink") }, now.here && [now.here.u, now.here.v], now.best);
}
