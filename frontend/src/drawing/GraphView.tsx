/**
 * The graph of a stage on the page: has the picture laid out when the structure or the room changes, paints texts in
 * place when anything else does, and offers the tools around the drawing.
 */
import { batch, effect, signal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { endWaiting } from "../idle";
import type { Size } from "../layout/geometry";
import { takeSupervisor } from "../layout/layout";
import { media } from "../media";
import { type Play, sentOut } from "../stepper/frames";
import type { Picture, Stage } from "../stepper/stage";
import { GRAPH, SHELL } from "../text";
import { Director } from "./director";
import { Drawing } from "./drawing";
import { reducedMotion } from "./glide";
import { Legend } from "./Legend";
import { cardLooks, lineLooks } from "./look";
import { type MapView, Minimap, mapOf } from "./Minimap";
import { Moves, moved } from "./Moves";
import { movementOf } from "./travel";
import { ViewTools } from "./ViewTools";
import { type Viewport, textSize } from "./viewport";

/** More cards than this are not laid out: the table and the downloads show them. */
export const MOST_CARDS = 1500;

/** While a divider is dragged or a window resized the picture is laid out when that rests. */
const RESIZED_MS = 120;

/** A step that could not be shown within this time is not set in motion any more. */
const SEEN_MS = 700;

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
  const map = useSignal<MapView | null>(null);
  const shownView = useRef<Viewport | null>(null);

  useEffect(() => {
    const mounted = signal(0);
    const room = signal<Size | null>(null);
    const lecture = signal(false);
    const text = signal(1);
    const turn = signal(0);
    const made = new Drawing(host.current as HTMLDivElement, {
      select: (node) => (stage.selected.value = node),
      openEdge: (edge) => stage.openEdge(edge),
      hover: (node) => stage.point(...(node === null ? [] : [node])),
      toggleGroup: stage.toggleGroup,
      turnTo: stage.turnTo,
      inspect: () => onInspect?.(),
    });
    shownView.current = made.viewport;
    const director = new Director(made, takeSupervisor());
    const picture: Picture = {
      fit: () => {
        if (director.widen(stage.position.peek())) turn.value += 1;
        else made.viewport.fit();
      },
      turn: () => (stage.direction.value = director.shown?.plan.flow === "TB" ? "LR" : "TB"),
      zoomBy: (factor) => made.viewport.zoomBy(factor),
      focus: () => made.touch.focus(),
      reveal: (node) => made.reveal(node),
      show: (node) => made.show(node),
      startAnew: () => (made.viewport.untouched = true),
      complete: () => made.complete(),
      pair: (other) => {
        made.viewport.partner = (other && viewports.get(other)) ?? null;
        if (made.viewport.untouched && mounted.peek()) made.viewport.begin();
      },
    };
    viewports.set(picture, made.viewport);
    stage.picture.value = picture;
    made.touch.fitted = picture.fit;
    /** Where the step is, or what was selected, as a link may ask for. */
    const looked = (): string => {
      const { event } = stage.frame.peek() ?? { event: null };
      const stepping = stage.position.peek() < stage.length.peek() ? event?.node : null;
      return stage.selected.peek() ?? stepping ?? stage.graph.peek()?.output ?? "";
    };
    let drawMap = 0;
    const seen = (): void => {
      cancelAnimationFrame(drawMap);
      drawMap = requestAnimationFrame(() => (map.value = mapOf(director, made)));
    };
    made.seen = () => {
      if (!made.viewport.untouched) moved();
      seen();
    };
    let moving: { position: number; until: number } | null = null;
    let told: { play: Play | null; position: number } | null = null;
    const stops = [
      effect(() => {
        const outline = stage.outline.value;
        const play = stage.play.peek();
        const now = { direction: stage.direction.value, room: room.value, lecture: lecture.value, position: stage.position.value, text: text.value };
        void turn.value;
        if (!outline || !play || !now.room) return;
        const cards = outline.drawing.cards.length;
        if (cards > MOST_CARDS) {
          batch(() => {
            failure.value = GRAPH.tooMany(cards, MOST_CARDS);
            again.value = null;
          });
          endWaiting();
          return;
        }
        director.show({ ...now, room: now.room, play, outline, first: looked() }).then(
          (changed) => {
            batch(() => {
              failure.value = "";
              again.value = null;
              if (changed) mounted.value += 1;
            });
            if (!changed) return;
            const selected = stage.selected.peek();
            if (selected) made.touch.setCurrent(selected);
            endWaiting();
          },
          (error: unknown) => {
            failure.value = GRAPH.failed(error instanceof Error ? error.message : String(error));
            endWaiting();
            again.value = () => {
              director.forget();
              turn.value += 1;
            };
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
        const scene = director.shown?.scene;
        if (!mounted.value || !play || !frame || scene?.graph.structure !== play.graph.structure) return;
        const looks = cardLooks(scene, play, frame, choices);
        const numbersOnly = play.graph.moving === true;
        made.paint(looks, lineLooks(scene, play, frame, looks, stage.edge.value), numbersOnly);
        if (!numbersOnly) seen(); // The map shows no numbers.
      }),
      effect(() => made.print(printing.value)),
      effect(() => {
        const nodes = stage.hovered.value;
        if (mounted.value) made.hover(nodes);
      }),
      effect(() => {
        const [play, frame, position] = [stage.play.value, stage.frame.value, stage.position.value];
        const stepped = told !== null && told.play === play && told.position !== position;
        if (stepped) {
          made.motion.stop();
          moving = position === (told?.position ?? 0) + 1 ? { position, until: performance.now() + SEEN_MS } : null;
        }
        if (mounted.value) told = { play, position };
        if (!mounted.value || !play || !frame?.event) return;
        // Where a step is drawn anew, as through a lens, it moves in the new picture.
        const movement = moving?.position === position && performance.now() < moving.until && !reducedMotion() ? movementOf(play, frame) : null;
        if (movement) made.motion.start(movement, made.viewport.scale);
        if (director.throughLens) return;
        // A graph is first shown complete; the last step is followed when somebody goes there.
        if (stepped || position < stage.length.value) stage.openTurns(frame.event.node);
        if (stepped || position < stage.length.value) made.follow(frame.event.node, sentOut(frame.step, play.edges).edges);
      }),
      effect(() => {
        const node = stage.selected.value;
        if (node) made.touch.setCurrent(node);
        if (!node || !mounted.peek() || node === made.touch.pointed) return;
        stage.openTurns(node);
        made.reveal(node);
      }),
    ];
    const measure = (): void =>
      batch(() => {
        const presenting = made.svg.closest(".presenting") !== null;
        if (presenting !== lecture.peek()) made.viewport.untouched = true;
        lecture.value = presenting;
        text.value = textSize();
        if (made.viewport.untouched || !room.peek()) room.value = made.viewport.room;
      });
    let resting: ReturnType<typeof setTimeout> | undefined;
    const watcher = new ResizeObserver(([entry]) => {
      if (entry) made.viewport.resize(entry.contentRect.width, entry.contentRect.height);
      if (made.viewport.untouched && mounted.peek()) made.viewport.begin();
      clearTimeout(resting);
      if (!entry?.contentRect.width || !entry.contentRect.height) return;
      const presenting = made.svg.closest(".presenting") !== null;
      if (room.peek() && presenting === lecture.peek()) resting = setTimeout(measure, RESIZED_MS);
      else measure();
    });
    watcher.observe(made.svg);
    // In a narrow window the inspector is a sheet over the graph: what it is about shall stay in sight.
    const sheet = made.svg.closest("dialog, .workbench")?.querySelector(":scope > .inspector");
    const sheetWatcher = new ResizeObserver(() => {
      made.viewport.covered = sheet ? overlap(made.svg.getBoundingClientRect(), sheet.getBoundingClientRect()) : 0;
      const node = stage.selected.peek();
      if (node && made.viewport.covered) made.reveal(node);
      else if (made.viewport.untouched && mounted.peek()) made.viewport.begin();
    });
    if (sheet) sheetWatcher.observe(sheet);
    return () => {
      watcher.disconnect();
      sheetWatcher.disconnect();
      clearTimeout(resting);
      cancelAnimationFrame(drawMap);
      director.stop();
      made.motion.stop();
      for (const stop of stops) stop();
      stage.picture.value = null;
      made.svg.remove();
    };
  }, [stage]);

  const other = beside?.picture.value ?? null;
  useEffect(() => stage.picture.peek()?.pair(other), [other, stage]);

  const inspected = stage.outline.value?.nodes.find(({ id }) => id === stage.selected.value);
  return (
    <section class={`graph ${stage.stale.value ? "stale" : ""} ${failure.value ? "undrawn" : ""}`} aria-label={label}>
      {!plain && <div class="graph-bar" role="group" aria-label={GRAPH.tools}><Legend stage={stage} /><Moves /><ViewTools stage={stage} /></div>}
      <div class="graph-host" ref={host}>
        {map.value && <Minimap map={map.value} onGo={(to) => (map.value?.view ? shownView.current?.lookAt(to) : stage.picture.peek()?.fit())} onZoom={(doublings) => shownView.current?.zoomBy(2 ** doublings)} />}
      </div>
      {onInspect && inspected && <button type="button" class="details" onClick={onInspect}>{GRAPH.details(inspected.label)}</button>}
      {stage.stale.value && stage.graph.value && <p class="chip previous">{GRAPH.previous}</p>}
      {failure.value && <div class="failure"><p role="alert">{failure.value}</p>{again.value && <button type="button" class="quiet" onClick={again.value}>{SHELL.retry}</button>}{wayOut}</div>}
    </section>
  );
}
