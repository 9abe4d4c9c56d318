/** A grid of numbers of any size: only the cells in view (and a few around them) are in the document. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { level, limitOf } from "../drawing/strips";
import { signed } from "../format";
import type { Summary } from "../model";

const CELL = { width: 78, height: 26 };
const AROUND = 2;

interface Props {
  values: number[];
  columns: number;
  of: "value" | "gradient";
  summary: Summary;
  name: (place: number) => string;
  onHover: (place: number | null) => void;
  onOpen?: (place: number) => void;
}

export function VirtualGrid({ values, columns, of, summary, name, onHover, onOpen }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useSignal({ left: 0, top: 0, width: 320, height: 320 });
  useEffect(() => {
    const { clientWidth: width = 320, clientHeight: height = 320 } = host.current ?? {};
    view.value = { left: 0, top: 0, width, height };
  }, [columns, values.length]);
  const rows = Math.ceil(values.length / columns);
  const limit = limitOf(summary);
  const { left, top, width, height } = view.value;
  const first = { row: Math.max(0, Math.floor(top / CELL.height) - AROUND), column: Math.max(0, Math.floor(left / CELL.width) - AROUND) };
  const last = { row: Math.min(rows, Math.ceil((top + height) / CELL.height) + AROUND), column: Math.min(columns, Math.ceil((left + width) / CELL.width) + AROUND) };
  const places: number[] = [];
  for (let row = first.row; row < last.row; row += 1) {
    for (let column = first.column; column < last.column; column += 1) if (row * columns + column < values.length) places.push(row * columns + column);
  }
  return (
    <div
      class={`virtual matrix of-${of}`}
      ref={host}
      role="group"
      aria-label={`${of}, ${rows} by ${columns}`}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollLeft, scrollTop, clientWidth, clientHeight } }) => (view.value = { left: scrollLeft, top: scrollTop, width: clientWidth, height: clientHeight })}
      onPointerLeave={() => onHover(null)}
    >
      <div class="virtual-body" style={{ width: `${columns * CELL.width}px`, height: `${rows * CELL.height}px` }}>
        {places.map((place) => {
          const value = values[place] ?? Number.NaN;
          const at = { left: `${(place % columns) * CELL.width}px`, top: `${Math.floor(place / columns) * CELL.height}px`, width: `${CELL.width - 2}px`, height: `${CELL.height - 2}px` };
          const shared = { class: "cell num", "data-level": level(value, limit), style: at, onPointerEnter: () => onHover(place) };
          return onOpen ? (
            <button key={place} type="button" {...shared} aria-label={`${name(place)} = ${signed(value)}`} onFocus={() => onHover(place)} onClick={() => onOpen(place)}>{signed(value)}</button>
          ) : (
            <span key={place} {...shared}>{signed(value)}</span>
          );
        })}
      </div>
    </div>
  );
}
