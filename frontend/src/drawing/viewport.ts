/** Pan and zoom of the drawing: dragging pans, the wheel and pinching zoom. */
import { select } from "d3-selection";
import { type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import type { Box, Point, Size } from "../layout/geometry";

/** Room around the drawing. */
const MARGIN = 14;
/** Halos and the names of groups may reach into it. */
const EDGE = 10;
/** Small enough to see all of the largest drawings at once. */
const LEAST_OF_ALL = 0.005;
/** A card that is brought into view lands this far inside, as a share of the view: the next steps then move nothing. */
const AHEAD = 0.25;

/** How a drawing is shown at first. */
export interface Beginning {
  scale: number;
  /** Whether all of it is in view then; else what is looked at first. */
  whole: boolean;
  at: Box;
}

export class Viewport {
  private readonly behaviour = zoom<SVGSVGElement, unknown>();
  private transform: ZoomTransform = zoomIdentity;
  private width = 0;
  private height = 0;
  private content: Box = { x: 0, y: 0, width: 1, height: 1 };
  private beginning: Beginning = { scale: 1, whole: true, at: this.content };
  /** How much of the view's lower part a sheet lies over. */
  covered = 0;
  /** What a map at the lower right corner needs beside the drawing. */
  reserved: Size = { width: 0, height: 0 };
  /** The drawing beside this one: both begin at one scale, are fitted and zoomed together, so that they can be compared. */
  partner: Viewport | null = null;
  /** False once somebody has moved the picture; a new layout then keeps the place. */
  untouched = true;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly layer: SVGGElement,
    private readonly moved: () => void,
  ) {
    this.behaviour
      .scaleExtent([LEAST_OF_ALL, 6])
      .clickDistance(6)
      .filter((event: Event) => allowed(event))
      .wheelDelta((event: WheelEvent) => zoomOf(event))
      .extent(() => [[0, 0], [this.width, this.height]])
      .on("zoom", ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: Event | null }) => {
        if (sourceEvent) this.untouched = false;
        const { k } = this.transform;
        this.transform = transform;
        this.layer.setAttribute("transform", transform.toString());
        this.moved();
        const partner = this.partner?.mounted ? this.partner : null;
        if (sourceEvent?.type === "wheel" && partner && transform.k !== k) partner.zoomBy(transform.k / k, true);
      });
    select(svg).call(this.behaviour).on("dblclick.zoom", null);
  }

  /** The size of the view is known from here, not measured when needed: that would lay the page out in the middle of a step. */
  resize(width: number, height: number): void {
    if (width === 0 || height === 0) return; // It is hidden, and comes back as it was.
    this.width = width;
    this.height = height;
    this.moved();
  }

  /** What all of a drawing can fill. */
  get room(): Size {
    return { width: Math.max(1, this.width - 2 * MARGIN), height: Math.max(1, this.height - 2 * MARGIN - this.covered) };
  }

  private get free(): Size {
    return { width: this.room.width - this.reserved.width, height: this.room.height - this.reserved.height };
  }

  get scale(): number {
    return this.transform.k;
  }

  /** What is in view, in the drawing's own coordinates. */
  get view(): Box {
    const { k, x, y } = this.transform;
    return { x: -x / k, y: -y / k, width: this.width / k, height: this.height / k };
  }

  get extent(): Box {
    return this.content;
  }

  setContent(content: Box, beginning: Beginning): void {
    this.content = content;
    this.beginning = beginning;
  }

  /** The same content in a room of another size: what is looked at first stays the same. */
  setScale(scale: number, whole: boolean): void {
    this.beginning = { ...this.beginning, scale, whole };
  }

  /** Whether there is anything to see yet. */
  private get mounted(): boolean {
    return this.content.width > 1;
  }

  private get scaleToFit(): number {
    const { width, height } = this.free;
    return Math.max(LEAST_OF_ALL, Math.min(width / this.content.width, height / this.content.height));
  }

  /** Shows everything, not larger than it begins. */
  fit(alone = false): void {
    const partner = this.partner?.mounted ? this.partner : null;
    const most = Math.max(this.beginning.scale, partner?.beginning.scale ?? 0);
    this.centre(Math.min(most, this.scaleToFit, partner?.scaleToFit ?? Infinity));
    this.untouched = true;
    if (!alone) partner?.fit(true);
  }

  /** Shows everything, or if it could not be read then what is looked at first. */
  begin(alone = false): void {
    const partner = this.partner?.mounted ? this.partner : null;
    this.centre(Math.min(this.beginning.scale, partner?.beginning.scale ?? Infinity));
    if (!this.beginning.whole) this.reveal(this.beginning.at, 0);
    this.untouched = true;
    if (!alone && partner?.untouched) partner.begin(true);
  }

  /** In the middle, or where that is too large from its upper left corner on. */
  private centre(scale: number): void {
    const { content, free: room } = this;
    const left = MARGIN + Math.max(-EDGE, (room.width - content.width * scale) / 2);
    const top = MARGIN + Math.max(-EDGE, (room.height - content.height * scale) / 2);
    this.put(zoomIdentity.translate(left - content.x * scale, top - content.y * scale).scale(scale));
  }

  private put(transform: ZoomTransform): void {
    this.behaviour.transform(select(this.svg), transform);
  }

  /** Where a point of the drawing is in the view. */
  onScreen({ x, y }: Point): Point {
    const at = this.transform.apply([x, y]);
    return { x: at[0], y: at[1] };
  }

  /** Moves the picture so that a point of the drawing is at a place in the view. */
  hold({ x, y }: Point, at: Point): void {
    const { k } = this.transform;
    this.put(zoomIdentity.translate(at.x - x * k, at.y - y * k).scale(k));
  }

  /** Moves the picture so that a point of the drawing is in the middle of the view. */
  lookAt(point: Point): void {
    this.untouched = false;
    this.hold(point, { x: this.width / 2, y: this.height / 2 });
  }

  zoomBy(factor: number, alone = false): void {
    this.untouched = false;
    this.behaviour.scaleBy(select(this.svg), factor);
    if (!alone && this.partner?.mounted) this.partner.zoomBy(factor, true);
  }

  /** Whether a box fits into the view as it is zoomed now. */
  holds(box: Box): boolean {
    return box.width * this.scale <= this.room.width && box.height * this.scale <= this.room.height;
  }

  /** Shows a box in the middle at a size to read, if it is smaller now; the way there is a way of looking, so it is kept. */
  magnify(box: Box): void {
    const k = this.beginning.scale;
    if (this.scale >= 0.9 * k) return;
    this.untouched = false;
    const [left, top] = [this.width / 2 - (box.x + box.width / 2) * k, this.height / 2 - (box.y + box.height / 2) * k];
    this.put(zoomIdentity.translate(left, top).scale(k));
  }

  /** Brings a box into full view; the picture moves seldom, but then far enough to show what comes next, too. */
  reveal(box: Box, ahead = AHEAD): void {
    const { k, x, y } = this.transform;
    const into = (low: number, high: number, from: number, to: number): number => {
      const further = Math.max(0, Math.min(ahead * (to - from), to - from - (high - low)));
      return low < from ? from + further - low : high > to ? to - further - high : 0;
    };
    const dx = into(box.x * k + x, (box.x + box.width) * k + x, MARGIN, this.width - MARGIN - this.reserved.width);
    const dy = into(box.y * k + y, (box.y + box.height) * k + y, MARGIN, this.height - MARGIN - this.covered - this.reserved.height);
    if (dx || dy) this.behaviour.translateBy(select(this.svg), dx / k, dy / k);
  }
}

/** How large readers want text, as a factor of the usual size. */
export const textSize = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

const LINES = 1;
/** One notch of a mouse wheel is 100 pixels or three lines, and zooms by a fifth; a pinch sends many small deltas. */
const ZOOM = { pixel: 0.0026, line: 0.088, page: 0.3, pinch: 0.02 };
const LARGEST_PINCH = 30;

/** How many doublings a turn of the wheel zooms. */
export function zoomOf({ deltaY, deltaMode, ctrlKey }: Pick<WheelEvent, "deltaY" | "deltaMode" | "ctrlKey">): number {
  if (deltaMode === 0) return -deltaY * (ctrlKey && Math.abs(deltaY) < LARGEST_PINCH ? ZOOM.pinch : ZOOM.pixel);
  return -deltaY * (deltaMode === LINES ? ZOOM.line : ZOOM.page);
}

function allowed(event: Event): boolean {
  if (event instanceof WheelEvent) return true;
  if (event.target instanceof Element && event.target.closest("[data-does]")) return false; // That leads through a loop.
  if (event instanceof MouseEvent) return event.button === 0 && !event.ctrlKey;
  return true;
}
