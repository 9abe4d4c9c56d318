/**
 * One card: builds its shapes and texts once, in local coordinates with the origin at its upper left corner, and then
 * rewrites only what changed. Sizes are fixed, so nothing moves when a value changes.
 */
import { shapeForms } from "../format";
import type { Card } from "../model";
import { CARD } from "../text";
import { type Face, LINE, type Strip } from "./face";
import { PILL_HEIGHT, gauge, hatching, innerLine, octagon, outline, triangle } from "./marks";
import { clip, element, text, write } from "./svg";
import { stripPaths } from "./strips";

const PAD = 12;
/** The width of a character, in its size. */
const MONO = 0.6;
const SIZES = { title: 13, line: 12, dense: 12 * (LINE.usual / LINE.dense), small: 11, badge: 10.5 };
/** Where each line of a card stands: the baselines of texts, the upper edges of the magnitude bar and of the strips. */
export const ROWS = { title: 18, value: 35, gradient: 50, gauge: 55, uses: 62, strips: [67, 86] } as const;
/** Where the numbers begin, behind the sign of their row. */
const NUMBERS = PAD + 14;
const STRIP_HEIGHT = 15;
const BADGE_HEIGHT = 16;

/** Cards at least this high carry strips. */
const TENSOR_HEIGHT = 100;

/** The attribute that names a part of a card. */
const PART = "data-part";

function expression(content: string): SVGTSpanElement {
  const span = element("tspan", { class: "expr", dx: 7 });
  span.textContent = content;
  return span;
}

const wide = (content: string, size: number): number => content.length * size * MONO;

/** The shapes of a card before anything is written into them, by kind and size: copying them is faster than making them. */
const blanks = new Map<string, Blank>();

interface Blank {
  surface: SVGGElement;
  button: SVGElement;
}

function blankOf(card: Card): Blank {
  const key = `${card.kind} ${card.width} ${card.height}`;
  const blank = blanks.get(key) ?? makeBlank(card);
  blanks.set(key, blank);
  return blank;
}

/** A card's surface and, above it, its button. What is written later bears the name of its part. */
function makeBlank({ kind, width, height }: Card): Blank {
  const surface = element("g", { class: "surface", "aria-hidden": "true" });
  const add = (name: string, part: SVGElement): void => {
    part.setAttribute(PART, name);
    surface.append(part);
  };
  surface.append(outline(kind, width, height, "halo", 6), outline(kind, width, height, "choice", 2), outline(kind, width, height, "body"));
  if (kind === "group") surface.append(innerLine(width, height));
  if (height < PILL_HEIGHT) add("title", text(width / 2, height / 2 + 4, "pill-text"));
  else {
    add("title", text(PAD, ROWS.title, "title"));
    add("shape", text(width - PAD, ROWS.title, "shape"));
    add("badge", element("g", { class: "badge" }));
    surface.append(text(PAD, ROWS.value, "row-label", CARD.valueRow), text(PAD, ROWS.gradient, "row-label", CARD.gradientRow));
    add("value", text(NUMBERS, ROWS.value, "value"));
    add("gradient", text(NUMBERS, ROWS.gradient, "gradient"));
    add("cells", element("g", { class: "cells" }));
    add("accumulated", text(NUMBERS, ROWS.uses, "accumulated"));
    add("uses", text(width - PAD, ROWS.uses, "uses"));
  }
  if (height >= TENSOR_HEIGHT) {
    for (const [name, y] of [["valueStrip", ROWS.strips[0]], ["gradientStrip", ROWS.strips[1]]] as const) {
      surface.append(element("rect", { class: "trough", x: PAD, y, width: width - 2 * PAD, height: STRIP_HEIGHT }));
      add(name, element("g", { class: name === "valueStrip" ? "strip of-value" : "strip of-gradient", transform: `translate(${PAD} ${y})` }));
    }
  }
  if (height >= PILL_HEIGHT) add("finding", element("g", { class: "finding" }));
  const button = outline(kind, width, height, "hit", 4);
  button.setAttribute("role", "button");
  button.setAttribute("tabindex", "-1");
  button.append(element("title"));
  return { surface, button };
}

