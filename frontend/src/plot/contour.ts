/** Contour lines of a sampled surface by marching squares. Pure. */

import { shareOf } from "../between";

export interface Surface {
  xs: number[];
  ys: number[];
  /** One row for each y. Values that are not known yet are NaN; no line goes near them. */
  rows: number[][];
  /** The server's time was over before all of it was known. */
  short?: boolean;
}

interface Corner {
  x: number;
  y: number;
  value: number;
}

/** Where a level crosses the side between two corners, or null. */
function crossing(from: Corner, to: Corner, level: number): { x: number; y: number } | null {
  if (from.value < level === to.value < level) return null;
  const share = shareOf(level, from.value, to.value);
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}

/**
 * The direction of steepest ascent in the picture, in degrees clockwise from the right; null where there is none. A pixel
 * is `across` wide and `up` high in units of the leaves, so that the arrow stands across the drawn lines.
 */
export function arrow(slope: { x: number; y: number }, across: number, up: number): number | null {
  const [dx, dy] = [slope.x * across, -slope.y * up];
  return Number.isFinite(dx) && Number.isFinite(dy) && (dx !== 0 || dy !== 0) ? (Math.atan2(dy, dx) * 180) / Math.PI : null;
}

/** Whether nothing but rounding tells the known values apart. */
export function isConstant(rows: number[][]): boolean {
  const known = rows.flat().filter(Number.isFinite);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return known.length > 0 && most - least <= 1e-12 * Math.max(Math.abs(least), Math.abs(most));
}

interface Point {
  x: number;
  y: number;
}

/** Where the label of each line goes: on it, inside the frame, and as far as possible from the others and from a point. */
export function labelPlaces(lines: Point[][][], { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number }, from: Point): (Point | null)[] {
  const taken = [from];
  return lines.map((pieces) => {
    const distance = (place: Point): number => Math.min(...taken.map((other) => Math.hypot(other.x - place.x, other.y - place.y)));
    const free = pieces
      .flatMap(([place]) => (place && place.x > left && place.x < right && place.y > top && place.y < bottom ? [place] : []))
      .toSorted((a, b) => distance(b) - distance(a))[0];
    if (free) taken.push(free);
    return free ?? null;
  });
}

/** The pieces of one contour line, each a pair of points. */
export function isoline({ xs, ys, rows }: Surface, level: number): { x: number; y: number }[][] {
  const pieces: { x: number; y: number }[][] = [];
  for (let row = 0; row + 1 < ys.length; row += 1) {
    for (let column = 0; column + 1 < xs.length; column += 1) {
      const at = (down: 0 | 1, right: 0 | 1): Corner => ({
        x: xs[column + right] ?? 0,
        y: ys[row + down] ?? 0,
        value: rows[row + down]?.[column + right] ?? Number.NaN,
      });
      const corners = [at(0, 0), at(0, 1), at(1, 1), at(1, 0)];
      if (!corners.every(({ value }) => Number.isFinite(value))) continue;
      const points = corners.flatMap((corner, side) => crossing(corner, corners[(side + 1) % 4] as Corner, level) ?? []);
      // Where two lines could cross, the middle tells which two corners belong together.
      const [first, middle] = [corners[0]?.value ?? 0, corners.reduce((sum, { value }) => sum + value / 4, 0)];
      if (points.length === 4 && first < level !== middle < level) points.unshift(...points.splice(3));
      for (let pair = 0; pair + 1 < points.length; pair += 2) pieces.push(points.slice(pair, pair + 2));
    }
  }
  return pieces;
}

/** Each interval of a refined surface becomes so many. */
const FINER = 4;
/** Where the bend changes by more than this factor, there may be a kink or a jump. */
const UNEVEN = 4;

/**
 * The surface on a finer grid, so that a narrow valley between the samples has no saw-tooth: cubic where it bends evenly,
 * straight where it has a kink or a jump.
 */
export function refined({ xs, ys, rows, ...rest }: Surface): Surface {
  const across = rows.map(finer);
  const columns = Array.from({ length: across[0]?.length ?? 0 }, (_, column) => finer(across.map((row) => row[column] ?? Number.NaN)));
  const down = Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => columns.map((column) => column[row] ?? Number.NaN));
  return { ...rest, xs: finer(xs), ys: finer(ys), rows: down };
}

function finer(values: number[]): number[] {
  const at = (index: number): number => values[index] ?? Number.NaN;
  return values.flatMap((from, index) => {
    if (index + 1 === values.length) return [from];
    const to = at(index + 1);
    const [before, after] = [at(index - 1) - 2 * from + to, from - 2 * to + at(index + 2)];
    // At the ends one bend is unknown: it goes on as the other.
    const [first, second] = [index === 0 ? after : before, index + 2 === values.length ? before : after];
    const even = first * second > 0 && Math.max(first / second, second / first) <= UNEVEN;
    return Array.from({ length: FINER }, (_, part) => {
      const share = part / FINER;
      const bend = even ? (share * (share - 1) * ((1 - share) * first + share * second)) / 2 : 0;
      return part === 0 ? from : from + share * (to - from) + bend;
    });
  });
}

/** The fields of a surface between two levels, as one SVG path; a field belongs where the mean of its corners lies. */
export function bandPath({ xs, ys, rows }: Surface, from: number, to: number, x: (value: number) => number, y: (value: number) => number): string {
  let path = "";
  for (let row = 0; row + 1 < ys.length; row += 1) {
    for (let column = 0; column + 1 < xs.length; column += 1) {
      const corners = [rows[row]?.[column], rows[row]?.[column + 1], rows[row + 1]?.[column], rows[row + 1]?.[column + 1]].map((value) => value ?? Number.NaN);
      const middle = corners.reduce((sum, value) => sum + value / 4, 0);
      if (!(middle >= from && middle < to)) continue;
      const [left, right, bottom, top] = [x(xs[column] ?? 0), x(xs[column + 1] ?? 0), y(ys[row] ?? 0), y(ys[row + 1] ?? 0)];
      path += `M${left.toFixed(1)} ${bottom.toFixed(1)}H${right.toFixed(1)}V${top.toFixed(1)}H${left.toFixed(1)}z`;
    }
  }
  return path;
}

/** The lowest place of a surface, where everything around it is known: at an edge it may go on falling. */
export function minimum({ xs, ys, rows }: Surface): { x: number; y: number; value: number } | null {
  let lowest: { row: number; column: number; value: number } | null = null;
  for (const [row, line] of rows.entries()) {
    for (const [column, value] of line.entries()) if (Number.isFinite(value) && (!lowest || value < lowest.value)) lowest = { row, column, value };
  }
  if (!lowest) return null;
  const { row, column, value } = lowest;
  const inside = [-1, 0, 1].every((down) => [-1, 0, 1].every((right) => Number.isFinite(rows[row + down]?.[column + right] ?? Number.NaN)));
  return inside ? { x: xs[column] ?? 0, y: ys[row] ?? 0, value } : null;
}

/** Levels that divide the values evenly by rank, so that steep and flat places both show lines. */
export function levels(rows: number[][], amount: number): number[] {
  const sorted = rows.flat().filter(Number.isFinite).toSorted((a, b) => a - b);
  const chosen = Array.from({ length: amount }, (_, index) => sorted[Math.floor(((index + 0.5) / amount) * sorted.length)] ?? Number.NaN);
  return [...new Set(chosen)].filter(Number.isFinite);
}
