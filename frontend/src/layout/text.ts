/**
 * The layout's own language: boxes and lines as text for Graphviz, and its answer (`json0`) as numbers. Nothing that
 * people wrote is in the text: boxes and lines go by their numbers.
 */
import type { Box, Point, Size } from "./geometry";

/** Which way a graph flows: top-down or left to right. */
export type Flow = "TB" | "LR";

/** From one box to another, by their numbers; a spine runs between computed values, short and straight. */
export interface Wire {
  from: number;
  to: number;
  spine: boolean;
}

/** Boxes and lines at their places; y grows downwards. */
export interface Laid {
  boxes: Box[];
  curves: Point[][];
}

const PER_INCH = 72;
const SPACING = { TB: "ranksep=0.3 nodesep=0.14", LR: "ranksep=0.36 nodesep=0.14" };
/** More boxes than this get options that trade beauty for speed. */
const LARGE = 400;
const QUICK = " splines=line nslimit=0.5 nslimit1=0.5";
const SPINE = 4;

const inches = (pixels: number): string => (pixels / PER_INCH).toFixed(4);

/**
 * What Graphviz lays out. Boxes that nothing leads to come first: Graphviz begins with the order of the text, and two
 * programs that differ in a line then have their leaves on the same sides.
 */
export function layoutText(boxes: readonly Size[], wires: readonly Wire[], flow: Flow, ordered = false): string {
  const led = new Set(wires.map(({ to }) => to));
  const order = [...boxes.keys()].toSorted((one, other) => Number(led.has(one)) - Number(led.has(other)) || one - other);
  return [
    "digraph {",
    `graph [rankdir=${flow} ${SPACING[flow]}${boxes.length > LARGE ? QUICK : ""}${ordered ? " ordering=in" : ""}]`,
    'node [shape=box fixedsize=true label=""] edge [dir=none]',
    ...order.map((index) => `${index} [width=${inches(boxes[index]?.width ?? 0)} height=${inches(boxes[index]?.height ?? 0)}]`),
    ...wires.map(({ from, to, spine }, index) => `${from} -> ${to} [id=${index}${spine ? ` weight=${SPINE}` : ""}]`),
    "}",
  ].join("\n");
}

interface Answer {
  bb: string;
  objects?: { name: string; pos: string }[];
  edges?: { id: string; pos?: string }[];
}

const numbers = (text: string): number[] => text.split(",").map(Number);

/** Reads Graphviz's answer about these boxes. */
export function readAnswer(json: string, boxes: readonly Size[], wires: readonly Wire[]): Laid {
  const { bb, objects = [], edges = [] } = JSON.parse(json) as Answer;
  const top = numbers(bb)[3] ?? 0;
  const point = (text: string): Point => {
    const [x = 0, y = 0] = numbers(text);
    return { x, y: top - y };
  };
  const laid: Laid = { boxes: boxes.map((size) => ({ x: 0, y: 0, ...size })), curves: wires.map(() => []) };
  for (const { name, pos } of objects) {
    const size = boxes[Number(name)];
    const { x, y } = point(pos);
    if (size) laid.boxes[Number(name)] = { x: x - size.width / 2, y: y - size.height / 2, ...size };
  }
  for (const { id, pos } of edges) if (pos) laid.curves[Number(id)] = pos.split(" ").map(point);
  return laid;
}
