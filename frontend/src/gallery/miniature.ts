/**
 * A graph as a picture of a few centimetres: small boxes with an operation's sign or a leaf's name in them. A larger
 * graph has one box for each group, and no constants. Graphviz lays it out in both directions, and the one that fits the
 * frame better is taken.
 */
import { badgeOf, constantText } from "../drawing/face";
import { boundingBox, points } from "../drawing/geometry";
import { clip, element, text } from "../drawing/svg";
import type { Graph, GraphNode } from "../model";

export interface Miniature {
  boxes: { id: string; kind: string; label: string }[];
  lines: { source: string; target: string }[];
}

/** Graphs of more values are simplified. */
const MANY = 12;
const LONGEST = 9;
/** A chain without branches goes on in another row after so many boxes. */
const ROW = 5;
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
  if (node.op) return badgeOf(node).replace(/\^(\d)$/, (_, digit: string) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)] ?? "");
  return node.kind === "constant" ? constantText(node) : node.label;
}

const widthOf = (label: string): number => Math.max(30, label.length * FONT * 0.6 + 16);

/** For Graphviz: boxes by their number, as groups may be called anything. */
export function dotOf({ boxes, lines }: Miniature, flow: "TB" | "LR"): string {
  const place = new Map(boxes.map(({ id }, index) => [id, index]));
  const isChain = boxes.length > ROW && lines.every(({ source, target }) => place.get(target) === (place.get(source) ?? 0) + 1);
  const isLeaf = new Set(boxes.filter(({ id }) => lines.every(({ target }) => target !== id)).map(({ id }) => id));
  return [
    `digraph { graph [rankdir=${flow} nodesep=0.16 ranksep=0.24] node [shape=box fixedsize=true label=""] edge [arrowsize=0.55]`,
    ...boxes.map(({ label }, index) => `b${index} [id=b${index} width=${(widthOf(label) / 72).toFixed(3)} height=${(HEIGHT / 72).toFixed(3)}]`),
    ...lines.map(({ source, target }, index) => {
      const options = isChain && (index + 1) % ROW === 0 ? "constraint=false" : `weight=${isLeaf.has(source) ? 1 : 4}`;
      return `b${place.get(source)} -> b${place.get(target)} [${options}]`;
    }),
    "}",
  ].join("\n");
}

const FRAME = { width: 232, height: 120 };
const LARGEST = 1.15;

/** How large a layout would be drawn in the frame. */
export function scaleOf(svg: string): number {
  const [, , width = 1, height = 1] = (/viewBox="([^"]+)"/.exec(svg)?.[1] ?? "").split(" ").map(Number);
  return Math.min(FRAME.width / width, FRAME.height / height, LARGEST);
}

/** Top-down as on the page, unless left to right is clearly larger. */
export const better = (down: string, across: string): string => (scaleOf(across) > 1.2 * scaleOf(down) ? across : down);

/** Graphviz's places and curves, with our boxes in them. */
export function dress(host: Element, layout: string, { boxes }: Miniature): void {
  host.innerHTML = layout.slice(layout.indexOf("<svg"));
  const svg = host.querySelector("svg");
  if (!svg) return;
  for (const name of ["width", "height"]) {
    svg.setAttribute(name, String(Math.round(LARGEST * Number.parseFloat(svg.getAttribute(name) ?? ""))));
  }
  svg.setAttribute("aria-hidden", "true");
  svg.querySelector(".graph > polygon")?.remove();
  for (const title of svg.querySelectorAll("title")) title.remove();
  for (const node of svg.querySelectorAll("g.node")) {
    const { kind, label } = boxes[Number(node.id.slice(1))] ?? { kind: "", label: "" };
    const { x, y, width, height } = boundingBox(points(node.querySelector("polygon")?.getAttribute("points") ?? "0 0"));
    const rx = kind === "constant" ? height / 2 : kind === "data" || kind === "parameter" ? 1.5 : 6;
    node.setAttribute("class", `card ${kind}`);
    node.replaceChildren(element("rect", { class: "body", x, y, width, height, rx }));
    if (kind.startsWith("group")) node.append(element("rect", { class: "inner", x: x + 2.5, y: y + 2.5, width: width - 5, height: height - 5, rx: rx - 2.5 }));
    node.append(text(x + width / 2, y + height / 2 + FONT * 0.34, "", label));
  }
  for (const part of svg.querySelectorAll("[id]")) part.removeAttribute("id");
}
