/** What the editor knows of the language: the server's functions for completion and hover, and the program's own names. */
import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { type Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
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

/** Documentation of a function when the pointer rests on its name. */
export const documentation = (language: Language): Extension =>
  hoverTooltip((view, position) => {
    const line = view.state.doc.lineAt(position);
    for (const match of line.text.matchAll(new RegExp(NAME, "g"))) {
      const from = line.from + match.index;
      const entry = language.functions().find(({ name }) => name === match[0]);
      if (!entry || position < from || position > from + match[0].length) continue;
      return {
        pos: from,
        end: from + match[0].length,
        above: true,
        create: () => {
          const dom = document.createElement("div");
          dom.className = "function-help";
          const head = document.createElement("code");
          head.textContent = entry.signature;
          const body = document.createElement("p");
          body.textContent = entry.summary;
          dom.append(head, body);
          return { dom };
        },
      };
    }
    return null;
  });
