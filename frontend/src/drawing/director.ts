/**
 * Decides what a drawing shows: all of a graph, or through a lens the operation of the present step with its neighbours.
 * It asks for a layout when structure, room or direction change, and never for the same one again.
 */
import type { Size } from "../layout/geometry";
import { LayoutFailure, type LayoutSupervisor, Superseded } from "../layout/layout";
import type { Graph } from "../model";
import type { Play } from "../stepper/frames";
import type { Direction } from "../stepper/stage";
import { GRAPH } from "../text";
import { SMALLEST } from "./detail";
import type { Drawing } from "./drawing";
import { actingIn, lensOn } from "./lens";
import { lineRooms } from "./look";
import { type Scene, sceneOf } from "./scene";
import { type Layout, type Wish, draftOf } from "./sketch";

/** How large the smallest text is, and how much larger than its own size a drawing is at most: on a page, in a lecture hall, and there of what acts. */
const TYPE = { page: 11, lecture: 14, acting: 18 };
const MOST = { page: 1.6, lecture: 2.6 };

export interface Situation {
  play: Play;
  /** Another object where more than numbers has changed. */
  outline: Graph;
  direction: Direction;
  room: Size;
  /** Many look on from afar. */
  lecture: boolean;
  position: number;
  /** How large readers want text. */
  text: number;
  /** Which node is looked at first where not everything can be seen. */
  first: string;
}

interface Wanted {
  outline: Graph;
  key: string;
}

/** A map stands beside what is shown of a graph, or below it where there is more room for that; it is smaller on a phone. */
const [MAP, SMALL_MAP, NARROW] = [{ width: 160, height: 118 }, { width: 98, height: 98 }, 480];
const beside = ({ width, height }: Size): Size => {
  const map = width < NARROW ? SMALL_MAP : MAP;
  return width > height ? { width: map.width, height: 0 } : { width: 0, height: map.height };
};
const NOTHING: Size = { width: 0, height: 0 };

const same = (one: Wanted | null, other: Wanted): boolean => one !== null && one.outline === other.outline && one.key === other.key;

export class Director {
  /** All of the graph, whatever is shown. */
  whole: Layout | null = null;
  /** What is in the picture now. */
  shown: Layout | null = null;
  /** Whether that is a part of the graph. */
  throughLens = false;
  /** Somebody wants to see all, until the next step. */
  private wide: number | null = null;
  private planned: Wanted | null = null;
  private planning: Promise<Layout> | null = null;
  private mounted: Wanted | null = null;
  private turn = 0;

  constructor(
    private readonly drawing: Drawing,
    private readonly supervisor: LayoutSupervisor,
  ) {}

  /** Shows all of the graph instead of a part until the next step; whether that is another picture. */
  widen(position: number): boolean {
    if (!this.throughLens) return false;
    this.wide = position;
    return true;
  }

  /** Gives up what is under way, for good. */
  stop(): void {
    this.turn += 1;
    this.supervisor.stop();
  }

  /** Forgets what failed, so that it is tried again. */
  forget(): void {
    this.planning = null;
  }

  /** Brings the picture up to date; resolves to whether there is another one. */
  async show(now: Situation): Promise<boolean> {
    const turn = ++this.turn;
    try {
      const whole = await this.plan(now);
      if (turn !== this.turn) return false;
      this.whole = whole;
      return await this.mount(now, whole, turn);
    } catch (error) {
      if (error instanceof Superseded || turn !== this.turn) return false;
      throw error instanceof LayoutFailure ? error : new LayoutFailure(String(error));
    }
  }

  /** The plan of the whole: the known one, or the one that is under way, or a new one. */
  private plan(now: Situation): Promise<Layout> {
    const { outline, room, direction, lecture, text } = now;
    const wanted = { outline, key: [room.width, room.height, direction, lecture, text].join(" ") };
    if (!same(this.planned, wanted) || !this.planning) {
      this.planned = wanted;
      const [type, most] = lecture ? [TYPE.lecture, MOST.lecture] : [TYPE.page, MOST.page];
      this.planning = this.layOut(sceneOf(outline), now.play, { room, direction, type: type * text, most: most * text });
      this.planning.catch(() => undefined); // Whoever waits for it hears of it.
    }
    return this.planning;
  }

  private async layOut(scene: Scene, play: Play, wish: Wish, ordered = false): Promise<Layout> {
    const draft = draftOf(scene, play, wish);
    const plan = await this.supervisor.layOut({ ...draft.sketch, ordered });
    return { scene, plan, forms: draft.formsAt(plan.level), detail: draft.detailAt(plan.level) };
  }

  private async mount(now: Situation, whole: Layout, turn: number): Promise<boolean> {
    const acting = this.lensNode(now, whole);
    const wanted = { outline: whole.scene.graph, key: `${this.planned?.key} ${acting ?? ""}` };
    if (same(this.mounted, wanted)) return false;
    const lens = acting === null ? null : await this.lens(now, whole.scene, acting);
    if (turn !== this.turn) return false;
    const layout = lens ?? whole;
    const anew = this.throughLens || lens !== null;
    this.mounted = wanted;
    if (this.shown && sameplaces(this.shown, layout)) {
      this.shown = layout;
      this.drawing.refit(layout.plan.scale, layout.plan.whole);
      return false;
    }
    this.shown = layout;
    this.throughLens = lens !== null;
    this.drawing.viewport.reserved = lens || !whole.plan.whole ? beside(now.room) : NOTHING;
    const first = acting ?? now.first;
    this.drawing.mount({ layout, label: GRAPH.label(now.outline.nodes.length), rooms: lineRooms(now.play, layout.scene.lines), first, anew, part: lens !== null });
    return true;
  }

  /** The node that the lens is on: in a lecture hall always, unless all of the picture is as large and says as much. */
  private lensNode({ lecture, play, position, text }: Situation, { plan, detail }: Layout): string | null {
    if (this.wide !== position) this.wide = null;
    const large = plan.whole && detail.how && plan.scale * SMALLEST >= TYPE.acting * text;
    return lecture && !large && this.wide === null ? actingIn(play, position) : null;
  }

  private async lens({ play, room, direction, text }: Situation, scene: Scene, node: string): Promise<Layout | null> {
    const part = lensOn(scene, node);
    const map = beside(room);
    const free = { width: room.width - map.width, height: room.height - map.height };
    return part && this.layOut(part, play, { room: free, direction, type: TYPE.acting * text, most: MOST.lecture * text }, true);
  }
}

/** Whether two layouts differ in their scale at most. */
function sameplaces(one: Layout, other: Layout): boolean {
  return one.scene.graph === other.scene.graph && one.scene.cards === other.scene.cards && one.detail === other.detail && JSON.stringify(one.plan.boxes) === JSON.stringify(other.plan.boxes);
}
