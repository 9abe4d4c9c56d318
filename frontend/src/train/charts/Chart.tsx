/**
 * One line chart: axes, crosshair, a legend that reads the curves at the crosshair, a mark at the shown step. What is
 * drawn comes in as a signal and is taken over at most ten times a second. A click picks the place on the x axis.
 */
import { type ReadonlySignal, effect, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { grouped } from "../../counts";
import { plain } from "../../format";
import { isDark } from "../../theme";
import { type Points, joined } from "../curve";
import { colour } from "./colours";
import { type Scale, decades, linear, logarithmic } from "./scale";
import { throttle } from "../../throttle";

const REFRESH_MS = 100;

export interface Curve extends Points {
  label: string;
  /** A CSS variable. */
  colour: string;
  width?: number;
  dash?: number[] | undefined;
  faint?: boolean;
  points?: boolean;
}

export interface Picture {
  curves: Curve[];
  log: boolean;
  xLabel: string;
  /** The shown place, and where a run ended badly. */
  mark: number | null;
  bad: number | null;
  /** Ticks at whole numbers only. */
  whole: boolean;
}

interface Props {
  title: string;
  picture: ReadonlySignal<Picture>;
  /** For a voice: what the curves say. */
  description: string;
  empty: string;
  onPick?: (x: number) => void;
  children?: ComponentChildren;
}

export function Chart({ title, picture, description, empty, onPick, children }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const cursor = useSignal<number | null>(null);

  useEffect(() => {
    const element = host.current as HTMLDivElement;
    let chart: uPlot | null = null;
    let form = "";
    let scale: Scale = logarithmic;
    const draw = (): void => {
      const { curves, log } = picture.peek();
      scale = log ? logarithmic : linear(curves.flatMap(({ y }) => y.filter((value) => value !== null)));
      const placed = curves.map(({ x, y }) => ({ x, y: y.map((value) => (value === null ? null : scale.place(value))) }));
      const data = joined(placed) as uPlot.AlignedData;
      const wanted = formOf(picture.peek());
      if (chart && wanted === form) chart.setData(data);
      else {
        chart?.destroy();
        form = wanted;
        chart = new uPlot(options(picture, element, () => scale, (x) => (cursor.value = x)), data, element);
        if (onPick) chart.over.addEventListener("click", () => pick(chart, onPick));
      }
    };
    const refresh = throttle(draw, REFRESH_MS);
    const stops = [
      effect(() => {
        if (picture.value.curves.some(({ x }) => x.length > 0)) refresh.call();
      }),
      effect(() => {
        isDark();
        chart?.redraw(false);
      }),
    ];
    const watcher = new ResizeObserver(() => chart?.setSize(sizeOf(element)));
    watcher.observe(element);
    return () => {
      refresh.cancel();
      for (const stop of stops) stop();
      watcher.disconnect();
      chart?.destroy();
    };
  }, [picture, onPick]);

  const { curves } = picture.value;
  const any = curves.some(({ x }) => x.length > 0);
  return (
    <figure class="chart">
      <figcaption>
        <h2>{title}</h2>
        {children}
      </figcaption>
      <div class="chart-host" ref={host} role="img" aria-label={`${title}. ${any ? description : empty}`} data-empty={any ? undefined : empty} />
      {any && <Key curves={curves} at={cursor.value} />}
    </figure>
  );
}

function Key({ curves, at }: { curves: Curve[]; at: number | null }) {
  return (
    <ul class="chart-key">
      {curves.filter(({ x }) => x.length > 0).map((curve) => (
        <li key={curve.label}>
          <svg width="18" height="8" aria-hidden="true"><line x1="0" y1="4" x2="18" y2="4" stroke-dasharray={curve.dash?.join(" ")} style={{ stroke: `var(${curve.colour})`, strokeWidth: curve.width ?? 1.5, opacity: curve.faint ? 0.45 : 1 }} /></svg>
          <span>{curve.label}</span> <span class="num">{valueAt(curve, at)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The curve at a place, or its newest value: the last point that is not later. */
function valueAt(curve: Curve, at: number | null): string {
  const index = at === null ? curve.x.length - 1 : curve.x.findLastIndex((x) => x <= at);
  const value = curve.y[index];
  return value === null || value === undefined ? "" : plain(value);
}

const formOf = ({ curves, log, xLabel, whole }: Picture): string =>
  JSON.stringify([log, xLabel, whole, curves.map(({ label, colour: name, dash, width, faint, points }) => [label, name, dash, width, faint, points])]);

function pick(chart: uPlot | null, onPick: (x: number) => void): void {
  const left = chart?.cursor.left ?? -1;
  if (chart && left >= 0) onPick(chart.posToVal(left, "x"));
}

const sizeOf = (element: HTMLElement): { width: number; height: number } => ({ width: element.clientWidth, height: element.clientHeight });

const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5];

function options(picture: ReadonlySignal<Picture>, element: HTMLElement, scale: () => Scale, onCursor: (x: number | null) => void): uPlot.Options {
  const { curves, log, xLabel, whole } = picture.peek();
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  const axis = { stroke: () => colour("--muted"), font, labelFont: font, ticks: { show: false }, gap: 6 };
  const grid = { stroke: () => colour("--line"), width: 1 };
  return {
    ...sizeOf(element),
    legend: { show: false },
    padding: [10, 14, 0, 0],
    cursor: { y: true, points: { size: 7 }, drag: { x: false, y: false } },
    scales: { x: { time: false, range: (_chart, low, high) => (low === high ? [low - 1, high + 1] : [low, high]) }, },
    axes: [
      { ...axis, grid: { show: false }, label: xLabel, labelSize: 16, labelGap: 0, size: 26, space: 56, values: (_chart, splits) => splits.map(grouped), ...(whole ? { incrs: WHOLE } : {}) },
      { ...axis, grid, size: 52, space: 34, values: (_chart, splits) => splits.map((place) => plain(scale().value(place), 3)), ...(log ? { splits: (_chart, _axis, low, high) => decades(low, high) } : {}) },
    ],
    series: [
      {},
      ...curves.map((curve) => ({
        label: curve.label,
        stroke: () => colour(curve.colour),
        width: curve.width ?? 1.5,
        alpha: curve.faint ? 0.45 : 1,
        spanGaps: true,
        points: { show: curve.points ?? false, size: 5, fill: () => colour(curve.colour) },
        ...(curve.dash ? { dash: curve.dash } : {}),
      })),
    ],
    hooks: {
      setCursor: [(chart) => onCursor((chart.cursor.left ?? -1) < 0 ? null : chart.posToVal(chart.cursor.left as number, "x"))],
      draw: [(chart) => marks(chart, picture.peek())],
    },
  };
}

/** A line at the shown step, and one where the run diverged. */
function marks(chart: uPlot, { mark, bad }: Picture): void {
  const { ctx, bbox } = chart;
  const { min, max } = chart.scales["x"] ?? {};
  const line = (x: number | null, name: string, dash: number[]): void => {
    if (x === null || min === undefined || max === undefined || min === null || max === null || x < min || x > max) return;
    const left = Math.round(chart.valToPos(x, "x", true)) + 0.5;
    ctx.save();
    ctx.strokeStyle = colour(name);
    ctx.lineWidth = uPlot.pxRatio;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(left, bbox.top);
    ctx.lineTo(left, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  };
  line(mark, "--ink", []);
  line(bad, "--bad", [4, 3]);
}
