/**
 * Geometry of Graphviz's SVG as plain data: centres of boxes, curves of edges, and places on them. Where labels find
 * room is for `places.ts`.
 */

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

export const corners = ({ x, y, width, height }: Box): Point[] => [{ x, y }, { x: x + width, y: y + height }];

export const inside = (box: Box, frame: Box): boolean =>
  box.x >= frame.x && box.y >= frame.y && box.x + box.width <= frame.x + frame.width && box.y + box.height <= frame.y + frame.height;

export const contains = ({ x, y, width, height }: Box, point: Point): boolean => point.x > x && point.x < x + width && point.y > y && point.y < y + height;

/** The four points of one of the cubic curves in a chain (start, then three points each). */
function pieceOf(curve: Point[], piece: number): [Point, Point, Point, Point] | null {
  const [a, b, c, d] = curve.slice(piece * 3, piece * 3 + 4);
  return a && b && c && d ? [a, b, c, d] : null;
}

const mix = (from: Point, to: Point, share: number): Point => ({ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share });

/** De Casteljau: the points that divide a cubic curve, in the order in which they are found. */
function divided([a, b, c, d]: [Point, Point, Point, Point], share: number): { at: Point; rest: Point[] } {
  const [ab, bc, cd] = [mix(a, b, share), mix(b, c, share), mix(c, d, share)];
  const [abc, bcd] = [mix(ab, bc, share), mix(bc, cd, share)];
  const at = mix(abc, bcd, share);
  return { at, rest: [bcd, cd, d] };
}

/** The point of a cubic curve at a share, by its Bernstein polynomials. */
function pointAt([a, b, c, d]: [Point, Point, Point, Point], share: number): Point {
  const rest = 1 - share;
  const [p, q, r, s] = [rest * rest * rest, 3 * rest * rest * share, 3 * rest * share * share, share * share * share];
  return { x: p * a.x + q * b.x + r * c.x + s * d.x, y: p * a.y + q * b.y + r * c.y + s * d.y };
}

/** The point at a share of a chain of cubic curves. */
export function along(curve: Point[], share: number): Point {
  const pieces = Math.max(1, Math.floor((curve.length - 1) / 3));
  const piece = Math.min(pieces - 1, Math.floor(share * pieces));
  const control = pieceOf(curve, piece);
  return control ? pointAt(control, share * pieces - piece) : (curve[0] ?? { x: 0, y: 0 });
}

/** Points along a curve, from its start to its end, about `step` apart. */
export function samples(curve: Point[], step: number): Point[] {
  const found: Point[] = curve.slice(0, 1);
  for (let piece = 0; piece * 3 + 3 < curve.length; piece += 1) {
    const control = pieceOf(curve, piece);
    if (!control) break;
    const [a, b, c, d] = control;
    const length = distance(a, b) + distance(b, c) + distance(c, d);
    const count = Math.max(1, Math.ceil(length / step));
    for (let index = 1; index <= count; index += 1) found.push(pointAt(control, index / count));
  }
  return found;
}

export const distance = (from: Point, to: Point): number => Math.hypot(to.x - from.x, to.y - from.y);

/** The curve without its first `length` pixels, for an arrowhead that stands there. */
export function shortened(curve: Point[], length: number): Point[] {
  const first = pieceOf(curve, 0);
  if (!first || length === 0) return curve;
  for (let share = 0.02; share < 0.9; share += 0.02) {
    const { at, rest } = divided(first, share);
    if (distance(first[0], at) >= length) return [at, ...rest, ...curve.slice(4)];
  }
  return curve;
}

/** The SVG path of a chain of cubic curves, prolonged by a straight line to `tip`. */
export function curvePath(curve: Point[], tip: Point | null): string {
  const [first, ...rest] = curve;
  if (!first) return "";
  const at = ({ x, y }: Point): string => `${x},${y}`;
  return `M${at(first)}C${rest.map(at).join(" ")}${tip ? `L${at(tip)}` : ""}`;
}
