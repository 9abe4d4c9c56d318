/** Tensors of more than two axes as grids: their matrices stand below each other, each with its index above. */
import { unravel } from "../model";

/** How many rows of the grid belong to one matrix; 0 where the tensor is not cut into several. */
export const rowsPerSlice = (shape: number[]): number => (shape.length > 2 ? (shape.at(-2) ?? 0) : 0);

/** "[1, :, :]" where a matrix begins with this row of the grid, else nothing. */
export function sliceAt(row: number, shape: number[]): string {
  const rows = rowsPerSlice(shape);
  return rows > 0 && row % rows === 0 ? `[${[...unravel(row / rows, shape.slice(0, -2)), ":", ":"].join(", ")}]` : "";
}

/** Where a row stands when every matrix has a line for its index above. */
export const lineOf = (row: number, shape: number[]): number => {
  const rows = rowsPerSlice(shape);
  return rows > 0 ? row + Math.floor(row / rows) + 1 : row;
};

/** The first row that stands at this line or below it. */
export const rowAt = (line: number, shape: number[]): number => {
  const rows = rowsPerSlice(shape);
  return rows > 0 ? line - Math.ceil(line / (rows + 1)) : line;
};
