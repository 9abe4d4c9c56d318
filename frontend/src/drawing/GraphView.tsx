/**
 * The graph of a stage on the page: asks the layout worker for a picture when the structure changes, paints texts in
 * place when anything else does, and offers the tools around the drawing.
 */
import { effect, signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { endWaiting } from "../idle";
import { LayoutFailure, Superseded, takeSupervisor } from "../layout/layout";
import { media } from "../media";
import type { Graph } from "../model";
import { type Play, sentOut } from "../stepper/frames";
import type { Direction, Picture, Stage } from "../stepper/stage";
import { GRAPH, SHELL } from "../text";
import { Drawing } from "./drawing";
import { Legend } from "./Legend";
import { type LineRoom, roomSize } from "./line";
import { cardLooks, lineLooks, lineRooms } from "./look";
import { KEPT } from "./parts";
import { ViewTools } from "./ViewTools";
import type { Viewport } from "./viewport";

/** Room between cards, in inches: besides the labels of the edges, or instead of them where a graph is too large for them. */
const SPACING = {
  labelled: { TB: "rankdir=TB ranksep=0.37 nodesep=0.36", LR: "rankdir=LR ranksep=0.42 nodesep=0.34" },
  dense: { TB: "rankdir=TB ranksep=0.72 nodesep=0.5", LR: "rankdir=LR ranksep=1.35 nodesep=0.4" },
};
/** The size of a group's name, which Graphviz keeps free at the top of its frame. */
const NAMES = "fontsize=22";
/** Room for the labels of more lines than this would take Graphviz too long. */
const MOST_LABELS = 500;
/** Between a wire and its label, on either side. */
const ASIDE = 8;

/** Keeps a box free beside a line: in Graphviz's language, a table of a fixed size and a known colour. */
function keptRoom(room: LineRoom, direction: Direction): string {
  const { width, height } = roomSize(room);
  const [across, down] = direction === "TB" ? [width + 2 * ASIDE, height] : [width, height + ASIDE];
  const size = `fixedsize="true" width="${Math.ceil(across)}" height="${Math.ceil(down)}"`;
  return `label=<<table border="0" cellborder="0" cellspacing="0" cellpadding="0" ${size}><tr><td bgcolor="${KEPT}" ${size}></td></tr></table>>`;
}

/**
 * The DOT to lay out: the server's, in the direction that the reader chose, with room for the labels of its lines. Only
 * what the server writes at the start of a line is replaced: people's words stand further behind.
 */
export function directed(dot: string, direction: Direction, rooms: ReadonlyMap<string, LineRoom>): string {
  const labelled = rooms.size <= MOST_LABELS;
  const spacing = SPACING[labelled ? "labelled" : "dense"][direction];
  const spaced = dot.replace(/^(\s*graph \[)([^\n]*)$/m, (_, start: string, rest: string) => `${start}${NAMES} ${spacing} ${rest.replace(/\b(?:rankdir|ranksep|nodesep|fontsize)="?[\w.]+"? ?/g, "")}`);
  if (!labelled) return spaced;
  return spaced.replace(/^(\s*\S+ -> \S+ \[)(id="?([\w.-]+)"?)/gm, (line, start: string, named: string, id: string) => {
    const room = rooms.get(id);
    return room && room.rows > 0 ? `${start}${keptRoom(room, direction)} ${named}` : line;
  });
}

/** How much larger than the page's text a small graph becomes while everything beside it is hidden. */
const MOST_PRESENTED = 1.5;

/** More cards than this are not laid out: the table and the downloads show them. */
export const MOST_CARDS = 1500;

const printing = media("print");

/** Pan and zoom of the pictures on the page, for those beside each other. */
const viewports = new WeakMap<Picture, Viewport>();

interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How much of a view's lower part lies under a sheet, in pixels. */
export function overlap(view: Rectangle, sheet: Rectangle): number {
  const over = sheet.right > view.left && sheet.left < view.right && sheet.bottom > view.top;
  return over ? Math.max(0, view.bottom - Math.max(sheet.top, view.top)) : 0;
}

interface Props {
  stage: Stage;
  /** The stage of the drawing beside this one. */
  beside?: Stage | undefined;
  /** What Enter on a card does, beyond selecting it. */
  onInspect?: () => void;
  /** Without tools and legend, as beside another drawing that has them. */
  plain?: boolean;
  label?: string;
  /** What to do with a graph that is not drawn. */
  wayOut?: ComponentChildren;
}

export function GraphView({ stage, beside, onInspect, plain = false, label = GRAPH.region, wayOut }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const failure = useSignal("");
  /** Asks for the layout again; null where that would not help. */
  const again = useSignal<(() => void) | null>(null);
  const mounted = useSignal(0);

  useEffect(() => {
    const made = new Drawing(host.current as HTMLDivElement, {
      select: (node) => (stage.selected.value = node),
      hover: (node) => stage.point(...(node === null ? [] : [node])),
      toggleGroup: stage.toggleGroup,
      inspect: () => onInspect?.(),
    });
    const supervisor = takeSupervisor();
    const picture: Picture = {
      fit: () => made.viewport.fit(),
      zoomBy: (factor) => made.viewport.zoomBy(factor),
      focus: () => made.focus(),
      reveal: (node) => made.reveal(node),
      show: (node) => made.show(node),
      startAnew: () => (made.viewport.untouched = true),
      complete: () => made.complete(),
      pair: (other) => {
        made.viewport.partner = (other && viewports.get(other)) ?? null;
        if (made.viewport.untouched) begin();
      },
    };
    viewports.set(picture, made.viewport);
    stage.picture.value = picture;
    /** To what was selected or is being computed, as a link may ask for. */
    const seek = (): void => {
      const { event } = stage.frame.peek() ?? { event: null };
      const node = stage.selected.peek() ?? (stage.position.peek() < stage.length.peek() ? event?.node : null);
      if (node && mounted.peek()) made.reveal(node);
    };
    const begin = (): void => {
      made.viewport.begin(stage.direction.peek());
      seek();
    };
    let laidOut = "";
    let wanted = "";
    const turn = signal(0);
    const retry = (): void => {
      wanted = "";
      turn.value += 1;
    };
    let shown: Graph | null = null;
    let told: { play: Play | null; position: number } | null = null;
    const stops = [
      effect(() => {
        const graph = stage.graph.value;
        const flow = stage.direction.value;
        const play = stage.play.value;
        const place = graph && `${graph.structure} ${flow}`;
        void turn.value;
        if (!graph || !play || !place || place === wanted) return; // Nor is a layout that has failed tried again without being asked.
        wanted = place;
        failure.value = "";
        again.value = null;
        if (place === laidOut) return;
        const cards = graph.drawing.cards.length || graph.nodes.length; // The largest graphs come without cards.
        if (cards > MOST_CARDS) {
          failure.value = GRAPH.tooMany(cards, MOST_CARDS);
          endWaiting();
          return;
        }
        const rooms = lineRooms(play);
        supervisor.layOut(directed(graph.drawing.dot, flow, rooms)).then(
          (svg) => {
            if (place !== wanted) return;
            made.mount(svg, { graph, flow, label: GRAPH.label(graph.nodes.length), rooms });
            laidOut = place;
            shown = graph;
            const selected = stage.selected.peek();
            if (selected) made.setCurrent(selected);
            mounted.value += 1;
            endWaiting();
            if (made.viewport.untouched) seek();
          },
        ).catch((error: unknown) => {
          if (error instanceof Superseded || place !== wanted) return;
          failure.value = GRAPH.failed(error instanceof LayoutFailure ? error.message : String(error));
          endWaiting();
          again.value = retry;
        });
      }),
      effect(() => {
        const play = stage.play.value;
        const frame = stage.frame.value;
        const choices = {
          selected: stage.selected.value,
          pathOnly: stage.pathOnly.value,
          colourBy: stage.colourBy.value,
          scope: stage.scope.value,
          marked: stage.marked.value,
        };
        if (!mounted.value || !play || !frame || shown?.structure !== play.graph.structure) return;
        const looks = cardLooks(play, frame, choices);
        made.paint(looks, lineLooks(play, frame, looks));
      }),
      effect(() => made.print(printing.value)),
      effect(() => {
        const nodes = stage.hovered.value;
        if (mounted.value) made.hover(nodes);
      }),
      effect(() => {
        const [play, frame, position] = [stage.play.value, stage.frame.value, stage.position.value];
        const stepped = told !== null && told.play === play && told.position !== position;
        if (mounted.value) told = { play, position };
        if (!mounted.value || !play || !frame?.event) return;
        // A graph is first shown complete, from where it begins; the last step is followed when somebody goes there.
        if (stepped || position < stage.length.value) made.follow(frame.event.node, sentOut(frame.step, play.edges).edges);
      }),
      effect(() => {
        const node = stage.selected.value;
        if (node) made.setCurrent(node);
        if (node && made.viewport.covered) made.reveal(node);
      }),
    ];
    const watcher = new ResizeObserver(([entry]) => {
      const tools = made.svg.closest(".graph")?.querySelector(".graph-tools")?.getBoundingClientRect();
      const view = made.svg.getBoundingClientRect();
      made.viewport.tools = tools && tools.top < view.top + view.height / 2 ? Math.max(0, tools.bottom - view.top) : 0;
      made.viewport.most = made.svg.closest(".presenting") ? MOST_PRESENTED : 1;
      if (entry) made.viewport.resize(entry.contentRect.width, entry.contentRect.height);
      if (made.viewport.untouched) begin();
    });
    watcher.observe(made.svg);
    // In a narrow window the inspector is a sheet over the graph: what it is about shall stay in sight.
    const sheet = made.svg.closest("dialog, .workbench")?.querySelector(":scope > .inspector");
    const sheetWatcher = new ResizeObserver(() => {
      const before = made.viewport.covered;
      made.viewport.covered = sheet ? overlap(made.svg.getBoundingClientRect(), sheet.getBoundingClientRect()) : 0;
      host.current?.parentElement?.style.setProperty("--covered", `${made.viewport.covered}px`); // The legend stands above it.
      const node = stage.selected.peek();
      if (node && made.viewport.covered) made.reveal(node);
      else if (before && !made.viewport.covered && made.viewport.untouched) made.viewport.begin(stage.direction.peek());
    });
    if (sheet) sheetWatcher.observe(sheet);
    return () => {
      watcher.disconnect();
      sheetWatcher.disconnect();
      supervisor.stop();
      for (const stop of stops) stop();
      stage.picture.value = null;
      made.svg.remove();
    };
  }, [stage]);

  const other = beside?.picture.value ?? null;
  useEffect(() => stage.picture.peek()?.pair(other), [other, stage]);

  return (
    <section class={`graph ${stage.stale.value ? "stale" : ""} ${failure.value ? "undrawn" : ""}`} aria-label={label}>
      <div class="graph-host" ref={host} />
      {stage.stale.value && stage.graph.value && <p class="chip previous">{GRAPH.previous}</p>}
      {failure.value && <div class="failure"><p role="alert">{failure.value}</p>{again.value && <button type="button" class="quiet" onClick={again.value}>{SHELL.retry}</button>}{wayOut}</div>}
      {!plain && <ViewTools stage={stage} />}
      {!plain && <Legend stage={stage} />}
    </section>
  );
}
