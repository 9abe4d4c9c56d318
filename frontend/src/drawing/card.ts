/**
 * One card: builds its shapes and texts once, in local coordinates with the origin at its upper left corner, and then
 * rewrites only what changed. Its form is fixed, so nothing moves when a value changes.
 */
import { type Card, single } from "../model";
import type { Face } from "./face";
import { type Field, type Form, type Slot, TAIL_GAP, roomIn, wide } from "./form";
import { limitOf } from "./limits";
import { gradientText } from "./numbers";
import { band, brackets, octagon, outline, tab, triangle, unequal } from "./marks";
import { stripGrid, stripPaths } from "./strips";
import { element, put, text, write } from "./svg";

/** The digits of a number that is on its way to another. */
const COUNTED_DIGITS = 3;

/** The size of a sign in its tab, up to which it is seen. */
const SIGN = 17;

interface Written {
  slot: Slot;
  main: SVGElement;
  tail: SVGElement | null;
}

/** Colours of elements on a card, over the ground that they have while there are none. */
interface Heat {
  field: Field;
  trough: SVGElement;
  group: SVGElement;
}

/** The class by which a text is hidden when it would be drawn too small. */
export const sizeClass = (size: number): string => `s${size}`;

export class CardView {
  private face: Face | null = null;
  /** What it is called by for voices and pointers. */
  private called: Face | null = null;
  private differs = false;
  /** What the surface shows; it is made when it is first needed. */
  private painted: Face | null = null;
  private surface: SVGGElement | null = null;
  private written: Written[] = [];
  private readonly heat: Heat[] = [];
  private finding: SVGGElement | null = null;
  private far: SVGTextElement | null = null;
  private isAway = false;
  /** Paints what has changed out of view. */
  private waiting: (() => void) | null = null;
  /** What keyboard and screen reader meet: a button over the card, with the card's words as its name. */
  readonly button: SVGElement;

  constructor(
    readonly root: SVGGElement,
    readonly card: Card,
    readonly form: Form,
  ) {
    this.button = outline(card.kind, form.width, form.height, "hit", 3);
    this.button.setAttribute("role", "button");
    this.button.setAttribute("tabindex", "-1");
    this.button.append(element("title"));
    root.append(this.button);
    root.toggleAttribute("data-bare", form.tab === 0); // Its kind shows in its ground then.
  }

  /** Whether the card is far out of view: nothing is drawn then, nor laid out by the browser. */
  set away(away: boolean) {
    if (away === this.isAway) return;
    this.isAway = away;
    this.surface?.toggleAttribute("data-away", away);
    if (!away) this.complete();
  }

  /** Leaves the painting for when the card comes near the view; whether it may wait. */
  later(paint: () => void): boolean {
    this.waiting = this.isAway ? paint : null;
    return this.isAway;
  }

  /** While numbers move nobody is told them: what voices and pointers are told follows when they rest. */
  paint(face: Face, differs = false, moving = false): void {
    this.waiting = null;
    if (!moving && face !== this.called) this.call(face);
    if (face === this.face && differs === this.differs) return;
    if (this.face?.mark !== face.mark) this.root.dataset["mark"] = face.mark;
    this.face = face;
    this.differs = differs;
    if (!this.isAway) this.complete();
  }

  private call(face: Face): void {
    this.called = face;
    put(this.button, "aria-label", face.spoken);
    write(this.button.firstChild as SVGTitleElement, face.whole);
  }

  /** Draws everything, also out of view: for paper and files. */
  complete(): void {
    const paint = this.waiting;
    this.waiting = null;
    paint?.();
    const { face } = this;
    if (!face) return;
    const surface = (this.surface ??= this.makeSurface());
    this.markDiffering(surface);
    if (face === this.painted) return;
    for (const part of this.written) this.write(part, face);
    for (const heat of this.heat) this.paintHeat(heat, face);
    if (this.painted?.finding !== face.finding) this.finding?.replaceChildren(...(face.finding ? triangle(this.form.width - 10) : []));
    this.markBroken(surface, face);
    this.painted = face;
  }

  /** Drawn so small that its numbers are hidden, a card still has a name where there is room for one: `least` is the smallest size that can be read. */
  zoomTo(least: number): void {
    const { face, form } = this;
    if (!face || !this.surface || this.isAway) return;
    const left = least > SIGN ? 0 : form.tab;
    const fits = (words: string): boolean => words !== "" && wide(words.length, least) <= form.width - left - 4 && least * 1.15 <= form.height;
    const words = least <= form.largest ? "" : ([face.named ? face.title : "", left ? "" : face.sign, face.title].find(fits) ?? "");
    if (!words && !this.far) return;
    this.far ??= this.surface.appendChild(text(0, 0, "far-name"));
    this.far.setAttribute("x", ((left + form.width) / 2).toFixed(1));
    this.far.setAttribute("y", (form.height / 2 + 0.355 * least).toFixed(1));
    write(this.far, words);
  }

