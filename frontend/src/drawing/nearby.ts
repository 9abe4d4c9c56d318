/** Things by where they lie, in the cells of a grid: a question about a place looks at what is near it, not at everything. */
import type { Box } from "../layout/geometry";

const CELL = 128;
/** More rows than a drawing has: each cell has a number of its own. */
const ROWS = 1e6;

function* cells({ x, y, width, height }: Box): Generator<number> {
  for (let column = Math.floor(x / CELL); column <= (x + width) / CELL; column += 1) {
    for (let row = Math.floor(y / CELL); row <= (y + height) / CELL; row += 1) yield column * ROWS + row;
  }
}

export class Nearby<T> {
  private readonly grid = new Map<number, T[]>();

  add(box: Box, thing: T): void {
    for (const cell of cells(box)) {
      const there = this.grid.get(cell);
      if (there) there.push(thing);
      else this.grid.set(cell, [thing]);
    }
  }

  /** Whether a thing near the box passes the test. */
  some(box: Box, test: (thing: T) => boolean): boolean {
    for (const cell of cells(box)) if (this.grid.get(cell)?.some(test)) return true;
    return false;
  }
}
