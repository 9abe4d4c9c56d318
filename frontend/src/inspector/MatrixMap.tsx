/** All of a matrix as a field of colours, with a frame around what is in view; a click goes there. */
import { limitOf } from "../drawing/limits";
import { gridOf, stripPaths } from "../drawing/strips";
import type { Box } from "../layout/geometry";
import type { Summary } from "../model";
import { MATRIX } from "../text";

const WIDTH = 300;
/** Rows are at most so high, and all of them together. */
const ROW = 12;
const HEIGHT = 84;

interface Props {
  summary: Summary;
  of: "value" | "gradient";
  /** What is in view, as shares of the whole. */
  window: Box;
  onGo: (share: { across: number; down: number }) => void;
}

export function MatrixMap({ summary, of, window, onGo }: Props) {
  const grid = gridOf(summary);
  const height = Math.max(ROW, Math.min(HEIGHT, ROW * grid.length));
  const go = (event: PointerEvent & { currentTarget: SVGSVGElement }): void => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height: tall } = event.currentTarget.getBoundingClientRect();
    onGo({ across: (event.clientX - left) / width, down: (event.clientY - top) / tall });
  };
  return (
    <svg class="matrix-map" viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" style={{ blockSize: `${height}px` }} role="img" aria-label={MATRIX.map} onPointerDown={go} onPointerMove={go}>
      <g class={`strip of-${of}`}>{[...stripPaths(grid, limitOf(summary), WIDTH, height)].map(([name, d]) => <path key={name} class={name} d={d} />)}</g>
      <rect class="seen" x={window.x * WIDTH} y={window.y * height} width={window.width * WIDTH} height={window.height * height} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
