/**
 * Geometry of Graphviz's SVG as plain data: centres of boxes, curves of edges, and where labels find room.
 */

import { Nearby } from "./nearby";

export interface Point {
  x: number;
  y: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e-?\d+)?/g;

/** All coordinates of a path or a list of points, in order. */
export function points(coordinates: string): Point[] {
  const numbers = (coordinates.match(NUMBER) ?? []).map(Number);
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, index) => ({
    x: numbers[2 * index] ?? 0,
    y: numbers[2 * index + 1] ?? 0,
  }));
}

export function boundingBox(corners: Point[]): Box {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { x: left, y: top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

export const centre = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

export const overlaps = (first: Box, second: Box): boolean =>
  first.x < second.x + second.width &&
  second.x < first.x + first.width &&
  first.y < second.y + second.height &&
  second.y < first.y + first.height;

const contains = ({ x, y, width, height }: Box, point: Point): boolean => point.x > x && point.x < x + width && point.y > y && point.y < y + height;

/** The point at a share of a chain of cubic curves (start, then three points each). */
export function along(curve: Point[], share: number): Point {
  const pieces = Math.max(1, Math.floor((curve.length - 1) / 3));
  const piece = Math.min(pieces - 1, Math.floor(share * pieces));
  const t = share * pieces - piece;
  const control = curve.slice(piece * 3, piece * 3 + 4);
  const [a, b, c, d] = control;
  if (!a || !b || !c || !d) return curve[0] ?? { x: 0, y: 0 };
  const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3] as const;
  const mix = (pick: (point: Point) => number): number =>
    weights[0] * pick(a) + weights[1] * pick(b) + weights[2] * pick(c) + weights[3] * pick(d);
  return { x: mix(({ x }) => x), y: mix(({ y }) => y) };
}

/** The SVG path of a chain of cubic curves, prolonged by a straight line to `tip`. */
export function curvePath(curve: Point[], tip: Point | null): string {
  const [first, ...rest] = curve;
  if (!first) return "";
  const at = ({ x, y }: Point): string => `${x},${y}`;
  return `M${at(first)}C${rest.map(at).join(" ")}${tip ? `L${at(tip)}` : ""}`;
}

/** How far a curve moves sideways for each step down, at a share of it. */
function slope(curve: Point[], share: number): number {
  const [before, after] = [along(curve, share - 0.1), along(curve, share + 0.1)];
  return Math.abs(after.x - before.x) / Math.max(1, Math.abs(after.y - before.y));
}

export interface LabelPlace extends Box {
  /** Where the text is held: its start or end beside a steep wire, its middle above or below a flat one. */
  anchor: "start" | "middle" | "end";
}

/** A curve that moves sideways more than so far for each step down is flat. */
const FLAT = 1.6;

/** Shares of a curve beside which its label may lie, the best first. */
const SHARES = [0.5, 0.38, 0.62, 0.26, 0.74, 0.16, 0.84];

/** Places along a curve at which another curve's label would hide it. */
const SAMPLES = Array.from({ length: 13 }, (_, index) => index / 12);

/** Where the label of a curve may lie, the best place first. */
function candidates(curve: Point[], { width, height, gap }: LabelSize): LabelPlace[] {
  const leansLeft = (curve[0]?.x ?? 0) > (curve.at(-1)?.x ?? 0) + 4;
  return SHARES.flatMap((share) => {
    const { x, y } = along(curve, share);
    const lean = slope(curve, share);
    if (lean > FLAT) {
      const room = gap / 2 + Math.min(12, width / 2 / lean);
      return [y - room - height, y + room].map((top): LabelPlace => ({ x: x - width / 2, y: top, width, height, anchor: "middle" }));
    }
    const room = gap + Math.min(20, (lean * height) / 2);
    const beside = (left: boolean): LabelPlace => ({ x: left ? x - room - width : x + room, y: y - height / 2, width, height, anchor: left ? "end" : "start" });
    return [beside(leansLeft), beside(!leansLeft)];
  });
}

export interface LabelSize {
  width: number;
  height: number;
  gap: number;
}

/**
 * Puts a box beside each curve (right or left of it; above or below where it is flat), where it covers neither an obstacle nor a box placed before, and
 * if possible no other curve; if there is no such place, right of the middle.
 */
export function placeLabels(curves: Point[][], size: LabelSize, obstacles: Box[]): LabelPlace[] {
  const taken = new Nearby<Box>();
  for (const box of obstacles) taken.add(box, box);
  const wires = new Nearby<{ point: Point; curve: Point[] }>();
  for (const curve of curves) {
    for (const point of SAMPLES.map((share) => along(curve, share))) wires.add({ ...point, width: 0, height: 0 }, { point, curve });
  }
  return curves.map((curve) => {
    const places = candidates(curve, size);
    const free = places.filter((box) => !taken.some(box, (other) => overlaps(box, other)));
    const hides = (box: Box): boolean => wires.some(box, ({ point, curve: other }) => other !== curve && contains(box, point));
    const place = free.find((box) => !hides(box)) ?? free[0] ?? places[0] ?? { x: 0, y: 0, ...size, anchor: "start" };
    taken.add(place, place);
    return place;
  });
}
