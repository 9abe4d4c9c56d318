/**
 * Painting predictions: a field of colour over two features, its boundary, a line over one feature, and the rows as
 * points. Pure but for the canvas that is handed in; coordinates of data go through `Frame`.
 */

export type Colour = readonly [number, number, number];

export interface Frame {
  width: number;
  height: number;
  x: readonly [number, number];
  y: readonly [number, number];
}

export const placeX = (frame: Frame, value: number): number => ((value - frame.x[0]) / (frame.x[1] - frame.x[0])) * frame.width;
export const placeY = (frame: Frame, value: number): number => frame.height - ((value - frame.y[0]) / (frame.y[1] - frame.y[0])) * frame.height;

export const mixed = (from: Colour, to: Colour, share: number): Colour => {
  const part = Math.min(1, Math.max(0, share));
  return [0, 1, 2].map((index) => Math.round((from[index] as number) + ((to[index] as number) - (from[index] as number)) * part)) as unknown as Colour;
};

/** From `low` over `middle` to `high` as the share goes from 0 to 1. */
export const diverging = (low: Colour, middle: Colour, high: Colour, share: number): Colour =>
  share < 0.5 ? mixed(low, middle, share * 2) : mixed(middle, high, share * 2 - 1);

/** A grid of colours as a picture of one pixel each, the first row at the bottom, smoothed to the frame. */
export function paintField(context: CanvasRenderingContext2D, frame: Frame, colours: readonly (readonly Colour[])[]): void {
  const rows = colours.length;
  const columns = colours[0]?.length ?? 0;
  const small = document.createElement("canvas");
  small.width = columns;
  small.height = rows;
  const inner = small.getContext("2d");
  if (!inner || !columns) return;
  const image = inner.createImageData(columns, rows);
  for (let row = 0; row < rows; row += 1) {
    for (let place = 0; place < columns; place += 1) {
      image.data.set([...(colours[row]?.[place] ?? [0, 0, 0]), 255], 4 * ((rows - 1 - row) * columns + place));
    }
  }
  inner.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  // Values sit at the grid's points, so the outer half pixels lie beyond the frame.
  const padX = frame.width / (columns - 1) / 2;
  const padY = frame.height / (rows - 1) / 2;
  context.drawImage(small, -padX, -padY, frame.width + 2 * padX, frame.height + 2 * padY);
}

/** Segments where a grid of values crosses a level, in units of grid cells (marching squares, corners interpolated). */
export function contour(values: readonly (readonly number[])[], level: number): [number, number, number, number][] {
  const segments: [number, number, number, number][] = [];
  for (let row = 0; row + 1 < values.length; row += 1) {
    const lower = values[row] as readonly number[];
    const upper = values[row + 1] as readonly number[];
    for (let place = 0; place + 1 < lower.length; place += 1) {
      const corners = [lower[place], lower[place + 1], upper[place + 1], upper[place]] as number[];
      const crossings = corners.flatMap((value, index) => {
        const next = corners[(index + 1) % 4] as number;
        if (value < level === next < level || !Number.isFinite(value + next)) return [];
        const part = (level - value) / (next - value);
        const at: [number, number][] = [[place + part, row], [place + 1, row + part], [place + 1 - part, row + 1], [place, row + 1 - part]];
        return [at[index] as [number, number]];
      });
      for (let index = 0; index + 1 < crossings.length; index += 2) {
        const [from, to] = [crossings[index], crossings[index + 1]] as [[number, number], [number, number]];
        segments.push([...from, ...to]);
      }
    }
  }
  return segments;
}

export function strokeContour(context: CanvasRenderingContext2D, frame: Frame, values: readonly (readonly number[])[], level: number, style: string): void {
  const stepX = frame.width / ((values[0]?.length ?? 2) - 1);
  const stepY = frame.height / (values.length - 1);
  context.beginPath();
  for (const [x1, y1, x2, y2] of contour(values, level)) {
    context.moveTo(x1 * stepX, frame.height - y1 * stepY);
    context.lineTo(x2 * stepX, frame.height - y2 * stepY);
  }
  context.strokeStyle = style;
  context.lineWidth = 1.5;
  context.stroke();
}

export interface Dot {
  x: number;
  y: number;
  fill: Colour;
  /** Drawn as a square: a row that the model has not seen. */
  square: boolean;
  /** One of the rows of the shown step. */
  ring: boolean;
}

export function paintDots(context: CanvasRenderingContext2D, frame: Frame, dots: readonly Dot[], edge: string, ink: string): void {
  const radius = dots.length > 400 ? 2.5 : 3.5;
  for (const dot of [...dots].toSorted((first, second) => Number(first.ring) - Number(second.ring))) {
    const x = placeX(frame, dot.x);
    const y = placeY(frame, dot.y);
    const size = dot.ring ? radius + 2 : radius;
    context.beginPath();
    if (dot.square) context.rect(x - size, y - size, 2 * size, 2 * size);
    else context.arc(x, y, size, 0, 2 * Math.PI);
    context.fillStyle = `rgb(${dot.fill.join(" ")})`;
    context.fill();
    context.strokeStyle = dot.ring ? ink : edge;
    context.lineWidth = dot.ring ? 2 : 1;
    context.stroke();
  }
}

export function paintLine(context: CanvasRenderingContext2D, frame: Frame, xs: readonly number[], ys: readonly number[], style: string): void {
  context.beginPath();
  for (const [index, x] of xs.entries()) {
    const y = ys[index] as number;
    if (Number.isFinite(y)) context.lineTo(placeX(frame, x), placeY(frame, y));
  }
  context.strokeStyle = style;
  context.lineWidth = 2.5;
  context.stroke();
}

/** A path with its places, a ring at the present one, and a cross where it should lead. */
export function paintPath(
  context: CanvasRenderingContext2D,
  frame: Frame,
  path: readonly (readonly [number, number])[],
  style: { path: string; ink: string },
  here: readonly [number, number] | null,
  best: readonly [number, number] | null,
): void {
  const at = ([x, y]: readonly [number, number]): [number, number] => [placeX(frame, x), placeY(frame, y)];
  context.beginPath();
  for (const place of path) context.lineTo(...at(place));
  context.strokeStyle = style.path;
  context.lineWidth = 2;
  context.stroke();
  context.fillStyle = style.path;
  for (const place of path) {
    context.beginPath();
    context.arc(...at(place), 2.5, 0, 2 * Math.PI);
    context.fill();
  }
  context.strokeStyle = style.ink;
  if (best) {
    const [x, y] = at(best);
    context.beginPath();
    context.moveTo(x - 5, y);
    context.lineTo(x + 5, y);
    context.moveTo(x, y - 5);
    context.lineTo(x, y + 5);
    context.stroke();
  }
  if (!here) return;
  context.beginPath();
  context.arc(...at(here), 5.5, 0, 2 * Math.PI);
  context.stroke();
}