export class CardView {
  private face: Face | null = null;
  private differs = false;
  /** What the surface shows; it is made when it is first needed. */
  private painted: Partial<Face> = {};
  private surface: SVGGElement | null = null;
  private readonly parts: Partial<Record<string, Element>> = {};
  /** What each group of shapes shows now, so that equal ones are not drawn again. */
  private readonly drawn: Partial<Record<string, string>> = {};
  private isAway = false;
  /** What keyboard and screen reader meet: a button over the card, with the card's words as its name. */
  readonly button: SVGElement;

  constructor(
    readonly root: SVGGElement,
    readonly card: Card,
  ) {
    this.button = blankOf(card).button.cloneNode(true) as SVGElement;
    root.append(this.button);
  }

  /** Whether the card is far out of view: nothing is drawn then, nor laid out by the browser. */
  set away(away: boolean) {
    if (away === this.isAway) return;
    this.isAway = away;
    this.surface?.toggleAttribute("data-away", away);
    if (!away) this.complete();
  }

  paint(face: Face, differs = false): void {
    if (face === this.face && differs === this.differs) return;
    const changed = (key: keyof Face): boolean => this.face?.[key] !== face[key];
    if (changed("mark")) this.root.dataset["mark"] = face.mark;
    if (changed("spoken")) this.button.setAttribute("aria-label", face.spoken);
    if (changed("finding")) write(this.button.firstChild as SVGTitleElement, face.finding);
    this.face = face;
    this.differs = differs;
    if (!this.isAway) this.complete();
  }

  /** Draws everything, also out of view: for paper and files. */
  complete(): void {
    const { face } = this;
    if (!face) return;
    this.surface ??= this.makeSurface();
    this.markDiffering(this.surface);
    if (face === this.painted) return;
    const changed = (key: keyof Face): boolean => this.painted[key] !== face[key];
    if (changed("title") || changed("shape") || changed("badge") || changed("uses") || changed("expression")) this.paintHead(face);
    if (changed("value")) this.writeLine("value", face.value);
    if (changed("gradient")) this.writeLine("gradient", face.gradient);
    if (changed("cells") || changed("beyond") || changed("gradient") || changed("mark")) this.paintCells(face);
    if (changed("uses")) this.write("uses", face.uses > 1 ? CARD.uses(face.uses) : "");
    if (changed("accumulated")) this.write("accumulated", face.accumulated);
    this.draw("finding", face.finding && "!", () => (face.finding ? triangle(this.card.width - 8) : []));
    this.paintStrip("valueStrip", face.valueStrip);
    this.paintStrip("gradientStrip", face.gradientStrip);
    this.painted = face;
  }

  private makeSurface(): SVGGElement {
    const surface = blankOf(this.card).surface.cloneNode(true) as SVGGElement;
    for (const part of surface.children) {
      const name = part.getAttribute(PART);
      if (name) this.parts[name] = part;
    }
    surface.toggleAttribute("data-away", this.isAway);
    this.root.prepend(surface);
    return surface;
  }

  private write(name: string, content: string): void {
    const part = this.parts[name];
    if (part) write(part, content);
  }

  private writeLine(name: "value" | "gradient", content: string): void {
    this.write(name, content);
    const part = this.parts[name] as SVGTextElement | undefined;
    if (part) part.style.fontSize = content.length > LINE.usual ? `${SIZES.dense.toFixed(1)}px` : "";
  }

