/**
 * How a graph is drawn in a room: its level of detail, direction, bands and scale, and the places of everything. The
 * size of the type decides: the first level wins whose smallest text is as large as asked for when the whole fits the
 * room; where none is, the graph is drawn at a level for looking at parts of it.
 */
import { type Banded, inBands } from "./bands";
import type { Box, Point, Size } from "./geometry";
import { type Flow, type Laid, type Wire, layoutText, readAnswer } from "./text";

/** What shall be placed. */
export interface Sketch {
  /** The same cards in less and less detail: the size of each, and of the smallest text in them. */
  levels: { smallest: number; boxes: Size[] }[];
  wires: Wire[];
  room: Size;
  /** The directions to choose from, the preferred one first. */
  flows: Flow[];
  /** How large the smallest text shall be, in pixels. */
  type: number;
  /** How much larger than its own size anything is drawn. */
  most: number;
  /** The level for a part of the graph. */
  parts: number;
  /** Whether what leads to a card keeps the order of its lines. */
  ordered?: boolean;
}

/** Where it all stands. */
export interface Plan extends Size {
  level: number;
  flow: Flow;
  /** At which all of it fits the room, or at which its text is as large as asked for. */
  scale: number;
  /** Whether all of it is in view then. */
  whole: boolean;
  boxes: Box[];
  curves: Point[][];
  /** For every line whether it leads from one band to another. */
  crosses: boolean[];
  /** Which band every box is in, counted from 0. */
  bands: number[];
}

/** Graphviz, or what stands for it: layout text in, `json0` out. */
export type Engine = (text: string) => string;

/** Another direction has to be so much better than the preferred one. */
const CLEARLY = 1.07;

export function planOf(sketch: Sketch, engine: Engine): Plan {
  const made = new Map<number, Plan>();
  const at = (level: number): Plan => made.get(level) ?? keep(level, bestFlow(sketch, level, engine));
  const keep = (level: number, plan: Plan): Plan => {
    made.set(level, plan);
    return plan;
  };
  for (const level of sketch.levels.keys()) if (at(level).whole) return at(level);
  return at(sketch.parts);
}

function bestFlow(sketch: Sketch, level: number, engine: Engine): Plan {
  const { smallest, boxes } = sketch.levels[level] as Sketch["levels"][number];
  const laid = sketch.flows.map((flow) => ({ flow, ...banded(sketch, boxes, flow, engine) }));
  const best = laid.reduce((first, other) => (other.scale > CLEARLY * first.scale ? other : first));
  const needed = sketch.type / smallest;
  const whole = best.scale >= needed - 1e-9;
  return { ...best, level, scale: whole ? best.scale : needed, whole };
}

function banded({ wires, room, most, ordered = false }: Sketch, boxes: Size[], flow: Flow, engine: Engine): Banded {
  return inBands(laidOut(boxes, wires, flow, ordered, engine), wires, flow, room, most);
}

function laidOut(boxes: Size[], wires: Wire[], flow: Flow, ordered: boolean, engine: Engine): Laid {
  return readAnswer(engine(layoutText(boxes, wires, flow, ordered)), boxes, wires);
}
