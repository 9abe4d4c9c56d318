/** Round ticks of a plot with their labels, which stay inside the picture. */
import { clip as cut } from "../drawing/svg";
import { type Scale, tickLabels, ticks } from "./curve";

/** The width of a digit beside an axis. */
const CHARACTER = 6;

/** Characters of a name inside the picture. */
const NAME = 16;

const widthOf = (label: string): number => label.length * CHARACTER;

/** Room for the labels of vertical axes. */
export const marginFor = (...scales: [Scale, number][]): number =>
  Math.max(40, ...scales.flatMap(([scale, about]) => tickLabels(ticks(scale, about)).map((label) => 12 + widthOf(label))));

interface UpProps {
  scale: Scale;
  about: number;
  y: (value: number) => number;
  from: number;
  to: number;
}

/** The ticks of the vertical axis, with a rule across each. */
export function UpAxis({ scale, about, y, from, to }: UpProps) {
  const values = ticks(scale, about);
  const labels = tickLabels(values);
  return (
    <>
      {values.map((tick, index) => (
        <g key={tick}><path class={tick === 0 ? "axis" : "rule"} d={`M${from} ${y(tick)}H${to}`} /><text x={from - 6} y={y(tick) + 3.5} text-anchor="end">{labels[index]}</text></g>
      ))}
    </>
  );
}

interface AcrossProps {
  scale: Scale;
  x: (value: number) => number;
  from: number;
  to: number;
  /** The width of the picture. */
  width: number;
}

/** The ticks of the horizontal axis, with a rule up each. */
export function AcrossAxis({ scale, x, from, to, width }: AcrossProps) {
  const values = ticks(scale, 5);
  const labels = tickLabels(values);
  const middle = (tick: number, label = ""): number => Math.max(widthOf(label) / 2, Math.min(width - widthOf(label) / 2, x(tick)));
  return (
    <>
      {values.map((tick, index) => (
        <g key={tick}><path class={tick === 0 ? "axis" : "rule"} d={`M${x(tick)} ${from}V${to}`} /><text x={middle(tick, labels[index])} y={to + 15} text-anchor="middle">{labels[index]}</text></g>
      ))}
    </>
  );
}

interface NamesProps {
  across: string;
  up: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What the axes measure, at their far ends; over the lines, which would hide it. */
export function AxisNames({ across, up, left, right, top, bottom }: NamesProps) {
  return (
    <>
      <text class="axis-name" x={left + 4} y={top + 11}>{cut(up, NAME)}</text>
      <text class="axis-name" x={right - 4} y={bottom - 5} text-anchor="end">{cut(across, NAME)}</text>
    </>
  );
}
