/**
 * The CodeMirror editor, behind a small interface: text out, marks in. It is loaded when first needed and knows nothing
 * of the store.
 */
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus, moveCompletionSelection, selectedCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { diagnosticCount, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, type ViewUpdate, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import type { Span } from "../model";
import { appearance } from "./highlight";
import type { Caret } from "../program/judgement";
import type { PrintedLine } from "../program/printed";
import { type Language, completionSource, documentation } from "./language";
import { type Computed, haunt, light, markComputed, offsets, overlays, print } from "./marks";
import { wrapping } from "./wrapping";

export interface EditorHands {
  changed: (text: string) => void;
  run: () => void;
  /** The pointer or the cursor is at a place (1-based), or nowhere. */
  at: (place: { line: number; column: number } | null) => void;
  /** Somebody is writing here; not what is pasted or put in by the page. */
  typed: (caret: Caret) => void;
  /** The caret has moved to a line. */
  moved: (line: number) => void;
  /** Whether a list of completions is open. */
  completing: (open: boolean) => void;
  /** What stands beside a line was chosen. */
  printed: (line: PrintedLine) => void;
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
  /** What is computed at the present step. */
  compute: (now: Computed | null) => void;
  /** What the program has printed, beside its lines; no part of the text. */
  print: (lines: PrintedLine[]) => void;
  /** Puts the cursor at a place and shows it. */
  goTo: (span: Span) => void;
  /** Puts the focus here, with the text between two places selected. */
  select: (from: number, to: number) => void;
  focus: () => void;
  destroy: () => void;
}

/** Tab takes what is chosen in an open list, or its first; Enter only what was chosen, so that a line can end anywhere. */
const takeCompletion = (view: EditorView): boolean =>
  completionStatus(view.state) === "active" && (selectedCompletion(view.state) !== null || moveCompletionSelection(true)(view)) && acceptCompletion(view);

/** The place under the pointer; none right of the end of a line. */
function under(view: EditorView, event: MouseEvent): number | null {
  const position = view.posAtCoords(event);
  if (position === null) return null;
  const end = view.coordsAtPos(view.state.doc.lineAt(position).to, -1);
  return end && event.clientX > end.right + 2 && event.clientY >= end.top ? null : position;
}

const WORD_OR_POINT = /[\w.\u0370-\u03ff]$/;

function tellWriting({ state, startState, docChanged, selectionSet, transactions }: ViewUpdate, hands: EditorHands): void {
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const byKeys = transactions.some((transaction) => ["input.type", "input.complete", "delete"].some((way) => transaction.isUserEvent(way)));
  if (docChanged && byKeys) hands.typed({ line: line.number, inWord: WORD_OR_POINT.test(line.text.slice(0, head - line.from)) });
  else if (docChanged || selectionSet) hands.moved(line.number);
  const open = completionStatus(state) === "active";
  if (open !== (completionStatus(startState) === "active")) hands.completing(open);
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
        overlays,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocorrect: "off", autocapitalize: "off" }),
        EditorView.contentAttributes.of(({ state }): Record<string, string> => (diagnosticCount(state) > 0 ? { "aria-invalid": "true", "aria-describedby": problem } : {})),
        EditorView.updateListener.of((update) => {
          tellWriting(update, hands);
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
    light: (span) => light(view, span),
    ghosts: (values) => haunt(view, values),
    compute: (now) => markComputed(view, now),
    print: (lines) => print(view, lines, hands.printed),
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
