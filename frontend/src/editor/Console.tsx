/**
 * Everything that the program printed, line after line, below its text; each line leads to its moment. Of thousands only
 * those in sight are on the page. Arrow keys go from line to line.
 */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { media } from "../media";
import type { Printed } from "../model";
import { moments, shownMoment } from "../program/moments";
import { asRows, follow } from "../program/printed";
import { stage } from "../program/store";
import { keep, read } from "../storage";
import { CONSOLE } from "../text";

const KEY = "chainrule.console";
/** The height of a line, in em of the page's text, and how many beyond those in sight are there. */
const [HEIGHT, TOUCHED_HEIGHT, BEYOND] = [1.5, 2.75, 10];

const touched = media("(pointer: coarse)");
/** Where it would leave the text too little room, it is folded until somebody opens it. */
const cramped = media("(max-width: 43.7em), (max-height: 40em)");

/** The lines that are to be on the page: those in sight and a few around them. */
export function inSight(top: number, view: number, height: number, lines: number): { from: number; to: number } {
  const from = Math.max(0, Math.floor(top / height) - BEYOND);
  return { from, to: Math.min(lines, Math.ceil((top + view) / height) + BEYOND) };
}

export function Console() {
  const rows = useComputed(() => asRows(stage.graph.value?.printed ?? []));
  if (rows.value.length === 0) return null;
  return (
    <details class="console" open={(read(KEY) ?? (cramped.value ? "folded" : "open")) === "open"} onToggle={(event) => keep(KEY, event.currentTarget.open ? "open" : "folded")}>
      <summary>{CONSOLE.title} <span class="muted num">{CONSOLE.lines(rows.value.length)}</span></summary>
      <Lines rows={rows.value} />
    </details>
  );
}

function Lines({ rows }: { rows: Printed[] }) {
  const host = useRef<HTMLOListElement>(null);
  const place = useSignal({ top: 0, view: 240 });
  const current = useSignal(0);
  const height = (touched.value ? TOUCHED_HEIGHT : HEIGHT) * Number.parseFloat(getComputedStyle(document.documentElement).fontSize || "16");
  const several = moments.value !== null;
  const at = shownMoment.value;
  const { from, to } = inSight(place.value.top, place.value.view, height, rows.length);

  const look = (): void => {
    const { scrollTop: top = 0, clientHeight: view = 0 } = host.current ?? {};
    if (view > 0) place.value = { top, view };
  };
  const show = (index: number): void => {
    const list = host.current;
    if (!list) return;
    if (index * height < list.scrollTop) list.scrollTop = index * height;
    else if ((index + 1) * height > list.scrollTop + list.clientHeight) list.scrollTop = (index + 1) * height - list.clientHeight;
    look();
  };
  useEffect(() => {
    const watcher = new ResizeObserver(look);
    if (host.current) watcher.observe(host.current);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    const first = rows.findIndex(({ moment }) => moment === at);
    if (several && first >= 0 && !host.current?.contains(document.activeElement)) {
      current.value = first;
      show(first);
    }
  }, [at, rows]);

  const pressed = (event: KeyboardEvent): void => {
    const last = rows.length - 1;
    const next = { ArrowDown: current.value + 1, ArrowUp: current.value - 1, Home: 0, End: last }[event.key];
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    current.value = Math.max(0, Math.min(last, next));
    show(current.value);
    requestAnimationFrame(() => host.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus());
  };
  const shown = rows.slice(from, to).map((row, index) => ({ row, index: from + index }));
  // The line that Tab comes to is always there.
  const stop = Math.min(current.value, rows.length - 1);
  const tabStop = rows[stop];
  if (tabStop && (stop < from || stop >= to)) shown.push({ row: tabStop, index: stop });
  return (
    <ol ref={host} class="console-lines" aria-label={CONSOLE.list} style={{ "--height": `${height}px`, "--lines": rows.length }} onScroll={look} onKeyDown={pressed}>
      {shown.map(({ row, index }) => (
        <li key={index} style={{ insetBlockStart: `${index * height}px` }} aria-setsize={rows.length} aria-posinset={index + 1} aria-current={several && row.moment === at ? "true" : undefined}>
          <button
            type="button"
            tabIndex={index === stop ? 0 : -1}
            title={CONSOLE.where(row.line, several ? row.moment : null)}
            onClick={() => {
              current.value = index;
              follow(row);
            }}
          >
            <span class="code">{row.text || "\u00a0"}</span> <span class="muted num">{CONSOLE.where(row.line, several ? row.moment : null)}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
