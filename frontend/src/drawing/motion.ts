/**
 * A step as one sees it: numbers and small fields of colour glide along their wires, and what they become appears when
 * they arrive. All of it is known before: whoever goes on sees the next step at once.
 */
import { type Point, distance } from "../layout/geometry";
import type { CardView } from "./card";
import { limitOf } from "./limits";
import type { Parts } from "./parts";
import { stripGrid, stripPaths } from "./strips";
import { element, text, write } from "./svg";
import type { Count, Movement, Travel } from "./travel";

const TRAVEL_MS = 420;
const COUNT_MS = 180;
const SIZE = 13;
/** No text is smaller on the screen. */
const SMALLEST = 11;
const CELL = 6;
const MOST_CELLS = 8;

interface Traveller {
  root: SVGGElement;
  words: SVGTextElement | null;
  ground: SVGRectElement;
  way: Point[];
  /** How far every point is from the first one. */
  along: number[];
  travel: Travel;
  size: number;
}

export class Motion {
  private readonly root = element("g", { class: "travellers", "aria-hidden": "true" });
  private travellers: Traveller[] = [];
  private held: CardView[] = [];
  private counts: (Count & { view: CardView })[] = [];
  private frame = 0;

  constructor(
    private readonly layer: SVGGElement,
    private readonly parts: Parts,
  ) {}

  /** Ends at once: everything is where it belongs. */
  stop(): void {
    cancelAnimationFrame(this.frame);
    this.root.remove();
    this.root.replaceChildren();
    for (const view of this.held) delete view.root.dataset["arriving"];
    for (const { view } of this.counts) view.count(null);
    this.travellers = [];
    this.held = [];
    this.counts = [];
  }

  start({ travels, counts, arriving }: Movement, scale: number): void {
    this.stop();
    const size = Math.max(SIZE, SMALLEST / scale);
    this.travellers = travels.flatMap((travel) => this.made(travel, size));
    if (this.travellers.length === 0) return;
    for (const [node, what] of arriving) this.hold(node, what);
    this.counts = counts.flatMap((count) => {
      const view = this.ownCard(count.node);
      return view ? [{ ...count, view }] : [];
    });
    this.layer.append(this.root);
    const begun = performance.now();
    const go = (now: number): void => {
      const time = now - begun;
      if (time >= TRAVEL_MS + (this.counts.length > 0 ? COUNT_MS : 0)) return this.stop();
      this.show(Math.max(0, time));
      this.frame = requestAnimationFrame(go);
    };
    this.show(0);
    this.frame = requestAnimationFrame(go);
  }

  private show(time: number): void {
    const share = Math.min(1, time / TRAVEL_MS);
    for (const traveller of this.travellers) place(traveller, eased(share));
    if (share === 1) this.root.replaceChildren();
    const counted = Math.max(0, time - TRAVEL_MS) / COUNT_MS;
    for (const { view, from, to } of this.counts) view.count(from + (to - from) * eased(Math.min(1, counted)));
  }

  private ownCard(node: string): CardView | null {
    const placed = this.parts.cardsOf(node).find(({ view: { card } }) => card.node === node && card.kind !== "stub");
    return placed?.view ?? null;
  }

  private hold(node: string, what: "value" | "gradient"): void {
    const view = this.ownCard(node);
    if (!view) return;
    view.root.dataset["arriving"] = what;
    this.held.push(view);
  }

  private made(travel: Travel, size: number): Traveller[] {
    const line = [...this.parts.lines.values()].find(({ line: { edges } }) => edges.includes(travel.edge));
    const way = line?.from(travel.back ? "target" : "source") ?? [];
    if (way.length < 2) return [];
    const along = way.map(() => 0);
    for (let index = 1; index < way.length; index += 1) along[index] = (along[index - 1] ?? 0) + distance(way[index - 1] as Point, way[index] as Point);
    const root = element("g", { class: `traveller ${travel.back ? "back" : ""}` });
    const ground = element("rect", { class: "traveller-ground", rx: size / 2 });
    root.append(ground);
    const words = travel.words.length > 0 ? text(0, 0.355 * size, "") : null;
    if (words) {
      words.setAttribute("font-size", String(size));
      root.append(words);
    } else if (travel.summary) root.append(patch(travel.summary, travel.back));
    this.root.append(root);
    return [{ root, words, ground, way, along, travel, size }];
  }
}

const eased = (share: number): number => (share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) * (1 - share));

/** What it says depends on how far it is: before the factor, at it, behind it. */
function place({ root, words, ground, way, along, travel, size }: Traveller, share: number): void {
  const target = share * (along.at(-1) ?? 0);
  const next = Math.max(1, along.findIndex((length) => length >= target));
  const [from, to] = [way[next - 1] as Point, way[next] as Point];
  const rest = (target - (along[next - 1] ?? 0)) / Math.max(1e-6, (along[next] ?? 0) - (along[next - 1] ?? 0));
  root.setAttribute("transform", `translate(${(from.x + (to.x - from.x) * rest).toFixed(1)} ${(from.y + (to.y - from.y) * rest).toFixed(1)})`);
  const said = travel.words[Math.min(travel.words.length - 1, Math.floor(share * travel.words.length))] ?? "";
  if (words) write(words, said);
  const [width, height] = words ? [said.length * 0.6 * size + size, 1.5 * size] : [MOST_CELLS * CELL + 8, 3 * CELL + 8];
  for (const [name, value] of Object.entries({ x: -width / 2, y: -height / 2, width, height })) ground.setAttribute(name, value.toFixed(1));
}

/** The elements of a tensor as a small field of colours. */
function patch(summary: NonNullable<Travel["summary"]>, back: boolean): SVGGElement {
  const grid = stripGrid(summary);
  const [width, height] = [CELL * Math.max(2, Math.min(MOST_CELLS, grid[0]?.length ?? 1)), CELL * Math.max(1, Math.min(3, grid.length))];
  const root = element("g", { class: `strip of-${back ? "gradient" : "value"}`, transform: `translate(${-width / 2} ${-height / 2})` });
  root.append(...[...stripPaths(grid, limitOf(summary), width, height)].map(([className, d]) => element("path", { class: className, d })));
  return root;
}
