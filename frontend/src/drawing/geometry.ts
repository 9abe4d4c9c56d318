/**
 * Geometry of Graphviz's SVG as plain data: centres of boxes, curves of edges, and where labels find room.
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

const SHARES = [0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8];

/** Puts a box on each curve where it covers neither an obstacle nor a box placed before; else in the middle. */
export function placeLabels(curves: Point[][], size: { width: number; height: number }, obstacles: Box[]): Box[] {
  const placed: Box[] = [];
  for (const curve of curves) {
    const boxes = SHARES.map((share) => {
      const { x, y } = along(curve, share);
      return { x: x - size.width / 2, y: y - size.height / 2, ...size };
    });
    const free = boxes.find((box) => ![...obstacles, ...placed].some((other) => overlaps(box, other)));
    placed.push(free ?? boxes[0] ?? { x: 0, y: 0, ...size });
  }
  return placed;
}
