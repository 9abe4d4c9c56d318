/**
 * The CodeMirror editor, behind a small interface: text out, marks in. It is loaded when first needed and knows nothing
 * of the store.
 */
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus, moveCompletionSelection, selectedCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { diagnosticCount, setDiagnostics } from "@codemirror/lint";
import { EditorState, RangeSet, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import type { Span } from "../model";
import { appearance } from "./highlight";
import { type Language, completionSource, documentation } from "./language";
import { wrapping } from "./wrapping";

export interface EditorHands {
  changed: (text: string) => void;
  run: () => void;
  /** The pointer or the cursor is at a place (1-based), or nowhere. */
  at: (place: { line: number; column: number } | null) => void;
}

export interface Mark {
  span: Span;
  message: string;
}

export interface Editor {
  setText: (text: string) => void;
  mark: (marks: Mark[]) => void;
  light: (span: Span | null) => void;
  /** What is now in place of a number in the text, written behind it; no part of the text. */
  ghosts: (values: { span: Span; now: string }[]) => void;
  /** Puts the cursor at a place and shows it. */
  goTo: (span: Span) => void;
  /** Puts the focus here, with the text between two places selected. */
  select: (from: number, to: number) => void;
  focus: () => void;
  destroy: () => void;
}

const setLit = StateEffect.define<{ from: number; to: number } | null>();
const litMark = Decoration.mark({ class: "cm-lit" });
const lit = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setLit)) next = effect.value ? Decoration.set([litMark.range(effect.value.from, effect.value.to)]) : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

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

const setGhosts = StateEffect.define<DecorationSet>();
const ghostly = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  // Who writes sees the text alone, until its answer says which values still stand for literals.
  update: (marks, transaction) => transaction.effects.find((effect) => effect.is(setGhosts))?.value ?? (transaction.docChanged ? Decoration.none : marks),
  provide: (field) => EditorView.decorations.from(field),
});

const SHAPELESS = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/** Tab takes what is chosen in an open list, or its first; Enter only what was chosen, so that a line can end anywhere. */
const takeCompletion = (view: EditorView): boolean =>
  completionStatus(view.state) === "active" && (selectedCompletion(view.state) !== null || moveCompletionSelection(true)(view)) && acceptCompletion(view);

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

/** The place under the pointer; none right of the end of a line. */
function under(view: EditorView, event: MouseEvent): number | null {
  const position = view.posAtCoords(event);
  if (position === null) return null;
  const end = view.coordsAtPos(view.state.doc.lineAt(position).to, -1);
  return end && event.clientX > end.right + 2 && event.clientY >= end.top ? null : position;
}

/** `problem` is the id of the element that says what is wrong with the text. */
export function createEditor(parent: HTMLElement, text: string, label: string, problem: string, language: Language, hands: EditorHands): Editor {
  const placeAt = (view: EditorView, position: number | null): void => {
    if (position === null) return hands.at(null);
    const line = view.state.doc.lineAt(position);
    hands.at({ line: line.number, column: position - line.from + 1 });
  };
  let pasted = false;
  /** What is wrong takes room below: the cursor's line stays in sight, and after a paste the fault comes into it. */
  const keepInSight = (fault: number): void => {
    requestAnimationFrame(() => {
      if (!view.hasFocus) return;
      const place = Math.min(pasted ? fault : view.state.selection.main.head, view.state.doc.length);
      view.dispatch({ effects: EditorView.scrollIntoView(place, { y: "nearest", yMargin: 2 * view.defaultLineHeight }) });
    });
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        EditorState.tabSize.of(4),
        indentUnit.of("    "),
        bracketMatching(),
        closeBrackets(),
        wrapping,
        python(),
        autocompletion({ override: [completionSource(language)], selectOnOpen: false }),
        documentation(language),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        keymap.of([{ key: "Mod-Enter", run: () => (hands.run(), true) }, { key: "Tab", run: takeCompletion }]),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        appearance,
        lit,
        ghostly,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
        EditorView.contentAttributes.of(({ state }): Record<string, string> => (diagnosticCount(state) > 0 ? { "aria-invalid": "true", "aria-describedby": problem } : {})),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            pasted = update.transactions.some((transaction) => transaction.isUserEvent("input.paste"));
            hands.at(null);
            hands.changed(update.state.doc.toString());
          } else if (update.selectionSet && update.view.hasFocus) placeAt(update.view, update.state.selection.main.head);
        }),
        EditorView.domEventHandlers({
          // Leaving with "mouseleave" would come after the card that the pointer goes to has lit up.
          pointermove: (event, inside) => placeAt(inside, under(inside, event)),
          pointerleave: () => hands.at(null),
        }),
      ],
    }),
  });
  return {
    setText: (next) => {
      if (next === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    mark: (marks) => {
      if (marks.length === 0 && diagnosticCount(view.state) === 0) return;
      const found = marks.map(({ span, message }) => ({ ...offsets(view.state.doc, span), severity: "error" as const, message }));
      view.dispatch(setDiagnostics(view.state, found));
      if (found[0]) keepInSight(found[0].from);
    },
    light: (span) => {
      const place = span && view.state.doc.length > 0 ? offsets(view.state.doc, span) : null;
      const lights = view.state.field(lit).iter();
      if (lights.value ? lights.from === place?.from && lights.to === place.to : !place) return;
      view.dispatch({ effects: setLit.of(place) });
    },
    ghosts: (values) => {
      if (view.hasFocus && values.length > 0) return; // A selection that is just being made would be lost.
      const marks = values.map(({ span, now }) => Decoration.widget({ widget: new Ghost(now), side: 1 }).range(offsets(view.state.doc, span).to));
      const next = Decoration.set(marks, true);
      if (!RangeSet.eq([view.state.field(ghostly)], [next])) view.dispatch({ effects: setGhosts.of(next) });
    },
    goTo: (span) => {
      view.dispatch({ selection: { anchor: offsets(view.state.doc, span).from }, effects: EditorView.scrollIntoView(offsets(view.state.doc, span).from, { y: "center" }) });
      view.focus();
    },
    select: (from, to) => {
      view.focus();
      view.dispatch({ selection: { anchor: Math.min(from, view.state.doc.length), head: Math.min(to, view.state.doc.length) }, scrollIntoView: true });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
