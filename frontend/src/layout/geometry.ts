/** Points, boxes and curves as plain data. A curve is a chain of cubic pieces: a start, then three points for each. */

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Point, Size {}

export function boundingBox(corners: readonly Point[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of corners) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export const centre = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

export const overlaps = (first: Box, second: Box): boolean =>
  first.x < second.x + second.width &&
  second.x < first.x + first.width &&
  first.y < second.y + second.height &&
  second.y < first.y + first.height;

export const corners = ({ x, y, width, height }: Box): Point[] => [{ x, y }, { x: x + width, y: y + height }];

export const inside = (box: Box, frame: Box): boolean =>
  box.x >= frame.x && box.y >= frame.y && box.x + box.width <= frame.x + frame.width && box.y + box.height <= frame.y + frame.height;

export const grown = ({ x, y, width, height }: Box, by: number): Box => ({ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by });

export const moved = <T extends Point>(point: T, dx: number, dy: number): T => ({ ...point, x: point.x + dx, y: point.y + dy });

export const distance = (from: Point, to: Point): number => Math.hypot(to.x - from.x, to.y - from.y);

const mix = (from: Point, to: Point, share: number): Point => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });

/** The four points of one of a curve's pieces. */
function pieceOf(curve: readonly Point[], piece: number): [Point, Point, Point, Point] | null {
  const [a, b, c, d] = curve.slice(piece * 3, piece * 3 + 4);
  return a && b && c && d ? [a, b, c, d] : null;
}

/** De Casteljau: the point at a share of a cubic curve, and the control points of what is left behind it. */
function divided([a, b, c, d]: [Point, Point, Point, Point], share: number): { at: Point; rest: Point[] } {
  const [ab, bc, cd] = [mix(a, b, share), mix(b, c, share), mix(c, d, share)];
  const [abc, bcd] = [mix(ab, bc, share), mix(bc, cd, share)];
  return { at: mix(abc, bcd, share), rest: [bcd, cd, d] };
}

/** The point of a cubic curve at a share, by its Bernstein polynomials. */
function pointAt([a, b, c, d]: [Point, Point, Point, Point], share: number): Point {
  const rest = 1 - share;
  const [p, q, r, s] = [rest * rest * rest, 3 * rest * rest * share, 3 * rest * share * share, share * share * share];
  return { x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y };
}

/** Points along a curve, from its start to its end, at most about `step` apart. */
export function samples(curve: readonly Point[], step: number): Point[] {
  const found: Point[] = curve.slice(0, 1);
  for (let piece = 0; piece * 3 + 3 < curve.length; piece += 1) {
    const control = pieceOf(curve, piece);
    if (!control) break;
    const [a, b, c, d] = control;
    const count = Math.max(1, Math.ceil((distance(a, b) + distance(b, c) + distance(c, d)) / step));
    for (let index = 1; index <= count; index += 1) found.push(pointAt(control, index / count));
  }
  return found;
}

/** The curve without its first `length` pixels, for an arrowhead that stands there. */
export function shortened(curve: readonly Point[], length: number): readonly Point[] {
  const first = pieceOf(curve, 0);
  if (!first || length === 0) return curve;
  for (let share = 0.02; share < 0.98; share += 0.02) {
    const { at, rest } = divided(first, share);
    if (distance(first[0], at) >= length) return [at, ...rest, ...curve.slice(4)];
  }
  return curve.length > 4 ? curve.slice(3) : curve;
}

export const reversed = (curve: readonly Point[]): Point[] => curve.toReversed();

/** The SVG path of a curve. */
export function curvePath([first, ...rest]: readonly Point[]): string {
  if (!first) return "";
  const at = ({ x, y }: Point): string => `${round(x)},${round(y)}`;
  return `M${at(first)}C${rest.map(at).join(" ")}`;
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** How far a circle's control points lie from its corners. */
const BEND = 0.5523;

/** A way along straight lines through these points, its corners rounded, as a curve. */
export function roundedWay(points: readonly Point[], radius: number): Point[] {
  const turns = points.filter((point, index) => index === 0 || distance(point, points[index - 1] as Point) > 0.01);
  const [start] = turns;
  if (!start) return [];
  const way: Point[] = [start];
  const straightTo = (to: Point): void => {
    const from = way.at(-1) as Point;
    way.push(mix(from, to, 1 / 3), mix(from, to, 2 / 3), to);
  };
  for (let index = 1; index < turns.length; index += 1) {
    const [before, at, after] = [turns[index - 1] as Point, turns[index] as Point, turns[index + 1]];
    if (!after) {
      straightTo(at);
      continue;
    }
    const size = Math.min(radius, distance(before, at) / 2, distance(at, after) / 2);
    const [from, to] = [mix(at, before, size / distance(before, at)), mix(at, after, size / distance(at, after))];
    straightTo(from);
    way.push(mix(from, at, BEND), mix(to, at, BEND), to);
  }
  return way;
}
