/** The tracks of loops: dragging, clicking and keys lead from turn to turn, also while each turn is drawn anew. */
import type { Deed, FrameView } from "./frame";
import type { Parts } from "./parts";

/** A track that is being dragged: where it began on the screen, whatever is drawn meanwhile. */
interface Grip {
  path: string;
  turns: number;
  left: number;
  width: number;
}

export const isSlider = (target: EventTarget | null): boolean => target instanceof Element && target.getAttribute("role") === "slider";

const deedOf = (event: Event): Deed | undefined => (event.target as Element).closest<SVGElement>("[data-does]")?.dataset["does"] as Deed | undefined;

export class Tracks {
  private grip: Grip | null = null;
  /** The click that ends a drag is none. */
  private dragged = false;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly parts: Parts,
    private readonly turnTo: (path: string, turn: number | "all") => void,
  ) {
    svg.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"] as const) svg.addEventListener(end, () => (this.grip = null));
  }

  grasp(event: PointerEvent): void {
    const id = (event.target as Element).closest<SVGElement>(".group-name")?.dataset["frame"];
    const frame = id === undefined ? undefined : this.parts.frames.get(id);
    this.dragged = false;
    if (!frame?.slider || deedOf(event) !== "turn") return;
    const { left, width } = frame.slider.getBoundingClientRect();
    this.grip = { path: frame.path, turns: frame.block.turns, left, width };
    this.dragged = true;
    this.svg.setPointerCapture(event.pointerId);
    this.drag(event);
  }

  /** Whether a track has just been let go. */
  released(): boolean {
    const { dragged } = this;
    this.dragged = false;
    return dragged;
  }

  clicked(event: Event, { path, block: { turn, turns } }: FrameView): boolean {
    const deed = deedOf(event);
    if (!deed || turn === null) return false;
    if (deed === "all") this.turnTo(path, "all");
    else this.turnTo(path, within(turn + (deed === "next" ? 1 : -1), turns));
    return true;
  }

  /** Whether a key was for the turns. */
  pressed(event: KeyboardEvent, { path, block: { turn, turns, unrolls } }: FrameView): boolean {
    if (!isSlider(event.target) || turn === null) return false;
    const tenth = Math.max(1, Math.round(turns / 10));
    const keys: Record<string, number> = { ArrowLeft: turn - 1, ArrowRight: turn + 1, PageDown: turn - tenth, PageUp: turn + tenth, Home: 1, End: turns };
    const to = event.key === "Enter" && unrolls ? "all" : keys[event.key];
    if (to === undefined) return false;
    this.turnTo(path, to === "all" ? to : within(to, turns));
    return true;
  }

  private drag({ clientX }: PointerEvent): void {
    if (!this.grip) return;
    const { path, turns, left, width } = this.grip;
    this.turnTo(path, within(1 + Math.round(((clientX - left) / width) * (turns - 1)), turns));
  }
}

const within = (turn: number, turns: number): number => Math.max(1, Math.min(turns, turn));
