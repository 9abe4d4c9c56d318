/** Up to 64 numbers written out in rows and columns, coloured as on the card; more than that as a strip. */
import { Fragment } from "preact";
import { limitOf } from "../drawing/limits";
import { gridOf, isPooled, level, stripPaths } from "../drawing/strips";
import { signed } from "../format";
import type { Summary } from "../model";
import { MATRIX } from "../text";
import { sliceAt } from "./slices";

const WIDTH = 300;

export function SmallMatrix({ summary, of }: { summary: Summary; of: "value" | "gradient" }) {
  const grid = gridOf(summary);
  const limit = limitOf(summary);
  if (summary.data !== null && (grid[0]?.length ?? 0) <= 8) {
    return (
      <div class="scroll-x">
        <table class={`matrix of-${of}`}>
          <tbody>
            {grid.map((row, index) => {
              const slice = sliceAt(index, summary.shape);
              return (
                <Fragment key={index}>
                  {slice && <tr><th class="slice num" colSpan={row.length} scope="rowgroup">{slice}</th></tr>}
                  <tr>{row.map((value, column) => <td key={column} class="num" data-level={level(value, limit)}>{signed(value)}</td>)}</tr>
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
    );
  }
  const height = Math.min(160, Math.max(24, grid.length * 10));
  return (
    <>
      <svg class={`strip large of-${of}`} viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={MATRIX.colours[of]}>
        <rect class="trough" width={WIDTH} height={height} />
        {[...stripPaths(grid, limit, WIDTH, height)].map(([name, d]) => <path key={name} class={name} d={d} />)}
      </svg>
      {grid.length > 0 && isPooled(summary) && <p class="muted">{MATRIX.blocks}</p>}
    </>
  );
}
