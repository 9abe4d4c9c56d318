/** What the editor knows of the language: the server's functions for completion and hover, and the program's own names. */
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { EditorView, type Tooltip, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import type { FunctionEntry } from "../api";

export interface Language {
  functions: () => FunctionEntry[];
}

const NAME = /[A-Za-zͰ-Ͽ][\wͰ-Ͽ]*/;

/** Names that the program assigns, in order of appearance. */
export function assignedNames(text: string): string[] {
  const found = text.matchAll(/^[ \t]*([A-Za-zͰ-Ͽ][\wͰ-Ͽ]*)\s*(?:=(?!=)|[-+*/@]=|\*\*=)/gm);
  return [...new Set([...found].map((match) => match[1] ?? ""))];
}

export const completionSource =
  (language: Language) =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(NAME);
    if (!word && !context.explicit) return null;
    const text = context.state.doc.toString();
    return {
      from: word?.from ?? context.pos,
      validFor: /^[\wͰ-Ͽ]*$/,
      options: [
        ...assignedNames(text).map((label) => ({ label, type: "variable", boost: 1 })),
        ...language.functions().map(({ name, signature, summary }) => ({ label: name, type: "function", detail: signature.replace(name, ""), info: summary })),
      ],
    };
  };

/** What is known of the function whose name stands at a place. */
function functionAt(language: Language, state: EditorState, position: number): { entry: FunctionEntry; from: number; to: number } | null {
  const line = state.doc.lineAt(position);
  for (const match of line.text.matchAll(new RegExp(NAME, "g"))) {
    const from = line.from + match.index;
    const to = from + match[0].length;
    const entry = language.functions().find(({ name }) => name === match[0]);
    if (entry && position >= from && position <= to) return { entry, from, to };
  }
  return null;
}

function helpAt(language: Language, state: EditorState, position: number): Tooltip | null {
  const found = functionAt(language, state, position);
  if (!found) return null;
  const create = (): { dom: HTMLElement } => {
    const dom = document.createElement("div");
    dom.className = "function-help";
    const head = document.createElement("code");
    head.textContent = found.entry.signature;
    const body = document.createElement("p");
    body.textContent = found.entry.summary;
    dom.append(head, body);
    return { dom };
  };
  return { pos: found.from, end: found.to, above: true, create };
}

const setHelp = StateEffect.define<Tooltip | null>();
const help = StateField.define<Tooltip | null>({
  create: () => null,
  update: (shown, transaction) => {
    for (const effect of transaction.effects) if (effect.is(setHelp)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

/** Documentation of a function: while the pointer rests on its name, and at the caret on F1 or Ctrl+I, until Esc or the caret moves. */
export function documentation(language: Language): Extension {
  const open = (view: EditorView): boolean => {
    const { head } = view.state.selection.main;
    const found = functionAt(language, view.state, head);
    const spoken = found ? [EditorView.announce.of(`${found.entry.signature}: ${found.entry.summary}`)] : [];
    view.dispatch({ effects: [setHelp.of(helpAt(language, view.state, head)), ...spoken] });
    return true;
  };
  const close = (view: EditorView): boolean => {
    if (!view.state.field(help)) return false;
    view.dispatch({ effects: setHelp.of(null) });
    return true;
  };
  return [
    help,
    keymap.of([{ key: "F1", run: open }, { key: "Mod-i", run: open }, { key: "Escape", run: close }]),
    hoverTooltip((view, position) => helpAt(language, view.state, position)),
  ];
}
