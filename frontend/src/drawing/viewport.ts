/** Pan and zoom of the drawing: drag pans, Ctrl+wheel and pinch zoom, a double click on the background fits. */
import { select } from "d3-selection";
import { type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import type { Box } from "./geometry";
import { centre } from "./geometry";

/** Room around the drawing, for the tools above it and the legend below. */
const MARGIN = { across: 28, top: 64, bottom: 52 };
const READABLE = 1;

export class Viewport {
  private readonly behaviour = zoom<SVGSVGElement, unknown>();
  private transform: ZoomTransform = zoomIdentity;
  private content: Box = { x: 0, y: 0, width: 1, height: 1 };
  /** False once somebody has moved the picture; a new layout then keeps the place. */
  untouched = true;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly layer: SVGGElement,
  ) {
    this.behaviour
      .scaleExtent([0.05, 4])
      .clickDistance(6)
      .filter((event: Event) => allowed(event))
      .extent(() => [[0, 0], [this.width, this.height]])
      .on("zoom", ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: Event | null }) => {
        this.transform = transform;
        if (sourceEvent) this.untouched = false;
        this.layer.setAttribute("transform", transform.toString());
      });
    select(svg).call(this.behaviour).on("dblclick.zoom", null);
    svg.addEventListener("dblclick", (event) => {
      if (!(event.target as Element).closest(".card")) this.fit();
    });
  }

  private get width(): number {
    return this.svg.clientWidth || 1;
  }

  private get height(): number {
    return this.svg.clientHeight || 1;
  }

  setContent(content: Box): void {
    this.content = content;
  }

  /** Shows everything, never larger than life. */
  fit(): void {
    const { width, height } = this.content;
    const free = { width: this.width - 2 * MARGIN.across, height: this.height - MARGIN.top - MARGIN.bottom };
    const scale = Math.max(0.05, Math.min(READABLE, free.width / width, free.height / height));
    const { x, y } = centre(this.content);
    const middle = MARGIN.top + free.height / 2;
    const target = zoomIdentity.translate(this.width / 2 - x * scale, middle - y * scale).scale(scale);
    this.behaviour.transform(select(this.svg), target);
    this.untouched = true;
  }

  zoomBy(factor: number): void {
    this.untouched = false;
    this.behaviour.scaleBy(select(this.svg), factor);
  }

  /** Moves just as far as needed for a box to be in full view. */
  reveal(box: Box): void {
    const { k, x, y } = this.transform;
    const shift = (low: number, high: number, size: number): number =>
      low < MARGIN.across ? MARGIN.across - low : high > size - MARGIN.across ? size - MARGIN.across - high : 0;
    const dx = shift(box.x * k + x, (box.x + box.width) * k + x, this.width);
    const dy = shift(box.y * k + y, (box.y + box.height) * k + y, this.height);
    if (dx || dy) this.behaviour.translateBy(select(this.svg), dx / k, dy / k);
  }
}

function allowed(event: Event): boolean {
  if (event.type === "wheel") return (event as WheelEvent).ctrlKey;
  if (event instanceof MouseEvent) return event.button === 0 && !event.ctrlKey;
  return true;
}