  private makeSurface(): SVGGElement {
    const { card: { kind }, form } = this;
    const { width, height } = form;
    const surface = element("g", { class: "surface", "aria-hidden": "true" });
    surface.append(outline(kind, width, height, "halo", 6), outline(kind, width, height, "choice", 2));
    if (kind === "output" || kind === "group") surface.append(outline(kind, width, height, "outer", 3.5));
    surface.append(outline(kind, width, height, "ground"));
    if (form.band) surface.append(band(kind, form.band, height));
    if (form.tab > 0) surface.append(tab(kind, form.tab, height));
    surface.append(outline(kind, width, height, "body"));
    surface.append(...form.brackets.map(brackets));
    for (const field of form.heat) {
      const trough = element("rect", { class: "trough", x: field.x, y: field.y, width: field.width, height: field.height });
      const group = element("g", { class: `strip of-${field.of}`, transform: `translate(${field.x} ${field.y})` });
      surface.append(trough, group);
      this.heat.push({ field, trough, group });
    }
    this.written = form.texts.map((slot) => this.makeText(surface, slot));
    this.finding = surface.appendChild(element("g", { class: "finding" }));
    surface.toggleAttribute("data-away", this.isAway);
    this.root.prepend(surface);
    return surface;
  }

  private makeText(surface: SVGGElement, slot: Slot): Written {
    const words = text(slot.x, slot.y, `${slot.part} ${sizeClass(slot.size)}`);
    words.setAttribute("font-size", String(slot.size));
    if (slot.anchor) words.setAttribute("text-anchor", slot.anchor);
    surface.append(words);
    if (!slot.tail) return { slot, main: words, tail: null };
    words.removeAttribute("class");
    const [main, tail] = [element("tspan", { class: `${slot.part} ${sizeClass(slot.size)}` }), element("tspan", { class: `${slot.tail.part} ${sizeClass(slot.tail.size)}`, dx: TAIL_GAP, "font-size": slot.tail.size })];
    words.append(main, tail);
    return { slot, main, tail };
  }

  /** Shows another number in the gradient's place, on its way to the own one; null shows that again. */
  count(gradient: number | null): void {
    for (const part of this.written) {
      if (part.slot.part !== "gradient" || !this.face) continue;
      if (gradient === null) this.write(part, this.face);
      else write(part.main, gradientText(single(gradient), COUNTED_DIGITS, roomIn(part.slot.space, part.slot.size)));
    }
  }

  private write({ slot, main, tail }: Written, face: Face): void {
    const said = slot.say(face, roomIn(slot.space, slot.size));
    write(main, said);
    if (!tail || !slot.tail) return;
    const left = slot.space - wide(said.length, slot.size) - TAIL_GAP;
    write(tail, slot.tail.say(face, roomIn(left, slot.tail.size)));
  }

  /** Fields without words beside them give way to a word where there are no numbers. */
  private paintHeat({ field, group, trough }: Heat, face: Face): void {
    const summary = field.alone && face.mark !== "number" ? null : face[field.of];
    trough.toggleAttribute("hidden", field.alone === true && summary === null);
    const paths = summary ? stripPaths(stripGrid(summary), face.limits[field.of] ?? limitOf(summary), field.width, field.height) : new Map<string, string>();
    while (group.childElementCount > paths.size) group.lastElementChild?.remove();
    for (const [index, [className, d]] of [...paths].entries()) {
      const path = group.children[index] ?? group.appendChild(element("path"));
      put(path, "class", className);
      put(path, "d", d);
    }
  }

  /** A red octagon at the corner where the gradient is not finite. */
  private markBroken(surface: SVGGElement, { mark }: Face): void {
    if (mark === this.painted?.mark) return;
    surface.querySelector(":scope > .broken")?.remove();
    if (mark !== "nonfinite") return;
    const { width, height } = this.form;
    surface.append(element("g", { class: "broken" }));
    surface.lastElementChild?.append(...octagon(width - 2, height - 2));
  }

  /** A mark at the corner where the gradient is another one than in the drawing beside this one. */
  private markDiffering(surface: SVGGElement): void {
    const before = surface.querySelector(":scope > .differs-mark");
    if (this.differs === Boolean(before)) return;
    if (before) return before.remove();
    const mark = element("g", { class: "differs-mark" });
    mark.append(...unequal());
    surface.append(mark);
  }
}