  /**
   * The first line: the operation has its place at the end, whatever else there is to say; then come name, shape (in a
   * shorter form where there is little room, or else two lines below) and, if all of it fits, how an unnamed value came about.
   */
  private paintHead({ title, shape, badge, uses, expression: written }: Face): void {
    if (this.card.height < PILL_HEIGHT) return this.write("title", clip(title, 12));
    const end = this.card.width - PAD;
    const label = badge.startsWith("x^") ? badge : clip(badge, 12);
    const size = Math.max(22, wide(label, SIZES.badge) + 10);
    const edge = label ? end + 3 - size - 6 : end;
    const forms = shape.startsWith("(") ? shapeForms(shape) : [shape];
    const left = (form: string): number => edge - PAD - (form ? wide(form, SIZES.small) + 7 : 0);
    const form = forms.find((one) => left(one) >= wide(title, SIZES.title));
    const below = form === undefined && shape.startsWith("(");
    const room = left(below ? "" : (form ?? shape));
    const shown = clip(title, Math.floor(room / (SIZES.title * MONO)));
    this.write("title", shown);
    if (written && wide(shown, SIZES.title) + 7 + wide(written, SIZES.small) <= room) this.parts["title"]?.append(expression(written));
    this.write("shape", form ?? forms.at(-1) ?? "");
    this.parts["shape"]?.setAttribute("x", String(below ? end - (uses > 1 ? wide(CARD.uses(uses), SIZES.small) + 7 : 0) : edge));
    this.parts["shape"]?.setAttribute("y", String(below ? ROWS.uses : ROWS.title));
    this.paintBadge(label, end + 3 - size, size);
  }

  private paintBadge(label: string, left: number, size: number): void {
    this.draw("badge", label && `${label} ${left}`, () => {
      const words = text(left + size / 2, ROWS.title, "");
      const [base, power] = label.split("^");
      words.textContent = base || "^";
      if (power) {
        const raised = element("tspan", { dy: -3, "font-size": 8 });
        raised.textContent = power;
        words.append(raised);
      }
      return label ? [element("rect", { x: left, y: ROWS.title - 12, width: size, height: BADGE_HEIGHT, rx: BADGE_HEIGHT / 2 }), words] : [];
    });
  }

  /** Under the gradient its size in cells; behind it hatching where none is needed, an octagon where it is not finite. */
  private paintCells({ cells, beyond, gradient, mark }: Face): void {
    const behind = NUMBERS + wide(gradient, SIZES.line) + 8;
    if (mark === "not_required") this.draw("cells", `hatched ${behind}`, () => [hatching(behind, this.card.width - PAD, ROWS.gradient - 8)]);
    else if (mark === "nonfinite") this.draw("cells", `octagon ${behind}`, () => octagon(behind + 7, ROWS.gradient - 4));
    else if (cells === null) this.draw("cells", "", () => []);
    else this.draw("cells", `${cells} ${beyond}`, () => gauge(NUMBERS, ROWS.gauge, cells, beyond));
  }

  /** Draws the shapes of one part, unless they are there already: `key` says everything that they depend on. */
  private draw(name: string, key: string, shapes: () => SVGElement[]): void {
    if ((this.drawn[name] ?? "") === key) return;
    this.drawn[name] = key;
    this.parts[name]?.replaceChildren(...shapes());
  }

  /** A mark at the corner where the gradient is another one than in the drawing beside this one. */
  private markDiffering(surface: SVGGElement): void {
    const before = surface.querySelector(":scope > .differs-mark");
    if (this.differs === Boolean(before)) return;
    if (before) return before.remove();
    const mark = element("g", { class: "differs-mark" });
    mark.append(element("circle", { r: 10 }), text(0, 4.5, "", "≠"));
    surface.append(mark);
  }

  private paintStrip(name: "valueStrip" | "gradientStrip", strip: Strip | null): void {
    const group = this.parts[name];
    const before = this.painted[name];
    if (!group || (before?.source === strip?.source && before?.limit === strip?.limit)) return;
    const paths = strip ? stripPaths(strip.grid, strip.limit, this.card.width - 2 * PAD, STRIP_HEIGHT) : [];
    this.draw(name, JSON.stringify([...paths]), () => [...paths].map(([className, d]) => element("path", { class: className, d })));
  }
}
