/**
 * A layout cut into bands: its ranks, one after the other, fill one to four columns where it flows top-down (rows where
 * it flows left to right), so that a long and narrow graph fills the room that there is. Everything here is written for
 * top-down; the other direction is the same with x and y exchanged.
 */
import { type Box, type Point, type Size, boundingBox, corners, moved, samples } from "./geometry";
import { Ways } from "./ways";
import type { Flow, Laid, Wire } from "./text";

export interface Banded extends Laid, Size {
  /** How much larger or smaller than its own size it fills the room. */
  scale: number;
  /** Which band every box is in, counted from 0. */
  bands: number[];
  /** For every line whether it leads from one band to another. */
  crosses: boolean[];
}

/** Between two bands; and for each line over the cut beyond the first. */
const GUTTER = 26;
const TRACK = 5;
const MOST_BANDS = 4;
/** A cut that more lines cross is not read as one graph. */
const MOST_OVER_A_CUT = 3;
/** Sizes so close are alike: then fewer bands, and fewer lines between them, are better. */
const ALIKE = 0.93;
/** More places to cut than this are not all tried. */
const MOST_CUTS = 36;
/** Lines are looked at in points so far apart. */
const STEP = 24;

interface Rank {
  members: number[];
  top: number;
  bottom: number;
}

/** Cuts after these ranks. */
interface Cutting {
  cuts: number[];
  scale: number;
  /** The scale if it had no limit. */
  reach: number;
  lines: number;
}

/** The best cutting of a layout for a room; its largest scale is `most`. */
export function inBands(laid: Laid, wires: readonly Wire[], flow: Flow, room: Size, most: number): Banded {
  if (flow === "LR") return turned(inBands(turned(laid), wires, "TB", turnedSize(room), most));
  const ranks = ranksOf(laid.boxes);
  const table = new Extents(laid, wires, ranks);
  const best = bestOf(cuttings(table, ranks, room, most));
  return built(laid, wires, ranks, table, best, room, most);
}

/** Boxes whose middles lie at one height. */
function ranksOf(boxes: readonly Box[]): Rank[] {
  const rows = new Map<number, number[]>();
  for (const [index, { y, height }] of boxes.entries()) {
    const middle = Math.round(y + height / 2);
    const near = [middle, middle - 1, middle + 1].find((key) => rows.has(key)) ?? middle;
    rows.set(near, [...(rows.get(near) ?? []), index]);
  }
  return [...rows].toSorted(([one], [other]) => one - other).map(([, members]) => {
    const inside = members.map((index) => boxes[index] as Box);
    return { members, top: Math.min(...inside.map(({ y }) => y)), bottom: Math.max(...inside.map(({ y, height }) => y + height)) };
  });
}

/** How wide any run of ranks is, with the lines inside it, and how many lines pass over each cut. */
class Extents {
  readonly rankOf: number[] = [];
  readonly over: number[];
  private readonly known = new Map<number, { left: number; right: number }>();
  private readonly curves: { from: number; to: number; left: number; right: number }[];
  private readonly rows: { left: number; right: number }[];

  constructor(laid: Laid, wires: readonly Wire[], ranks: readonly Rank[]) {
    for (const [rank, { members }] of ranks.entries()) for (const index of members) this.rankOf[index] = rank;
    this.rows = ranks.map(({ members }) => {
      const { x, width } = boundingBox(members.flatMap((index) => corners(laid.boxes[index] as Box)));
      return { left: x, right: x + width };
    });
    this.over = ranks.map(() => 0);
    this.curves = wires.map(({ from, to }, index) => {
      const [first, last] = [this.rankOf[from] ?? 0, this.rankOf[to] ?? 0];
      for (let rank = first; rank < last; rank += 1) this.over[rank] = (this.over[rank] ?? 0) + 1;
      const { x, width } = boundingBox(samples(laid.curves[index] ?? [], STEP));
      return { from: first, to: last, left: x, right: x + width };
    });
  }

  of(first: number, last: number): { left: number; right: number } {
    const key = first * 10_000 + last;
    const known = this.known.get(key);
    if (known) return known;
    let [left, right] = [Infinity, -Infinity];
    const take = (part: { left: number; right: number }): void => {
      [left, right] = [Math.min(left, part.left), Math.max(right, part.right)];
    };
    for (const row of this.rows.slice(first, last + 1)) take(row);
    for (const curve of this.curves) if (curve.from >= first && curve.to <= last && curve.left <= curve.right) take(curve);
    this.known.set(key, { left, right });
    return { left, right };
  }
}

