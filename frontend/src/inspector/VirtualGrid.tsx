/**
 * A grid of numbers of any size: only the cells in view (and a few around them) are in the document. It is one tab stop;
 * arrow keys walk from element to element, Enter opens one.
 */
import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { limitOf } from "../drawing/limits";
import { level } from "../drawing/strips";
import { signed } from "../format";
import type { Summary } from "../model";
import { MatrixMap } from "./MatrixMap";
import { MATRIX } from "../text";
import { lineOf, rowAt, sliceAt } from "./slices";

/** In pixels; large enough for a finger where one points. */
const CELL = { width: 78, height: matchMedia("(pointer: coarse)").matches ? 46 : 26 };
/** Room for the numbers of rows and columns. */
const HEAD = { width: 34, height: 20 };
const AROUND = 2;
/** Border and padding of the grid on one side. */
const EDGE = 5;

interface Props {
  values: number[];
  columns: number;
  shape: number[];
  of: "value" | "gradient";
  summary: Summary;
  name: (place: number) => string;
  /** The element that is read: under the pointer, or where the keys have walked. */
  read: Signal<number | null>;
  /** An element that is to be brought into view and read. */
  sought?: Signal<{ place: number } | null>;
  onOpen?: (place: number) => void;
}

export function VirtualGrid({ values, columns, shape, of, summary, name, read, sought, onOpen }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useSignal({ left: 0, top: 0, width: 320, height: 320 });
  useEffect(() => {
    const { current } = host;
    if (!current) return undefined;
    const measure = (): void => {
      const { scrollLeft: left, scrollTop: top, clientWidth: width, clientHeight: height } = current;
      view.value = { left, top, width, height };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [columns, values.length]);
  useSignalEffect(() => {
    const place = sought?.value?.place;
    if (place === undefined || !host.current) return;
    read.value = place;
    bringIntoView(host.current, place % columns, lineOf(Math.floor(place / columns), shape));
  });
  const rows = Math.ceil(values.length / columns);
  const limit = limitOf(summary);
  const walk = (event: KeyboardEvent): void => {
    const here = read.peek() ?? 0;
    const row = here - (here % columns);
    const places: Record<string, number> = { ArrowRight: here + 1, ArrowLeft: here - 1, ArrowDown: here + columns, ArrowUp: here - columns, Home: row, End: row + columns - 1 };
    const there = read.peek() === null && event.key.startsWith("Arrow") ? 0 : places[event.key];
    if (event.key === "Enter") onOpen?.(here);
    else if (there === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (there >= 0 && there < values.length) {
      read.value = there;
      bringIntoView(host.current as HTMLElement, there % columns, lineOf(Math.floor(there / columns), shape));
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const { left, top, width, height } = view.value;
  const first = { row: Math.max(0, rowAt(Math.floor(top / CELL.height), shape) - AROUND), column: Math.max(0, Math.floor(left / CELL.width) - AROUND) };
  const last = { row: Math.min(rows, rowAt(Math.ceil((top + height) / CELL.height), shape) + AROUND), column: Math.min(columns, Math.ceil((left + width) / CELL.width) + AROUND) };
  const shown = { rows: height - 2 * EDGE - HEAD.height, columns: width - 2 * EDGE - HEAD.width };
  const whole = { rows: (lineOf(rows - 1, shape) + 1) * CELL.height, columns: columns * CELL.width };
  const heads = { rows: shape.length > 1, columns: Array.from({ length: Math.max(0, last.column - first.column) }, (_, index) => first.column + index) };
  const places: number[] = [];
  const slices: number[] = [];
  for (let row = first.row; row < last.row; row += 1) {
    if (sliceAt(row, shape)) slices.push(row);
    for (let column = first.column; column < last.column; column += 1) if (row * columns + column < values.length) places.push(row * columns + column);
  }
  const look = (share: { across: number; down: number }): void => host.current?.scrollTo({ left: share.across * whole.columns - shown.columns / 2, top: share.down * whole.rows - shown.rows / 2 });
  const overview = whole.columns > shown.columns + 1 || whole.rows > shown.rows + 1;
  return (
    <>
    {overview && <MatrixMap summary={summary} of={of} window={{ x: left / whole.columns, y: top / whole.rows, width: Math.min(1, shown.columns / whole.columns), height: Math.min(1, shown.rows / whole.rows) }} onGo={look} />}
    <div
      class={`virtual matrix of-${of}`}
      ref={host}
      role="group"
      aria-label={MATRIX.grid(of, rows, columns)}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollLeft, scrollTop, clientWidth, clientHeight } }) => (view.value = { left: scrollLeft, top: scrollTop, width: clientWidth, height: clientHeight })}
      onPointerLeave={() => (read.value = null)}
      onKeyDown={walk}
      onFocus={() => (read.value ??= 0)}
    >
      <div class="virtual-body" style={{ width: `${whole.columns + HEAD.width}px`, height: `${whole.rows + HEAD.height}px` }}>
        <div class="heads across" style={{ top: `${top}px`, height: `${HEAD.height}px` }} aria-hidden="true">
          {heads.columns.map((column) => <span key={column} class="num" style={{ left: `${HEAD.width + column * CELL.width}px`, width: `${CELL.width - 2}px` }}>{column}</span>)}
        </div>
        {heads.rows && (
          <div class="heads down" style={{ left: `${left}px`, width: `${HEAD.width}px` }} aria-hidden="true">
            {Array.from({ length: Math.max(0, last.row - first.row) }, (_, index) => first.row + index).map((row) => <span key={row} class="num" style={{ top: `${HEAD.height + lineOf(row, shape) * CELL.height}px`, height: `${CELL.height - 2}px` }}>{row % (shape.at(-2) ?? 1)}</span>)}
          </div>
        )}
        {slices.map((row) => <span key={`slice ${row}`} class="slice num" style={{ top: `${HEAD.height + (lineOf(row, shape) - 1) * CELL.height}px` }}>{sliceAt(row, shape)}</span>)}
        {places.map((place) => {
          const value = values[place] ?? Number.NaN;
          const at = { left: `${HEAD.width + (place % columns) * CELL.width}px`, top: `${HEAD.height + lineOf(Math.floor(place / columns), shape) * CELL.height}px`, width: `${CELL.width - 2}px`, height: `${CELL.height - 2}px` };
          const shared = { class: `cell num ${place === read.value ? "read" : ""}`, "data-level": level(value, limit), style: at, onPointerMove: (event: PointerEvent) => (event.movementX || event.movementY || read.peek() === null) && (read.value = place) };
          return onOpen ? (
            <button key={place} type="button" tabIndex={-1} {...shared} aria-label={`${name(place)} = ${signed(value)}`} onClick={() => onOpen(place)}>{signed(value)}</button>
          ) : (
            <span key={place} {...shared}>{signed(value)}</span>
          );
        })}
      </div>
    </div>
    </>
  );
}

function bringIntoView(host: HTMLElement, column: number, line: number): void {
  const nearest = (at: number, size: number, from: number, room: number): number => Math.min(Math.max(from, at + size - room), at);
  host.scrollTo({
    left: nearest(column * CELL.width, CELL.width, host.scrollLeft, host.clientWidth - 2 * EDGE - HEAD.width),
    top: nearest(line * CELL.height, CELL.height, host.scrollTop, host.clientHeight - 2 * EDGE - HEAD.height),
  });
}
