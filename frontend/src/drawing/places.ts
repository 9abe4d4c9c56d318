/**
 * Where the small things beside wires find room: the numbers of arguments, the names of groups, the labels. All cards
 * and wires are known; what is placed first is in the way of what comes later. Graphviz keeps room free for each label,
 * but does not say on which side of a bent wire it is best: that is decided here.
 */
import { type Box, type Point, along, contains, distance, overlaps, samples } from "./geometry";
import { Nearby } from "./nearby";

export interface LabelPlace extends Box {
  /** Where the text is held: its start or end beside a steep wire, its middle above or below a flat one. */
  anchor: "start" | "middle" | "end";
  /** Which side is nearest to the wire when the label says less than it has room for. */
  hold: "top" | "bottom";
}

export interface Wanted {
  curve: Point[];
  width: number;
  height: number;
  /** The room that the layout kept free. */
  spot: Box | null;
}

/** Between a wire and what is written beside it. */
const GAP = 6;
/** A curve that moves sideways more than so far for each step down is flat. */
const FLAT = 1.6;
/** Shares of a curve beside which its label may lie, the best first. */
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
/** Between a card and what is written beside a wire: small things may stand close, a label keeps off its halo. */
const CLEAR = { small: 1, label: 7 };
/** Wires are looked at in points so far apart. */
const STEP = 8;
/** A label stands so far off its wire at most: what it belongs to shall be plain. */
const FARTHEST = 28;
/** How far a label may be moved out of the room that was kept for it, where something small stands in that. */
const MOVES = [0, 4, -4, 8, -8, 12, -12];

/** So much of a group's name lies above its frame. */
const ABOVE = 7;

const grown = ({ x, y, width, height }: Box, by: number): Box => ({ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by });

/** How much of a box another one covers. */
const shared = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

export class Places {
  private readonly cards = new Nearby<Box>();
  private readonly taken = new Nearby<Box>();
  private readonly wires = new Nearby<Point>();

  constructor(obstacles: Box[], curves: Point[][]) {
    for (const box of obstacles) this.cards.add(grown(box, CLEAR.label), box);
    for (const curve of curves) for (const point of samples(curve, STEP)) this.wires.add({ ...point, width: 0, height: 0 }, point);
  }

  /** Keeps a place free of everything that comes later. */
  take(box: Box): void {
    this.taken.add(box, box);
  }

  private covers(box: Box, clear = CLEAR.small): boolean {
    const wide = grown(box, clear);
    return this.cards.some(box, (card) => overlaps(wide, card)) || this.taken.some(box, (other) => overlaps(box, other));
  }

  /** How much of the cards a box hides. */
  private hidden(box: Box): number {
    const found = new Set<Box>();
    this.cards.some(box, (card) => (found.add(card), false));
    return [...found].reduce((sum, card) => sum + shared(box, card), 0);
  }

  private hides(box: Box): boolean {
    const near = grown(box, 2);
    return this.wires.some(near, (point) => contains(near, point));
  }

  /** The first box that is free, else the first that covers nothing, else the first. */
  private best<T extends Box>(boxes: T[]): T | null {
    const free = boxes.filter((box) => !this.covers(box));
    return free.find((box) => !this.hides(box)) ?? free[0] ?? boxes[0] ?? null;
  }

  /** A place for a number beside the end of a curve, off the card there; `from` is the end, its neighbours follow. */
  besideEnd(from: Point[], width: number): Box {
    const tip = from[0] ?? { x: 0, y: 0 };
    const height = 10;
    const box = (back: number, aside: number): Box => {
      const at = from.find((point) => distance(tip, point) >= back) ?? from.at(-1) ?? tip;
      const length = distance(tip, at) || 1;
      const [dx, dy] = [(tip.x - at.x) / length, (tip.y - at.y) / length];
      return { x: at.x + dy * aside - width / 2, y: at.y - dx * aside - height / 2, width, height };
    };
    const off = 7 + width / 4;
    const boxes = [15, 19, 24, 30].flatMap((back) => [off, -off].map((aside) => box(back, aside)));
    const place = this.best(boxes.map((candidate) => grown(candidate, 1))) ?? box(15, off);
    this.take(place);
    return grown(place, -1);
  }