function cuttings(table: Extents, ranks: readonly Rank[], room: Size, most: number): Cutting[] {
  const last = ranks.length - 1;
  const places = [...ranks.keys()].filter((rank) => rank >= 1 && rank < last - 1 && (table.over[rank] ?? 0) <= MOST_OVER_A_CUT);
  const thin = Math.ceil(places.length / MOST_CUTS);
  const allowed = places.filter((_, index) => index % Math.max(1, thin) === 0);
  const found: Cutting[] = [];
  const take = (cuts: number[]): void => {
    const ends = [...cuts, last];
    let [width, height] = [0, 0];
    for (const [band, end] of ends.entries()) {
      const first = band === 0 ? 0 : (ends[band - 1] ?? 0) + 1;
      const { left, right } = table.of(first, end);
      width += right - left + (band === 0 ? 0 : gutterOf(table.over[first - 1] ?? 0));
      height = Math.max(height, (ranks[end]?.bottom ?? 0) - (ranks[first]?.top ?? 0));
    }
    const reach = Math.min(room.width / width, room.height / height);
    found.push({ cuts, scale: Math.min(most, reach), reach, lines: cuts.reduce((sum, cut) => sum + (table.over[cut] ?? 0), 0) });
    if (ends.length === MOST_BANDS) return;
    for (const cut of allowed) if (cut > (cuts.at(-1) ?? -1) + 1) take([...cuts, cut]);
  };
  take([]);
  return found;
}

const gutterOf = (lines: number): number => GUTTER + TRACK * Math.max(0, lines - 1);

function bestOf(found: readonly Cutting[]): Cutting {
  const largest = Math.max(...found.map(({ scale }) => scale));
  const alike = found.filter(({ scale }) => scale >= ALIKE * largest);
  return alike.toSorted((one, other) => one.cuts.length - other.cuts.length || one.lines - other.lines || other.reach - one.reach)[0] as Cutting;
}

function built(laid: Laid, wires: readonly Wire[], ranks: readonly Rank[], table: Extents, { cuts }: Cutting, room: Size, most: number): Banded {
  const ends = [...cuts, ranks.length - 1];
  const bandOf = (box: number): number => ends.findIndex((end) => (table.rankOf[box] ?? 0) <= end);
  let across = 0;
  const shifts = ends.map((end, band) => {
    const first = band === 0 ? 0 : (ends[band - 1] ?? 0) + 1;
    const { left, right } = table.of(first, end);
    const shift = { dx: across - left, dy: -(ranks[first]?.top ?? 0), right: across + right - left };
    across = shift.right + gutterOf(table.over[end] ?? 0);
    return shift;
  });
  const bands = laid.boxes.map((_, index) => bandOf(index));
  const boxes = laid.boxes.map((box, index) => {
    const { dx, dy } = shifts[bands[index] ?? 0] ?? { dx: 0, dy: 0 };
    return moved(box, dx, dy);
  });
  const ways = new Ways(boxes, bands, table.rankOf, shifts.map(({ right }) => right), TRACK);
  const crosses = wires.map(({ from, to }) => bands[from] !== bands[to]);
  const curves = laid.curves.map((curve, index): Point[] => {
    const { from, to } = wires[index] as Wire;
    const { dx, dy } = shifts[bands[from] ?? 0] ?? { dx: 0, dy: 0 };
    return crosses[index] ? ways.between(from, to) : curve.map((point) => moved(point, dx, dy));
  });
  return fitted({ boxes, curves, crosses, bands }, room, most);
}

/** Moved to begin at 0, with its size and how large it fills the room. */
function fitted({ boxes, curves, ...rest }: Omit<Banded, "scale" | "width" | "height">, room: Size, most: number): Banded {
  const { x, y, width, height } = boundingBox([...boxes.flatMap(corners), ...curves.flatMap((curve) => samples(curve, STEP))]);
  return {
    ...rest,
    boxes: boxes.map((box) => moved(box, -x, -y)),
    curves: curves.map((curve) => curve.map((point) => moved(point, -x, -y))),
    width,
    height,
    scale: Math.min(most, room.width / width, room.height / height),
  };
}

const turnedPoint = ({ x, y }: Point): Point => ({ x: y, y: x });
const turnedSize = ({ width, height }: Size): Size => ({ width: height, height: width });

/** With x and y exchanged. */
function turned<T extends Laid>(laid: T): T {
  const { width, height } = laid as Partial<Size>;
  return {
    ...laid,
    ...(width === undefined || height === undefined ? {} : turnedSize({ width, height })),
    boxes: laid.boxes.map((box) => ({ ...turnedPoint(box), ...turnedSize(box) })),
    curves: laid.curves.map((curve) => curve.map(turnedPoint)),
  };
}
