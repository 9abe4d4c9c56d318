/**
 * Where the small things on and beside wires find room: factors on their own arrows, the numbers of arguments at the
 * ends, the names of groups. What finds no room is not drawn: the receiving card says it, too.
 */
import { type Box, type Point, distance, grown, inside, overlaps, samples } from "../layout/geometry";
import { Nearby } from "./nearby";

/** Wires are looked at in points so far apart. */
const STEP = 4;
/** Shares of a wire at which its label may stand, the best first. */
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73, 0.2, 0.8, 0.14, 0.86];
/** Names of groups are tried so far apart where they have no place above a card. */
const [ROW, COLUMN] = [8, 16];
/** Between a label and a card. */
const CLEAR = 2;
/** Between a steep wire, or its arrowhead, and its label. */
const ASIDE = 5;

export class Places {
  private readonly cards = new Nearby<Box>();
  private readonly taken = new Nearby<Box>();
  private readonly wires = new Nearby<{ at: Point; wire: number }>();

  constructor(
    obstacles: readonly Box[],
    curves: readonly (readonly Point[])[],
    /** Nothing stands outside of it. */
    private readonly paper: Box,
  ) {
    for (const box of obstacles) this.cards.add(box, box);
    for (const [wire, curve] of curves.entries()) for (const at of samples(curve, STEP)) this.wires.add({ ...at, width: 0, height: 0 }, { at, wire });
  }

  private covers(box: Box, clear: number): boolean {
    const wide = grown(box, clear);
    return this.cards.some(wide, (card) => overlaps(wide, card)) || this.taken.some(box, (other) => overlaps(box, other));
  }

  private hides(box: Box, own: number): boolean {
    return this.wires.some(box, ({ at, wire }) => wire !== own && at.x > box.x && at.x < box.x + box.width && at.y > box.y && at.y < box.y + box.height);
  }

  /** The first of these boxes that covers no card and nothing placed before, if it can be one that hides no other wire. */
  private first(boxes: readonly Box[], own: number, clear: number): Box | null {
    const free = boxes.filter((box) => inside(box, this.paper) && !this.covers(box, clear));
    const place = free.find((box) => !this.hides(box, own)) ?? free[0] ?? null;
    if (place) this.taken.add(place, place);
    return place;
  }

  /** Whether a box lies on no card. */
  isFree(box: Box): boolean {
    return !this.cards.some(box, (card) => overlaps(box, card));
  }

  /** A place for a text beside a wire, close to it, or else on it; null where there is none. */
  along(curve: readonly Point[], own: number, width: number, height: number): Box | null {
    const points = samples(curve, STEP);
    const last = points.length - 1;
    const at = (share: number): { point: Point; steep: boolean } => {
      const index = Math.round(share * last);
      const [before, point, after] = [Math.max(0, index - 1), index, Math.min(last, index + 1)].map((near) => points[near] ?? { x: 0, y: 0 }) as [Point, Point, Point];
      return { point, steep: Math.abs(after.y - before.y) > 0.6 * Math.abs(after.x - before.x) };
    };
    const box = ({ x, y }: Point, across: number, down: number): Box => ({ x: x + across * (width / 2 + ASIDE) - width / 2, y: y + down * (height / 2 + 1) - height / 2, width, height });
    const places = SHARES.map(at);
    const beside = places.flatMap(({ point, steep }) => (steep ? [box(point, 1, 0), box(point, -1, 0)] : [box(point, 0, -1), box(point, 0, 1)]));
    const found = this.first(beside.filter((place) => !this.hides(place, own)), own, CLEAR);
    return found ?? this.first([...places.map(({ point }) => box(point, 0, 0)), ...beside], own, CLEAR);
  }

  /** A place for a number beside the end of a wire, off the card there; `from` is the end, its neighbours follow. */
  besideEnd(from: readonly Point[], own: number, width: number, height: number): Box | null {
    const tip = from[0] ?? { x: 0, y: 0 };
    const box = (back: number, aside: number): Box => {
      const at = from.find((point) => distance(tip, point) >= back) ?? from.at(-1) ?? tip;
      const length = distance(tip, at) || 1;
      const [dx, dy] = [(tip.x - at.x) / length, (tip.y - at.y) / length];
      return { x: at.x + dy * aside - width / 2, y: at.y - dx * aside - height / 2, width, height };
    };
    const off = 5 + width / 2;
    return this.first([9, 13, 18].flatMap((back) => [off, -off].map((aside) => box(back, aside))), own, 0);
  }

  /** A place for the name of a group above one of its cards, or else near the first of them; where there is none, above everything. */
  above(cards: readonly Box[], width: number, height: number): Box {
    const { x: left, y: top, width: room, height: depth } = this.paper;
    const onPaper = (x: number): number => Math.max(left, Math.min(x, left + room - width));
    const box = (x: number, y: number): Box => ({ x: onPaper(x), y, width, height });
    const first = cards[0] ?? { x: 0, y: 0, width: 0, height: 0 };
    const above = cards.flatMap(({ x, y, width: card }) => [x, x + card - width, x + (card - width) / 2].map((at) => box(at, y - height - 1)));
    const rows = Array.from({ length: Math.max(0, Math.floor((depth - height) / ROW) + 1) }, (_, row) => top + row * ROW);
    const columns = Array.from({ length: Math.max(1, Math.floor((room - width) / COLUMN) + 1) }, (_, column) => left + column * COLUMN);
    const near = (): Box[] => rows.flatMap((y) => columns.map((x) => box(x, y))).toSorted((one, other) => distance(one, first) - distance(other, first));
    return this.first(above, -1, 0) ?? this.first(near(), -1, 0) ?? box(left, top - height);
  }
}
