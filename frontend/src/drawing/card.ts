/**
 * One card: builds its shapes and texts once, in local coordinates with the origin at its upper left corner, and then
 * rewrites only what changed. Sizes are fixed, so nothing moves when a value changes.
 */
import type { Card } from "../model";
import { LEVELS } from "../vocabulary";
import type { Face, Strip } from "./face";
import { clip, element, text, write } from "./svg";
import { stripPaths } from "./strips";

const PAD = 12;
const MONO = 0.6;
const STRIP_HEIGHT = 15;
const SMALL = 11;

/** Cards lower than this are pills: one line of text. */
const PILL_HEIGHT = 48;
/** Cards at least this high carry strips. */
const TENSOR_HEIGHT = 100;

/** The attribute that names a part of a card. */
const PART = "data-part";

function expression(content: string): SVGTSpanElement {
  const span = element("tspan", { class: "expr", dx: 7 });
  span.textContent = content;
  return span;
}

function octagon(x: number, y: number, radius: number): string {
  const corners = Array.from({ length: 8 }, (_, index) => {
    const angle = ((index + 0.5) * Math.PI) / 4;
    return `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${corners.join("L")}z`;
}

/** The cells from one number to another, as one path. */
const bars = (left: number, from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `M${left + (from + index) * 5} 48h4v9h-4z`).join("");

/** The shapes of a card before anything is written into them, by kind and size: copying them is faster than making them. */
const blanks = new Map<string, SVGGElement>();

function copyOfBlank(card: Card): SVGGElement {
  const key = `${card.kind} ${card.width} ${card.height}`;
  const blank = blanks.get(key) ?? makeBlank(card);
  blanks.set(key, blank);
  return blank.cloneNode(true) as SVGGElement;
}

/** A card's surface and, above it, its button. What is written later bears the name of its part. */
function makeBlank({ kind, width, height }: Card): SVGGElement {
  const pill = height < PILL_HEIGHT;
  const rx = kind === "data" || kind === "parameter" ? 2 : pill ? height / 2 : 10;
  const around = { x: -4, y: -4, width: width + 8, height: height + 8, rx: rx + 4 };
  const surface = element("g", { class: "surface", "aria-hidden": "true" });
  const add = (name: string, part: SVGElement): void => {
    part.setAttribute(PART, name);
    surface.append(part);
  };
  surface.append(element("rect", { class: "halo", ...around }), element("rect", { class: "body", width, height, rx }));
  if (kind === "group") surface.append(element("rect", { class: "inner", x: 3.5, y: 3.5, width: width - 7, height: height - 7, rx: rx - 3 }));
  if (pill) add("title", text(width / 2, height / 2 + 4, "pill-text"));
  else {
    add("title", text(PAD, 20, "title"));
    add("shape", text(width - PAD, 20, "shape"));
    surface.append(text(PAD, 40, "row-label", "v"), text(PAD, 57, "row-label", "∂"));
    add("value", text(PAD + 14, 40, "value"));
    add("gradient", text(PAD + 14, 57, "gradient"));
    for (const name of ["cells", "badge", "finding"]) add(name, element("g", { class: name }));
    add("uses", text(width - PAD, 57, "uses"));
  }
  if (height >= TENSOR_HEIGHT) {
    for (const [index, name] of ["valueStrip", "gradientStrip"].entries()) {
      const y = 67 + index * (STRIP_HEIGHT + 4);
      surface.append(element("rect", { class: "trough", x: PAD, y, width: width - 2 * PAD, height: STRIP_HEIGHT }));
      add(name, element("g", { class: index === 0 ? "strip of-value" : "strip of-gradient", transform: `translate(${PAD} ${y})` }));
    }
  }
  const button = element("rect", { class: "hit", role: "button", tabindex: -1, ...around });
  button.append(element("title"));
  const blank = element("g");
  blank.append(surface, button);
  return blank;
}

export class CardView {
  private face: Partial<Face> = {};
  private readonly parts: Partial<Record<string, Element>> = {};
  /** What each group of shapes shows now, so that equal ones are not drawn again. */
  private readonly drawn: Partial<Record<string, string>> = {};
  private readonly surface: SVGGElement;
  /** What keyboard and screen reader meet: a button over the card, with the card's words as its name. */
  readonly button: SVGRectElement;

  constructor(
    readonly root: SVGGElement,
    readonly card: Card,
  ) {
    const copy = copyOfBlank(card);
    this.surface = copy.firstChild as SVGGElement;
    this.button = copy.lastChild as SVGRectElement;
    for (const part of this.surface.children) {
      const name = part.getAttribute(PART);
      if (name) this.parts[name] = part;
    }
    root.append(this.surface, this.button);
  }

  /** Whether the card is far out of view; its surface then takes no part in the browser's layout. */
  set away(away: boolean) {
    this.surface.toggleAttribute("data-away", away);
  }

  paint(face: Face): void {
    if (face === this.face) return;
    const { width } = this.card;
    const changed = (key: keyof Face): boolean => this.face[key] !== face[key];
    if (changed("title") || changed("shape")) {
      const { shape } = face;
      const room = Math.floor((width - 2 * PAD - shape.length * SMALL * MONO - 8) / (13 * MONO));
      this.write("title", clip(face.title, room));
      const left = Math.floor(((room - face.title.length) * 13) / SMALL) - 1;
      if (face.expression && left > 3) this.parts["title"]?.append(expression(clip(face.expression, left)));
      this.write("shape", clip(shape, 16));
    }
    if (changed("value")) this.write("value", face.value);
    if (changed("gradient")) this.write("gradient", face.gradient);
    if (changed("mark")) this.root.dataset["mark"] = face.mark;
    if (changed("valueBad")) this.root.classList.toggle("bad-value", face.valueBad);
    if (changed("computed")) this.root.classList.toggle("ahead", !face.computed);
    if (changed("badge") || changed("value")) this.paintBadge(face);
    if (changed("cells") || changed("gradient") || changed("mark")) this.paintCells(face);
    if (changed("uses")) this.write("uses", face.uses > 1 ? `Σ${face.uses}` : "");
    if (changed("finding")) this.paintFinding(face);
    if (changed("spoken")) this.button.setAttribute("aria-label", face.spoken);
    this.paintStrip("valueStrip", face.valueStrip);
    this.paintStrip("gradientStrip", face.gradientStrip);
    this.face = face;
  }

  private write(name: string, content: string): void {
    const part = this.parts[name];
    if (part) write(part, content);
  }

  /** The operation stands at the end of the value line, or behind the title where the value is long. */
  private paintBadge({ badge, value, title, shape, expression: written }: Face): void {
    const label = badge.startsWith("x^") ? badge : clip(badge, 12);
    const size = Math.max(20, label.length * SMALL * MONO + 10);
    const beside = this.card.width - 2 * PAD - 14 - value.length * 12 * MONO >= size;
    const after = PAD + title.length * 13 * MONO + 8;
    const above = !written && after + size < this.card.width - PAD - shape.length * SMALL * MONO - 4;
    if (!label || !(beside || above)) return this.draw("badge", "", () => []);
    const left = beside ? this.card.width - PAD + 2 - size : after;
    const top = beside ? 28 : 8;
    this.draw("badge", `${label} ${left} ${top}`, () => {
      const words = text(left + size / 2, top + 12, "");
      const [base, power] = label.split("^");
      words.textContent = base ?? "";
      if (power) {
        const raised = element("tspan", { dy: -3, "font-size": 8 });
        raised.textContent = power;
        words.append(raised);
      }
      return [element("rect", { x: left, y: top, width: size, height: 17, rx: 8.5 }), words];
    });
  }

  /** Behind the gradient: its size in cells; hatching where none is needed; an octagon where it is not finite. */
  private paintCells({ cells, gradient, mark, uses }: Face): void {
    const left = PAD + 14 + gradient.length * 12 * MONO + 8;
    const right = this.card.width - PAD - (uses > 1 ? 22 : 0);
    const place = `${left} ${right}`;
    if (mark === "not_required") this.draw("cells", `hatched ${place}`, () => [element("rect", { class: "hatched", x: left, y: 49, width: right - left, height: 8, rx: 2 })]);
    else if (mark === "nonfinite") this.draw("cells", `octagon ${place}`, () => [element("path", { class: "octagon", d: octagon(left + 7, 53, 7) }), text(left + 7, 56.5, "octagon-mark", "!")]);
    else if (mark !== "number" || left + LEVELS * 5 > right) this.draw("cells", "", () => []);
    else this.draw("cells", `${cells} ${place}`, () => [element("path", { class: "off", d: bars(left, cells, LEVELS) }), element("path", { class: "on", d: bars(left, 0, cells) })]);
  }

  /** Draws the shapes of one part, unless they are there already: `key` says everything that they depend on. */
  private draw(name: string, key: string, shapes: () => SVGElement[]): void {
    if ((this.drawn[name] ?? "") === key) return;
    this.drawn[name] = key;
    this.parts[name]?.replaceChildren(...shapes());
  }

  private paintFinding({ finding }: Face): void {
    write(this.button.firstChild as SVGTitleElement, finding);
    const left = this.card.width - 7;
    this.draw("finding", finding && "!", () => (finding ? [element("path", { d: `M${left} -8l9 16h-18z` }), text(left, 6, "", "!")] : []));
  }

  /** A mark at the corner where the gradient is another one than in the drawing beside this one. */
  markDiffering(differs: boolean): void {
    const before = this.surface.querySelector(".differs-mark");
    if (differs === Boolean(before)) return;
    if (before) return before.remove();
    const mark = element("g", { class: "differs-mark" });
    mark.append(element("circle", { r: 10 }), text(0, 4.5, "", "≠"));
    this.surface.append(mark);
  }

  private paintStrip(name: "valueStrip" | "gradientStrip", strip: Strip | null): void {
    const group = this.parts[name];
    const before = this.face[name];
    if (!group || (before?.source === strip?.source && before?.limit === strip?.limit)) return;
    const paths = strip ? stripPaths(strip.grid, strip.limit, this.card.width - 2 * PAD, STRIP_HEIGHT) : [];
    this.draw(name, JSON.stringify([...paths]), () => [...paths].map(([className, d]) => element("path", { class: className, d })));
  }
}
