/** Pan and zoom of the drawing: drag pans, Ctrl+wheel and pinch zoom, a double click on the background fits. */
import { select } from "d3-selection";
import { type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import type { Box, Point } from "./geometry";

/** Room around the drawing, for the tools above it and the legend below; a low view has neither. */
const MARGIN = { across: 28, top: 64, tools: 8, bottom: 52, low: 20 };
const LOW = 320;
/** A picture opens as a whole if its cards are at least this large then. */
const WHOLE = { TB: 0.56, LR: 0.5 };
/** Else cards are at least this large, and larger up to `MOST_CUT` if all of the picture's width is to be seen. */
const LEAST = 0.62;
const MOST_CUT = 0.72;
/** On a phone they may be smaller if the picture then fits across. */
const LEAST_ON_PHONE = 0.5;
/** Of two drawings beside each other it is worth seeing all, down to this size. */
const LEAST_BESIDE = 0.5;
/** Small enough to see all of the largest drawings at once. */
const LEAST_OF_ALL = 0.005;
const PHONE = "(max-width: 699px)";
/** A card that is brought into view lands this far inside, as a share of the view: the next steps then move nothing. */
const AHEAD = 0.3;

export class Viewport {
  private readonly behaviour = zoom<SVGSVGElement, unknown>();
  private transform: ZoomTransform = zoomIdentity;
  private width = 1;
  private height = 1;
  /** How large readers want text, as a factor of the usual size. */
  private text = 1;
  private content: Box = { x: 0, y: 0, width: 1, height: 1 };
  private start: Point = { x: 0, y: 0 };
  /** How far down the tools reach into the view; 0 where there are none above. */
  tools = 0;
  /** How large the picture may become to fill the view, as a factor of the usual size: larger where many look on from afar. */
  most = 1;
  /** How much of the view's lower part a sheet lies over. */
  covered = 0;
  /** The drawing beside this one: both begin at one scale, are fitted and zoomed together, so that they can be compared. */
  partner: Viewport | null = null;
  private flow: "TB" | "LR" = "TB";
  /** False once somebody has moved the picture; a new layout then keeps the place. */
  untouched = true;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly layer: SVGGElement,
    private readonly moved: () => void,
  ) {
    this.behaviour
      .scaleExtent([LEAST_OF_ALL, 4])
      .clickDistance(6)
      .filter((event: Event) => allowed(event))
      .wheelDelta((event: WheelEvent) => zoomOf(event))
      .extent(() => [[0, 0], [this.width, this.height]])
      .on("zoom", ({ transform, sourceEvent }: { transform: ZoomTransform; sourceEvent: Event | null }) => {
        this.transform = transform;
        if (sourceEvent) this.untouched = false;
        this.layer.setAttribute("transform", transform.toString());
        this.moved();
      });
    select(svg).call(this.behaviour).on("dblclick.zoom", null);
    svg.addEventListener("dblclick", (event) => {
      if (!(event.target as Element).closest(".card")) this.fit();
    });
  }

  /** The sizes of view and text are known from here, not measured when needed: that would lay the page out in the middle of a step. */
  resize(width: number, height: number): void {
    if (width === 0 || height === 0) return; // It is hidden, and comes back as it was.
    this.width = width;
    this.height = height;
    this.text = textSize();
    this.moved();
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

  /** What there is to see, and the place in it where reading starts. */
  setContent(content: Box, start: Point): void {
    this.content = content;
    this.start = start;
  }

  /** Shows everything, not larger than the page's text, or than many who look on need it. */
  fit(alone = false): void {
    const partner = this.partner?.mounted ? this.partner : null;
    this.place(Math.min(this.scaleToFit, partner?.scaleToFit ?? Infinity));
    this.untouched = true;
    if (!alone) partner?.fit(true);
  }

  /** Shows everything if it can be read then; else where the flow begins, at a size to read. */
  begin(flow: "TB" | "LR", alone = false): void {
    const { partner } = this;
    this.flow = flow;
    this.place(partner && this.mounted ? Math.min(this.besideScale, partner.besideScale) : this.beginning(flow), flow);
    this.untouched = true;
    if (!alone && partner?.untouched && partner.mounted) partner.begin(partner.flow, true);
  }

  /** Whether there is anything to see yet. */
  private get mounted(): boolean {
    return this.content.width > 1;
  }

  /** The scale of a drawing with another one beside it: everything, if that can be made out. */
  private get besideScale(): number {
    if (!this.mounted) return Infinity;
    const across = this.free.width / this.content.width;
    return Math.max(this.scaleToFit, Math.min(MOST_CUT, Math.max(LEAST_BESIDE, across)));
  }

  private beginning(flow: "TB" | "LR"): number {
    if (this.scaleToFit >= WHOLE[flow]) return this.scaleToFit;
    const across = flow === "TB" ? this.free.width / this.content.width : this.free.height / this.content.height;
    const phone = matchMedia(PHONE).matches; // Asking for innerWidth would lay the page out first.
    const least = this.height < LOW ? this.scaleToFit : phone ? LEAST_ON_PHONE : LEAST;
    return Math.max(least, Math.min(MOST_CUT * this.text, across));
  }

  private get free(): { width: number; height: number } {
    return { width: this.width - 2 * MARGIN.across, height: this.height - this.above - this.below };
  }

  private get above(): number {
    const usual = (this.height < LOW ? MARGIN.low : MARGIN.top) * this.text;
    return this.tools > 0 ? this.tools + MARGIN.tools : usual;
  }

  private get below(): number {
    return this.covered + (this.covered || this.height < LOW ? MARGIN.low : MARGIN.bottom) * this.text;
  }

  private get scaleToFit(): number {
    const { width, height } = this.content;
    return Math.max(LEAST_OF_ALL, Math.min(this.text * this.most, this.free.width / width, this.free.height / height));
  }

  /** Centres the content; what is too large for that begins where its flow begins. */
  private place(scale: number, flow: "TB" | "LR" = "TB"): void {
    const { content, start, free } = this;
    const [x, y] = [(start.x - content.x) * scale, (start.y - content.y) * scale];
    const left = MARGIN.across + shift(free.width, content.width * scale, flow === "TB" ? { start: x, at: 0.5 } : BEGINNING);
    const top = this.above + shift(free.height, content.height * scale, flow === "TB" ? BEGINNING : { start: y, at: 0.5 });
    this.behaviour.transform(select(this.svg), zoomIdentity.translate(left - content.x * scale, top - content.y * scale).scale(scale));
  }

  /** Where a point of the drawing is in the view. */
  onScreen({ x, y }: Point): Point {
    const at = this.transform.apply([x, y]);
    return { x: at[0], y: at[1] };
  }

  /** Moves the picture so that a point of the drawing is at a place in the view. */
  hold({ x, y }: Point, at: Point): void {
    const { k } = this.transform;
    this.behaviour.transform(select(this.svg), zoomIdentity.translate(at.x - x * k, at.y - y * k).scale(k));
  }

  zoomBy(factor: number, alone = false): void {
    this.untouched = false;
    this.behaviour.scaleBy(select(this.svg), factor);
    if (!alone) this.partner?.zoomBy(factor, true);
  }

  /** Whether a box fits into the free part of the view as it is zoomed now. */
  holds(box: Box): boolean {
    return box.width * this.scale <= this.free.width && box.height * this.scale <= this.free.height;
  }

  /** Shows a box in the middle at a size to read, if it is smaller now; the way there is a way of looking, so it is kept. */
  magnify(box: Box): void {
    if (this.scale >= LEAST_ON_PHONE * this.text) return;
    const k = LEAST * this.text;
    this.untouched = false;
    const [left, top] = [this.width / 2 - (box.x + box.width / 2) * k, this.above + this.free.height / 2 - (box.y + box.height / 2) * k];
    this.behaviour.transform(select(this.svg), zoomIdentity.translate(left, top).scale(k));
  }

  /** Brings a box into full view; the picture moves seldom, but then far enough to show what comes next, too. */
  reveal(box: Box): void {
    const { k, x, y } = this.transform;
    const into = (low: number, high: number, from: number, to: number): number => {
      const ahead = Math.max(0, Math.min(AHEAD * (to - from), to - from - (high - low)));
      return low < from ? from + ahead - low : high > to ? to - ahead - high : 0;
    };
    const dx = into(box.x * k + x, (box.x + box.width) * k + x, MARGIN.across, this.width - MARGIN.across);
    const dy = into(box.y * k + y, (box.y + box.height) * k + y, this.above, this.height - this.below);
    if (dx || dy) this.behaviour.translateBy(select(this.svg), dx / k, dy / k);
  }
}

const BEGINNING = { start: 0, at: 0 };

/** How far content is moved along an axis: centred where it fits, else so that its start stands at a share of the room. */
function shift(room: number, size: number, { start, at }: { start: number; at: number }): number {
  return size <= room ? (room - size) / 2 : Math.min(0, Math.max(room - size, at * room - start));
}

const textSize = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

const LINES = 1;
/** One notch of a mouse wheel is 100 pixels or three lines, and zooms by a fifth; a pinch sends many small deltas. */
const ZOOM = { pixel: 0.0026, line: 0.088, page: 0.3, pinch: 0.02 };
const LARGEST_PINCH = 30;

/** How many doublings a turn of the wheel zooms. */
export function zoomOf({ deltaY, deltaMode }: Pick<WheelEvent, "deltaY" | "deltaMode">): number {
  if (deltaMode === 0) return -deltaY * (Math.abs(deltaY) < LARGEST_PINCH ? ZOOM.pinch : ZOOM.pixel);
  return -deltaY * (deltaMode === LINES ? ZOOM.line : ZOOM.page);
}

function allowed(event: Event): boolean {
  if (event.type === "wheel") return (event as WheelEvent).ctrlKey;
  if (event instanceof MouseEvent) return event.button === 0 && !event.ctrlKey;
  return true;
}
