/**
 * Lines from band to band: straight, with rounded corners, in the gutters between bands and the gaps between ranks, so
 * that they are never behind a card. Written for columns.
 */
import { type Box, type Point, roundedWay } from "./geometry";

const RADIUS = 7;
/** Before and behind a rank, and above all columns: as far from the cards as two lines are from each other. */
const GAP = 9;
/** Lines that leave or reach one side of a card. */
const APART = 9;

export class Ways {
  private readonly used = new Map<string, number>();

  constructor(
    private readonly boxes: readonly Box[],
    /** The column of every box, its rank, and where each column ends. */
    private readonly columns: readonly number[],
    private readonly ranks: readonly number[],
    private readonly ends: readonly number[],
    private readonly track: number,
  ) {}

  between(from: number, to: number): Point[] {
    const [source, target] = [this.boxes[from] as Box, this.boxes[to] as Box];
    const [first, last] = [this.columns[from] ?? 0, this.columns[to] ?? 0];
    const gutter = (column: number): number => (this.ends[column] ?? 0) + 13 + this.track * this.next(`gutter ${column}`);
    const [left, right] = [this.leave(from, source), this.reach(to, target)];
    const down = gutter(first);
    if (last === first + 1) return roundedWay([...left, { x: down, y: (left.at(-1) as Point).y }, { x: down, y: (right[0] as Point).y }, ...right], RADIUS);
    const up = gutter(last - 1);
    const above = -GAP - this.track * this.next("above");
    const turns = [{ x: down, y: (left.at(-1) as Point).y }, { x: down, y: above }, { x: up, y: above }, { x: up, y: (right[0] as Point).y }];
    return roundedWay([...left, ...turns, ...right], RADIUS);
  }

  /** Out of a card's right side where nothing stands there, else below it. */
  private leave(index: number, box: Box): Point[] {
    if (!this.beside(index, (other) => other.x > box.x)) return [{ x: box.x + box.width, y: this.aside(`out ${index}`, box) }];
    const rank = this.inRank(index);
    const y = Math.max(...rank.map((other) => other.y + other.height)) + GAP + this.track * this.next(`below ${this.columns[index]} ${this.ranks[index]}`);
    const x = box.x + box.width * 0.75;
    return [{ x, y: box.y + box.height }, { x, y }];
  }

  /** Into a card's left side where nothing stands there, else from above. */
  private reach(index: number, box: Box): Point[] {
    if (!this.beside(index, (other) => other.x < box.x)) return [{ x: box.x, y: this.aside(`in ${index}`, box) }];
    const y = Math.min(...this.inRank(index).map((other) => other.y)) - GAP - this.track * this.next(`over ${this.columns[index]} ${this.ranks[index]}`);
    const x = box.x + box.width * 0.25;
    return [{ x, y }, { x, y: box.y }];
  }

  private inRank(index: number): Box[] {
    return this.boxes.filter((_, other) => this.columns[other] === this.columns[index] && this.ranks[other] === this.ranks[index]);
  }

  private beside(index: number, test: (other: Box) => boolean): boolean {
    return this.inRank(index).some((box) => box !== this.boxes[index] && test(box));
  }

  /** In the middle of a side, the next lines a little below and above. */
  private aside(side: string, { y, height }: Box): number {
    const turn = this.next(side);
    return y + height / 2 + Math.ceil(turn / 2) * (turn % 2 ? 1 : -1) * Math.min(APART, height / 6);
  }

  /** How many have asked for this before. */
  private next(what: string): number {
    const count = this.used.get(what) ?? 0;
    this.used.set(what, count + 1);
    return count;
  }
}