  /** A place for the name of a group along the upper edge of its frame, where no wire comes in. */
  onEdge(frame: Box, width: number, height: number): Box {
    const room = Math.max(0, frame.width - width - 16);
    const boxes = Array.from({ length: Math.floor(room / 6) + 1 }, (_, index) => ({ x: frame.x + 8 + 6 * index, y: frame.y - ABOVE, width, height }));
    const place = this.best(boxes) ?? { x: frame.x + 8, y: frame.y - ABOVE, width, height };
    this.take(place);
    return place;
  }

  /** A place for a label: in the room that was kept for it or elsewhere along its wire, on the side where it hides nothing. */
  label(wanted: Wanted): LabelPlace {
    let free: LabelPlace | null = null;
    for (const box of candidates(wanted)) {
      if (this.covers(box, CLEAR.label)) continue;
      free ??= box;
      if (this.hides(box)) continue;
      this.take(box);
      return box;
    }
    const kept = moved(wanted);
    const place = kept.find((box) => !this.covers(box, CLEAR.label)) ?? free ?? this.leastHiding([...kept, ...candidates(wanted)]);
    this.take(place);
    return place;
  }

  /** Where there is no room at all: what is written on cards is the last thing to hide. */
  private leastHiding(boxes: LabelPlace[]): LabelPlace {
    return boxes.reduce((best, box) => (this.hidden(box) < this.hidden(best) ? box : best));
  }
}

/** Where the label of a curve may lie, the best place first. */
function* candidates({ curve, width, height, spot }: Wanted): Generator<LabelPlace> {
  const wire = samples(curve, STEP);
  const leansLeft = (curve[0]?.x ?? 0) > (curve.at(-1)?.x ?? 0) + 4;
  const kept = spot && nearest(wire, { x: spot.x + spot.width / 2, y: spot.y + spot.height / 2 });
  const places = (point: Point): LabelPlace[] => beside(wire, point, { width, height }, spot ? spot.x + spot.width / 2 < point.x : leansLeft);
  if (kept) yield* places(kept);
  for (const share of SHARES) yield* places(along(curve, share));
}

/** The room that was kept for a label, and places close to it. */
function moved({ width, height, spot }: Wanted): LabelPlace[] {
  const { x, y } = spot ?? { x: 0, y: 0 };
  const anchors = { anchor: "start", hold: "top" } as const;
  return (spot ? MOVES : [0]).flatMap((down) => (spot ? MOVES : [0]).map((aside) => ({ x: x + aside, y: y + down, width, height, ...anchors })));
}

const nearest = (wire: Point[], to: Point): Point | null =>
  wire.reduce<Point | null>((best, point) => (best && distance(best, to) <= distance(point, to) ? best : point), null);

/** The two places beside a point of a wire, clear of its bends: right and left, or where it is flat above and below. */
function beside(wire: Point[], at: Point, { width, height }: { width: number; height: number }, leftFirst: boolean): LabelPlace[] {
  const near = wire.filter((point) => distance(point, at) < 24);
  const [first, last] = [near[0] ?? at, near.at(-1) ?? at];
  if (Math.abs(last.x - first.x) > FLAT * Math.abs(last.y - first.y)) {
    const ys = wire.filter(({ x }) => Math.abs(x - at.x) <= width / 2 + 2).map(({ y }) => y);
    const [above, below] = [Math.min(at.y, ...ys) - GAP / 2 - height, Math.max(at.y, ...ys) + GAP / 2];
    return [
      { x: at.x - width / 2, y: above, width, height, anchor: "middle" as const, hold: "bottom" as const },
      { x: at.x - width / 2, y: below, width, height, anchor: "middle" as const, hold: "top" as const },
    ].filter(({ y }) => Math.abs(y + height / 2 - at.y) < height / 2 + FARTHEST);
  }
  const xs = wire.filter(({ y }) => Math.abs(y - at.y) <= height / 2 + 2).map(({ x }) => x);
  const right: LabelPlace = { x: Math.max(at.x, ...xs) + GAP, y: at.y - height / 2, width, height, anchor: "start", hold: "top" };
  const left: LabelPlace = { x: Math.min(at.x, ...xs) - GAP - width, y: at.y - height / 2, width, height, anchor: "end", hold: "top" };
  return (leftFirst ? [left, right] : [right, left]).filter(({ x }) => Math.abs(x + width / 2 - at.x) < width / 2 + FARTHEST);
}
