/** A map of all of the graph while only a part of it is in view: where that part is, and what acts. A click goes there. */
import { type Box, type Point, inside } from "../layout/geometry";
import { GRAPH } from "../text";
import type { Director } from "./director";
import type { Drawing } from "./drawing";
import { zoomOf } from "./viewport";

export interface MapView {
  width: number;
  height: number;
  cards: { id: string; box: Box; kind: string; lit: boolean }[];
  /** What is in view; null where the picture is no window on this map. */
  view: Box | null;
}

/** The map that a picture needs; none where all of it is in view. */
export function mapOf({ whole, throughLens }: Director, drawing: Drawing): MapView | null {
  if (!whole) return null;
  const { view, extent } = drawing.viewport;
  const { untouched } = drawing.viewport;
  if (!throughLens && (inside(extent, view) || (untouched && whole.plan.whole))) return null;
  const { width, height, boxes } = whole.plan;
  const lit = new Set(drawing.placed.filter(({ view: card }) => throughLens || card.root.classList.contains("active")).map(({ view: card }) => card.card.id));
  const cards = whole.scene.cards.map(({ id, kind }, index) => ({ id, kind, box: boxes[index] as Box, lit: lit.has(id) }));
  return { width, height, cards, view: throughLens ? null : view };
}

interface Props {
  map: MapView;
  onGo: (to: Point) => void;
  /** The wheel zooms the picture here, too. */
  onZoom: (doublings: number) => void;
}

export function Minimap({ map, onGo, onZoom }: Props) {
  const turn = (event: WheelEvent): void => {
    event.preventDefault();
    onZoom(zoomOf(event));
  };
  const go = (event: PointerEvent & { currentTarget: SVGSVGElement }): void => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return; // The picture is being dragged, and came by.
    const matrix = event.currentTarget.getScreenCTM();
    if (matrix) onGo(new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()));
  };
  return (
    <svg class="minimap" viewBox={`-8 -8 ${map.width + 16} ${map.height + 16}`} role="img" aria-label={GRAPH.map} onPointerDown={go} onPointerMove={go} onWheel={turn}>
      {map.cards.map(({ id, box, kind, lit }) => <rect key={id} class={`${kind} ${lit ? "lit" : ""}`} {...box} rx={6} />)}
      {map.view && <rect class="seen" {...map.view} vector-effect="non-scaling-stroke" />}
    </svg>
  );
}
