/**
 * Tensors as strips of colour: a pooled grid, quantised to seven levels on each side of zero and merged into one path
 * per level. Paths take their colour from the style sheet, so a change of theme draws nothing again.
 */
import { LEVELS } from "../vocabulary";
import { type Summary, elementCount, flatten, toNumber } from "../model";

export type Grid = number[][];

const MAX_ROWS = 16;
const MAX_COLUMNS = 64;

/** The tensor as a grid: rows are the last but one axis and everything before it. */
export function gridOf(summary: Summary): Grid {
  if (summary.data === null) return (summary.preview ?? []).map((row) => row.map(toNumber));
  const values = flatten(summary.data);
  const columns = Math.max(1, Math.min(MAX_COLUMNS, summary.shape.at(-1) ?? 1));
  const rows: Grid = [];
  for (let start = 0; start < values.length; start += columns) rows.push(values.slice(start, start + columns));
  return rows.length > MAX_ROWS && columns === 1 ? [values] : rows;
}

/** Whether a field of the grid stands for several elements: for the one of largest size. */
export function isPooled({ data, shape }: Summary): boolean {
  const columns = Math.max(1, shape.at(-1) ?? 1);
  return data === null && (columns > MAX_COLUMNS || elementCount(shape) / columns > MAX_ROWS);
}

/** The grid as a strip shows it: a column lies down, so that its elements stand side by side. */
export function stripGrid(summary: Summary): Grid {
  const grid = gridOf(summary);
  return grid.length > 1 && grid.every((row) => row.length === 1) ? [grid.flat()] : grid;
}

/** Level of a value on a scale symmetric about zero: −7 … 7, 0 for exact zero, NaN for anything not finite. */
export function level(value: number, limit: number): number {
  if (!Number.isFinite(value)) return Number.NaN;
  if (value === 0 || limit === 0) return 0;
  return Math.sign(value) * Math.max(1, Math.min(LEVELS, Math.ceil((Math.abs(value) / limit) * LEVELS)));
}

/** One path per level that occurs; the key is the class of the path: "p3", "n7", "bad". */
export function stripPaths(grid: Grid, limit: number, width: number, height: number): Map<string, string> {
  const paths = new Map<string, string>();
  const rows = grid.length;
  for (const [row, cells] of grid.entries()) {
    const top = Math.round((row * height) / rows);
    const bottom = Math.round(((row + 1) * height) / rows);
    let start = 0;
    while (start < cells.length) {
      const name = className(level(cells[start] ?? 0, limit));
      let end = start + 1;
      while (end < cells.length && className(level(cells[end] ?? 0, limit)) === name) end += 1;
      if (name) {
        const left = Math.round((start * width) / cells.length);
        const right = Math.round((end * width) / cells.length);
        paths.set(name, `${paths.get(name) ?? ""}M${left} ${top}H${right}V${bottom}H${left}z`);
      }
      start = end;
    }
  }
  return paths;
}

function className(cellLevel: number): string {
  if (Number.isNaN(cellLevel)) return "bad";
  if (cellLevel === 0) return "";
  return cellLevel > 0 ? `p${cellLevel}` : `n${-cellLevel}`;
}

export function hasStrip(summary: Summary | null | undefined): summary is Summary {
  return summary !== null && summary !== undefined && summary.shape.length > 0 && elementCount(summary.shape) > 0;
}
