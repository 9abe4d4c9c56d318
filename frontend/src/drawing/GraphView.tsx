/**
 * The graph of a stage on the page: asks the layout worker for a picture when the structure changes, paints texts in
 * place when anything else does, and offers the tools around the drawing.
 */
import { effect, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { LayoutFailure, Superseded, takeSupervisor } from "../layout/layout";
import type { Graph } from "../model";
import type { Direction, Picture, Stage } from "../stepper/stage";
import { GRAPH } from "../text";
import { Drawing } from "./drawing";
import { Legend } from "./Legend";
import { cardLooks, lineLooks } from "./look";
import { ViewTools } from "./ViewTools";
import type { Viewport } from "./viewport";

/** Room between cards, in inches: enough for the labels of the edges, which are wider than high. */
const SPACING: Record<Direction, string> = {
  TB: "rankdir=TB ranksep=0.72 nodesep=0.5",
  LR: "rankdir=LR ranksep=1.35 nodesep=0.4",
};

/** The DOT to lay out: the server's, in the direction that the reader chose. */
export function directed(dot: string, direction: Direction): string {
  const bare = dot.replace(/\b(?:rankdir|ranksep|nodesep)="?[\w.]+"?/g, "");
  return bare.replace("{", `{ graph [${SPACING[direction]}]`);
}

/** More cards than this are not laid out: the table and the downloads show them. */
export const MOST_CARDS = 1500;

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
  const mounted = useSignal(0);

  useEffect(() => {
    const made = new Drawing(host.current as HTMLDivElement, {
      select: (node) => (stage.selected.value = node),
      hover: (node) => (stage.hovered.value = node),
      toggleGroup: stage.toggleGroup,
      inspect: () => onInspect?.(),
    });
    const supervisor = takeSupervisor();
    const picture: Picture = {
      fit: () => made.viewport.fit(),
      zoomBy: (factor) => made.viewport.zoomBy(factor),
      focus: () => made.focus(),
      reveal: (node) => made.reveal(node),
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
    let shown: Graph | null = null;
    const stops = [
      effect(() => {
        const graph = stage.graph.value;
        const flow = stage.direction.value;
        const place = graph && `${graph.structure} ${flow}`;
        if (!graph || !place || place === wanted) return;
        wanted = place;
        failure.value = "";
        if (place === laidOut) return;
        const cards = graph.drawing.cards.length || graph.nodes.length; // The largest graphs come without cards.
        if (cards > MOST_CARDS) {
          failure.value = GRAPH.tooMany(cards, MOST_CARDS);
          return;
        }
        supervisor.layOut(directed(graph.drawing.dot, flow)).then(
          (svg) => {
            if (place !== wanted) return;
            laidOut = place;
            shown = graph;
            made.mount(svg, graph, flow, GRAPH.label(graph.nodes.length));
            mounted.value += 1;
            if (made.viewport.untouched) seek();
          },
          (error: unknown) => {
            if (error instanceof Superseded) return;
            wanted = "";
            failure.value = GRAPH.failed(error instanceof LayoutFailure ? error.message : String(error));
          },
        );
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
      effect(() => {
        const node = stage.hovered.value;
        if (mounted.value) made.hover(node);
      }),
      effect(() => {
        const { event } = stage.frame.value ?? { event: null };
        if (mounted.value && event && stage.position.value < stage.length.value) made.reveal(event.node);
      }),
      effect(() => {
        const node = stage.selected.value;
        if (node && made.viewport.covered) made.reveal(node);
      }),
    ];
    const watcher = new ResizeObserver(([entry]) => {
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
      {failure.value && <div class="failure"><p role="alert">{failure.value}</p>{wayOut}</div>}
      {!plain && <ViewTools stage={stage} />}
      {!plain && <Legend stage={stage} />}
    </section>
  );
}
