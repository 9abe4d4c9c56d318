/** From a graph to what the layout needs: cards in their forms at every level of detail, the lines between them, the room. */
import type { Plan, Sketch } from "../layout/plan";
import type { Flow } from "../layout/text";
import type { Size } from "../layout/geometry";
import type { Card } from "../model";
import type { Play } from "../stepper/frames";
import type { Direction } from "../stepper/stage";
import { DETAILS, type Detail, PARTS, SMALLEST } from "./detail";
import { type Face, faceOf, speaker } from "./face";
import { type Form, formOf } from "./form";
import type { Scene } from "./scene";

/** What text in it needs and what the room gives. */
export interface Wish {
  room: Size;
  direction: Direction;
  /** The size of the smallest text, in pixels, and of the largest scale. */
  type: number;
  most: number;
}

/** A sketch, and the forms that its sizes come from. */
export interface Draft {
  sketch: Sketch;
  detailAt: (level: number) => Detail;
  formsAt: (level: number) => Map<string, Form>;
}

/** How far the name of a group reaches above a drawing, at scale 1, and how much of that the margins around it hold. */
const FRAME_NAME = { height: 18, held: 18 };

/** Of more cards than this not every level and direction is laid out: that would take longer than anybody waits. */
const FEW = 60;
/** Of more than this only the one at which a part of it is looked at. */
const MANY = 250;

export function draftOf({ graph, cards, lines }: Scene, play: Play, { room, direction, type, most }: Wish): Draft {
  const levels = cards.length > MANY ? [PARTS] : cards.length > FEW ? [PARTS, DETAILS.length - 2] : [...DETAILS.keys()];
  const faces = facesAtTheEnd(cards, play);
  const made = new Map<number, Map<string, Form>>();
  const detailAt = (level: number): Detail => DETAILS[levels[level] ?? PARTS] as Detail;
  const formsAt = (level: number): Map<string, Form> => {
    const forms = made.get(level) ?? new Map(cards.map((card) => [card.id, formOf(card, faces.get(card.id) as Face, detailAt(level))]));
    made.set(level, forms);
    return forms;
  };
  const place = new Map(cards.map(({ id }, index) => [id, index]));
  const led = new Set(lines.map(({ target }) => target));
  const flows: Flow[] = direction === "auto" ? (cards.length > FEW ? ["TB"] : ["TB", "LR"]) : [direction];
  const sketch: Sketch = {
    levels: levels.map((_, level) => ({ smallest: SMALLEST, boxes: cards.map(({ id }) => sizeOf(formsAt(level).get(id) as Form)) })),
    wires: lines.map(({ source, target }) => ({ from: place.get(source) ?? 0, to: place.get(target) ?? 0, spine: led.has(source) })),
    room: { width: room.width, height: room.height - (graph.drawing.blocks.length > 0 ? Math.max(0, FRAME_NAME.height * most - FRAME_NAME.held) : 0) },
    flows,
    type,
    most,
    parts: levels.indexOf(PARTS),
  };
  return { sketch, detailAt, formsAt };
}

const sizeOf = ({ width, height }: Form): Size => ({ width, height });

/** What every card says when all is computed: its form has room for that. */
function facesAtTheEnd(cards: readonly Card[], play: Play): Map<string, Face> {
  const end = play.frame(play.events.length);
  return new Map(cards.flatMap((card) => {
    const node = speaker(card, play.nodes);
    return node ? [[card.id, faceOf(card, node, play, end, { value: null, gradient: null })]] : [];
  }));
}

/** A plan in the language of the drawing. */
export interface Layout {
  scene: Scene;
  plan: Plan;
  forms: Map<string, Form>;
  detail: Detail;
}
