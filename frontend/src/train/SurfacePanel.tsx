/** What the model predicts over one or two features at the shown step, with the rows of the data set on top. */
import { computed, effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { plain } from "../format";
import { toNumber } from "../model";
import { isDark } from "../theme";
import type { DatasetInfo, Surface } from "./api";
import { channels, colour } from "./charts/colours";
import { type Colour, type Dot, type Frame, diverging, mixed, paintDots, paintField, paintLine, strokeContour } from "./charts/scene";
import { throttle } from "../throttle";
import { axes, column, surface, table, testPlaces } from "./insight";
import { run, shown } from "./store";
import { TRAIN } from "./text";

const CLASS_COLOURS = ["--value-minus", "--value-plus", "--gradient-plus", "--gradient-minus", "--parameter"] as const;

interface Scene {
  surface: Surface;
  info: DatasetInfo;
  values: number[][];
  xs: number[];
  /** The vertical axis: the second feature, or the target. */
  ys: number[];
  targets: number[];
  range: readonly [number, number];
  yRange: readonly [number, number];
}

const scene = computed((): Scene | null => {
  const found = surface.value;
  const rows = table.value;
  const info = run.value?.session.value.dataset;
  if (!found || !rows || !info) return null;
  const targets = column(rows, info.target, info.classes);
  const ys = found.y === null ? targets : column(rows, found.y, []);
  const range = [Math.min(...targets), Math.max(...targets)] as const;
  const margin = 0.1 * (range[1] - range[0]) || 1;
  const yRange = found.y === null ? ([range[0] - margin, range[1] + margin] as const) : ([found.ys[0] ?? 0, found.ys.at(-1) ?? 1] as const);
  return { surface: found, info, values: found.values.map((row) => row.map(toNumber)), xs: column(rows, found.x, []), ys, targets, range, yRange };
});

export function SurfacePanel() {
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
  const { info, surface: found } = now;
  const title = info.classes.length ? TRAIN.surfaceClasses : found.y === null ? TRAIN.line : TRAIN.surfaceRegression;
  const held = Object.keys(found.held).length > 0;
  const vertical = found.y ?? info.target;
  return (
    <figure class="panel surface">
      <figcaption><h2>{title}</h2></figcaption>
      <div class="surface-frame">
        <span class="axis-y" aria-hidden="true"><span>{plain(now.yRange[1], 3)}</span><b>{vertical}</b><span>{plain(now.yRange[0], 3)}</span></span>
        <canvas ref={canvas} role="img" aria-label={TRAIN.surfaceSpoken(title, found.x, vertical)} />
        <span class="axis-x" aria-hidden="true"><span>{plain(found.xs[0] ?? 0, 3)}</span><b>{found.x}</b><span>{plain(found.xs.at(-1) ?? 0, 3)}</span></span>
      </div>
      <Key scene={now} />
      {held && (
        <>
          <AxisChoice scene={now} />
          <p class="note">{TRAIN.held(found.held)}</p>
        </>
      )}
    </figure>
  );
}

function Key({ scene: { info, range, surface: found } }: { scene: Scene }) {
  const tested = testPlaces.value.size > 0;
  return (
    <ul class="chart-key">
      {info.classes.map((name, index) => <li key={name}><i class="dot" style={{ background: `var(${CLASS_COLOURS[index % CLASS_COLOURS.length]})` }} />{name}</li>)}
      {info.classes.length === 0 && found.y !== null && <li><i class="ramp" /><span class="num">{plain(range[0], 3)} … {plain(range[1], 3)}</span> {info.target}</li>}
      {tested && <li><i class="dot square" />{TRAIN.testSplit.toLowerCase()}</li>}
      <li><i class="dot ring" />{TRAIN.rowsOfStep.toLowerCase()}</li>
    </ul>
  );
}

function AxisChoice({ scene: { surface: found, info } }: { scene: Scene }) {
  const config = run.value?.session.value.config;
  const names = config?.features.length ? config.features : info.features;
  const choose = (which: "x" | "y", name: string): void => {
    const x = which === "x" ? name : found.x;
    const y = which === "y" ? name : found.y;
    axes.value = x === y ? { x: name, y: which === "x" ? found.x : found.y === name ? found.x : name } : { x, y };
  };
  return (
    <p class="axis-choice">
      {(["x", "y"] as const).map((which) => (
        <label key={which} class="inline">
          {TRAIN.axis[which]}
          <select aria-label={TRAIN.axisSpoken[which]} value={(which === "x" ? found.x : found.y) ?? ""} onChange={(event) => choose(which, event.currentTarget.value)}>
            {names.filter((name) => name !== (which === "x" ? found.y : found.x)).map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
        </label>
      ))}
    </p>
  );
}

function draw(canvas: HTMLCanvasElement, now: Scene): void {
  const context = canvas.getContext("2d");
  const ratio = devicePixelRatio || 1;
  const frame: Frame = {
    width: canvas.clientWidth,
    height: canvas.clientHeight,
    x: [now.surface.xs[0] ?? 0, now.surface.xs.at(-1) ?? 1],
    y: now.yRange,
  };
  if (!context || !frame.width || !frame.height) return;
  canvas.width = Math.round(frame.width * ratio);
  canvas.height = Math.round(frame.height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const panel = channels("--panel");
  const palette = CLASS_COLOURS.map((name) => channels(name));
  const hue = hueOf(now, panel, palette);
  if (now.surface.y !== null) {
    paintField(context, frame, now.values.map((row, index) => row.map((value, place) => mixed(panel, hue(value), strength(now, index, place)))));
    if (now.info.classes.length === 2) strokeContour(context, frame, now.values, 0.5, colour("--ink"));
  } else {
    paintLine(context, frame, now.surface.xs, now.values[0] ?? [], colour("--accent"));
  }
  const current = new Set(shown.peek()?.places ?? []);
  const dots = now.xs.map((x, index): Dot => ({
    x,
    y: now.ys[index] ?? 0,
    fill: now.surface.y === null && now.info.classes.length === 0 ? channels("--muted") : hue(now.targets[index] ?? 0),
    square: testPlaces.peek().has(index),
    ring: current.has(index),
  }));
  paintDots(context, frame, dots, colour("--panel"), colour("--ink"));
}

/** How strong the colour of a cell is: paler than the points, and paler still where the model is unsure. */
function strength({ surface: { confidence }, info }: Scene, row: number, place: number): number {
  const sure = toNumber(confidence?.[row]?.[place] ?? 1);
  const least = 1 / Math.max(2, info.classes.length);
  return info.classes.length > 2 ? (0.5 * Math.max(0, sure - least)) / (1 - least) : 0.44;
}

/** The colour of a prediction or a target: between two classes, one of several, or along the range of a regression. */
function hueOf({ info, range }: Scene, panel: Colour, palette: readonly Colour[]): (value: number) => Colour {
  const [first, second] = palette as [Colour, Colour];
  if (info.classes.length > 2) return (value) => palette[Math.round(value) % palette.length] as Colour;
  const [low, high] = info.classes.length === 2 ? [0, 1] : range;
  return (value) => (Number.isFinite(value) ? diverging(first, panel, second, (value - low) / (high - low || 1)) : panel);
}
