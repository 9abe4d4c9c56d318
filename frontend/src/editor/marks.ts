/** What is laid over the text without being part of it: what is pointed at, what is computed, other numbers, printed text. */
import { StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { Phase, Span } from "../model";
import type { PrintedLine } from "../program/printed";
import { CONSOLE } from "../text";

const SHAPELESS = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** A span's offsets in the text, inside the text whatever the span says; at least one character where there is one. */
export function offsets(text: Text, span: Span): { from: number; to: number } {
  const offset = (line: number, column: number): number => {
    const { from, to } = text.line(Math.max(1, Math.min(text.lines, line)));
    return Math.max(from, Math.min(to, from + column - 1));
  };
  const from = offset(span.line, span.column);
  const to = Math.max(from, offset(span.end_line, span.end_column));
  // A character without a shape of its own is drawn as a sign that takes no mark: its neighbours show the place.
  if (to === from + 1 && SHAPELESS.test(text.sliceString(from, to))) return { from: Math.max(0, from - 1), to: Math.min(text.length, to + 1) };
  if (to > from) return { from, to };
  return from < text.length ? { from, to: from + 1 } : { from: Math.max(0, from - 1), to: from };
}

/** A field of marks that an effect replaces; `onChange` says what becomes of them while somebody writes. */
function layer(onChange: "stay" | "go" | "stay on other lines"): { set: ReturnType<typeof StateEffect.define<DecorationSet>>; field: StateField<DecorationSet> } {
  const set = StateEffect.define<DecorationSet>();
  const field = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (marks, transaction) => {
      const next = transaction.effects.find((effect) => effect.is(set))?.value;
      if (next || !transaction.docChanged) return next ?? marks;
      if (onChange === "go") return Decoration.none;
      const moved = marks.map(transaction.changes);
      if (onChange === "stay") return moved;
      const touched: { from: number; to: number }[] = [];
      transaction.changes.iterChangedRanges((_from, _to, from, to) => touched.push({ from: transaction.newDoc.lineAt(from).from, to: transaction.newDoc.lineAt(to).to }));
      return moved.update({ filter: (at) => !touched.some(({ from, to }) => from <= at && at <= to) });
    },
    provide: (own) => EditorView.decorations.from(own),
  });
  return { set, field };
}

const lit = layer("stay");
const litMark = Decoration.mark({ class: "cm-lit" });
// Who writes sees the text alone, until its answer says which values still stand for literals.
const ghostly = layer("go");
const computed = layer("go");
const printed = layer("stay on other lines");

export const overlays = [lit.field, ghostly.field, computed.field, printed.field];

function put({ set, field }: ReturnType<typeof layer>, view: EditorView, next: DecorationSet): void {
  if (!isSame(view.state.field(field), next)) view.dispatch({ effects: set.of(next) });
}

/** Mark by mark: the library's own comparison takes two marks that begin at one place for the same. */
export function isSame(some: DecorationSet, others: DecorationSet): boolean {
  const [one, other] = [some.iter(), others.iter()];
  for (; one.value && other.value; one.next(), other.next()) {
    if (one.from !== other.from || one.to !== other.to || !one.value.eq(other.value)) return false;
  }
  return one.value === other.value;
}

export function light(view: EditorView, span: Span | null): void {
  const place = span && view.state.doc.length > 0 ? offsets(view.state.doc, span) : null;
  put(lit, view, place ? Decoration.set([litMark.range(place.from, place.to)]) : Decoration.none);
}

class Ghost extends WidgetType {
  constructor(readonly now: string) {
    super();
  }

  override eq(other: Ghost): boolean {
    return other.now === this.now;
  }

  override toDOM(): HTMLElement {
    const place = document.createElement("span");
    place.className = "cm-ghost";
    place.ariaHidden = "true"; // The row of the leaf says it.
    this.updateDOM(place);
    return place;
  }

  override updateDOM(place: HTMLElement): boolean {
    place.textContent = `→ ${this.now}`;
    return true;
  }
}

export function haunt(view: EditorView, values: { span: Span; now: string }[]): void {
  if (view.hasFocus && values.length > 0) return; // A selection that is just being made would be lost.
  put(ghostly, view, Decoration.set(values.map(({ span, now }) => Decoration.widget({ widget: new Ghost(now), side: 1 }).range(offsets(view.state.doc, span).to)), true));
}

/** What is computed at a step: an expression and its line, or a whole line. */
export interface Computed {
  phase: Phase;
  line: number;
  span: Span | null;
}

export function markComputed(view: EditorView, now: Computed | null): void {
  const { doc } = view.state;
  if (!now || doc.length === 0 || now.line > doc.lines) return put(computed, view, Decoration.none);
  const { from } = doc.line(now.line);
  const found = [Decoration.line({ class: `cm-computed-line ${now.phase}` }).range(from)];
  if (now.span) {
    const place = offsets(doc, now.span);
    found.push(Decoration.mark({ class: `cm-computed ${now.phase}` }).range(place.from, place.to));
  }
  put(computed, view, Decoration.set(found, true));
  keepInView(view, from);
}

/** Scrolls the editor alone: the page stays where it is. */
function keepInView(view: EditorView, position: number): void {
  view.requestMeasure({
    read: () => {
      const { top, bottom } = view.lineBlockAt(Math.min(position, view.state.doc.length));
      const { scrollTop, clientHeight } = view.scrollDOM;
      if (clientHeight === 0 || (top >= scrollTop && bottom <= scrollTop + clientHeight)) return null;
      return Math.max(0, (top + bottom - clientHeight) / 2);
    },
    write: (top) => {
      if (top !== null) view.scrollDOM.scrollTop = top;
    },
  });
}

/** Of what was printed so many characters stand beside a line. */
const MOST_PRINTED = 60;

class Printout extends WidgetType {
  constructor(
    readonly beside: PrintedLine,
    readonly open: (line: PrintedLine) => void,
  ) {
    super();
  }

  override eq({ beside: { text, times, moment } }: Printout): boolean {
    return text === this.beside.text && times === this.beside.times && moment === this.beside.moment;
  }

  override toDOM(): HTMLElement {
    const { text, times } = this.beside;
    const place = document.createElement("span");
    place.className = "cm-printed";
    place.ariaHidden = "true"; // The list of printed lines says it.
    const line = text.trimEnd().split("\n").at(-1) ?? "";
    place.textContent = line.length > MOST_PRINTED ? `${line.slice(0, MOST_PRINTED - 1)}…` : line;
    place.title = text;
    if (times > 1) {
      const often = document.createElement("span");
      often.className = "times";
      often.textContent = CONSOLE.times(times);
      place.append(" ", often);
    }
    place.addEventListener("click", () => this.open(this.beside));
    return place;
  }
}

export function print(view: EditorView, lines: PrintedLine[], open: (line: PrintedLine) => void): void {
  const { doc } = view.state;
  const found = lines.filter(({ line }) => line <= doc.lines).map((beside) => Decoration.widget({ widget: new Printout(beside, open), side: 2 }).range(doc.line(beside.line).to));
  put(printed, view, Decoration.set(found, true));
}
