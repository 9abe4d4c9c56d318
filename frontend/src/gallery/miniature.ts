/**
 * A graph as a picture of a few centimetres: small boxes with an operation's sign or a leaf's name in them. A larger
 * graph has one box for each group, and no constants. It lies in the direction, and in as many rows, as fit the frame best.
 */
import { constantText, operationSign } from "../drawing/names";
import { clip, element, text } from "../drawing/svg";
import { type Point, curvePath, distance, grown, reversed, shortened } from "../layout/geometry";
import type { Plan, Sketch } from "../layout/plan";
import type { Graph, GraphNode } from "../model";

export interface Miniature {
  boxes: { id: string; kind: string; label: string }[];
  lines: { source: string; target: string }[];
}

/** Graphs of more values are simplified. */
const MANY = 12;
const LONGEST = 9;
/** In points; letters of Courier are 0.6 em wide. */
const FONT = 13;
const HEIGHT = 25;

export function miniature(graph: Graph): Miniature {
  const simplified = graph.nodes.length > MANY;
  const nodes = graph.nodes.filter(({ kind }) => !simplified || kind !== "constant");
  const boxOf = ({ id, group }: GraphNode): string => (simplified && group ? group.split("/", 1)[0] : undefined) ?? id;
  const output = graph.nodes.find(({ id }) => id === graph.output);
  const boxes = new Map<string, Miniature["boxes"][number]>();
  for (const node of nodes) {
    const box = boxOf(node);
    const whole = box !== node.id;
    const kind = whole ? (output && boxOf(output) === box ? "group output" : "group") : node.kind;
    boxes.set(box, { id: box, kind, label: clip(whole ? box.replace(/#\d+$/, "") : labelOf(node), LONGEST) });
  }
  const home = new Map(nodes.map((node) => [node.id, boxOf(node)]));
  const drawn = new Set<string>();
  const lines = graph.edges.flatMap((edge) => {
    const [source, target] = [home.get(edge.source), home.get(edge.target)];
    if (!source || !target || source === target) return [];
    const name = source === edge.source && target === edge.target ? edge.id : `${source}>${target}`;
    if (drawn.has(name)) return [];
    drawn.add(name);
    return [{ source, target }];
  });
  return { boxes: [...boxes.values()], lines };
}

function labelOf(node: GraphNode): string {
  if (node.op) return operationSign(node);
  return node.kind === "constant" ? constantText(node) : node.label;
}

const widthOf = (label: string): number => Math.max(30, label.length * FONT * 0.6 + 16);

const FRAME = { width: 232, height: 120 };
const LARGEST = 1.15;

/** What the layout needs to know: in the frame, top-down or left to right, in rows where that is larger. */
export function sketchOf({ boxes, lines }: Miniature): Sketch {
  const place = new Map(boxes.map(({ id }, index) => [id, index]));
  const led = new Set(lines.map(({ target }) => target));
  return {
    levels: [{ smallest: FONT, boxes: boxes.map(({ label }) => ({ width: widthOf(label), height: HEIGHT })) }],
    wires: lines.map(({ source, target }) => ({ from: place.get(source) ?? 0, to: place.get(target) ?? 0, spine: led.has(source) })),
    room: FRAME,
    flows: ["TB", "LR"],
    type: 0,
    most: LARGEST,
    parts: 0,
  };
}

/** The boxes and lines in their places. */
export function dress(host: Element, plan: Plan, { boxes }: Miniature): void {
  const edge = 2;
  const [width, height] = [plan.width + 2 * edge, plan.height + 2 * edge];
  const svg = element("svg", { viewBox: `${-edge} ${-edge} ${width} ${height}`, width: Math.round(LARGEST * width), height: Math.round(LARGEST * height), "aria-hidden": "true" });
  svg.append(...plan.curves.map((curve) => arrow(curve)));
  for (const [index, { kind, label }] of boxes.entries()) {
    const box = plan.boxes[index] ?? { x: 0, y: 0, width: 0, height: 0 };
    const rx = kind === "constant" ? box.height / 2 : kind === "data" || kind === "parameter" ? 1.5 : 6;
    const card = element("g", { class: `card ${kind}` });
    card.append(element("rect", { class: "body", ...box, rx }));
    if (kind.startsWith("group")) card.append(element("rect", { class: "inner", ...grown(box, -2.5), rx: rx - 2.5 }));
    card.append(text(box.x + box.width / 2, box.y + box.height / 2 + FONT * 0.34, "", label));
    svg.append(card);
  }
  host.replaceChildren(svg);
}

/** How long an arrowhead is, and how wide on either side. */
const HEAD = { length: 7, half: 3 };

/** A line with its arrowhead at the end. */
function arrow(curve: readonly Point[]): SVGElement {
  const group = element("g", { class: "edge" });
  const wire = reversed(shortened(reversed(curve), HEAD.length));
  const [tip, base] = [curve.at(-1), wire.at(-1)];
  if (!tip || !base) return group;
  const length = distance(tip, base) || 1;
  const [dx, dy] = [((tip.x - base.x) / length) * HEAD.half, ((tip.y - base.y) / length) * HEAD.half];
  group.append(element("path", { d: curvePath(wire) }), element("polygon", { points: `${tip.x},${tip.y} ${base.x - dy},${base.y + dx} ${base.x + dy},${base.y - dx}` }));
  return group;
}
