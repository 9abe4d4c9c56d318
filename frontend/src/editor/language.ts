/** What the editor knows of the language: the server's functions for completion and hover, and the program's own names. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { EditorView, type Tooltip, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import type { FunctionEntry } from "../api";

export interface Language {
  functions: () => FunctionEntry[];
}

const LETTER = "\\w\\u0370-\\u03ff";
const NAME = `[A-Za-z\\u0370-\\u03ff][${LETTER}]*`;
const WORD = new RegExp(`[${LETTER}]*$`);
const TARGETS = new RegExp(`^\\s*\\(?(${NAME}(?:\\s*,\\s*${NAME})*)\\s*,?\\)?\\s*(?:=(?!=)|(?:[-+*/@]|\\*\\*|//)=)`);
const LOOP = new RegExp(`^\\s*for\\s+(${NAME}(?:\\s*,\\s*${NAME})*)\\s+in\\b`);
const FUNCTION = new RegExp(`^\\s*def\\s+(${NAME})\\s*\\(([^)]*)`);
/** Libraries whose functions are ours. */
const LIBRARIES = new Set(["np", "numpy", "torch", "F", "nn", "functional", "linalg", "special", "random", "math", "jnp"]);
const MOST_DETAIL = 30;

const separate = (list: string): string[] => list.split(",").map((part) => part.trim()).filter(Boolean);

/** Names that the program gives a meaning, in order of appearance: variables, loops, functions and what they take. */
export function assignedNames(text: string): string[] {
  const names = text.split("\n").flatMap((line) => {
    const [, name = "", parameters = ""] = FUNCTION.exec(line) ?? [];
    if (name) return [name, ...separate(parameters).map((part) => part.split(/[=:]/)[0]?.replace(/^\*+/, "").trim() ?? "")];
    const loop = LOOP.exec(line)?.[1];
    if (loop) return separate(loop);
    const found: string[] = [];
    for (let rest = line, match = TARGETS.exec(rest); match; match = TARGETS.exec(rest)) {
      found.push(...separate(match[1] ?? ""));
      rest = rest.slice(match[0].length);
    }
    return found;
  });
  return [...new Set(names.filter(Boolean))];
}

/** What a function takes, as its signature says: names, and what stands there by default. */
export function parametersOf({ signature }: FunctionEntry): { name: string; standard: string }[] {
  const inside = signature.slice(signature.indexOf("(") + 1, signature.lastIndexOf(")"));
  const parts = inside.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return parts.map((part) => part.trim().split("=")).map(([name = "", standard = ""]) => ({ name: name.replace("*", ""), standard }));
}

const entryOf = (language: Language, name: string): FunctionEntry | undefined =>
  language.functions().find((entry) => entry.name === name || entry.aliases.includes(name));

const isText = (state: EditorState, at: number): boolean => /Comment|String/.test(syntaxTree(state).resolveInner(at, -1).name);

/** The name of the function in whose brackets a place is. */
function enclosingCall(state: EditorState, at: number): string | null {
  for (let node = syntaxTree(state).resolveInner(at, -1); node.parent; node = node.parent) {
    if (node.name !== "ArgList" || node.parent.name !== "CallExpression" || node.from >= at) continue;
    return state.sliceDoc(node.parent.from, node.from).trim().split(".").at(-1) ?? null;
  }
  return null;
}

const shortened = (detail: string): string => (detail.length > MOST_DETAIL ? `${detail.slice(0, MOST_DETAIL - 1)}…` : detail);

const option = (entry: FunctionEntry, method: boolean): Completion => {
  const { name, signature, summary } = entry;
  const all = signature.slice(signature.indexOf("("));
  const taken = method ? all.replace(/^\([^,()=]+(, )?/, "(") : all;
  return { label: name, type: method ? "method" : "function", detail: shortened(signature.includes("(") ? taken : signature), info: summary };
};

/** What can stand at a place: behind a dot methods, in a call also the names of its parameters. */
function optionsAt(language: Language, state: EditorState, from: number): Completion[] {
  const before = state.sliceDoc(state.doc.lineAt(from).from, from);
  const functions = language.functions().filter(({ kind }) => kind !== "statement");
  if (before.endsWith(".")) {
    const owner = new RegExp(`([${LETTER})\\]]+)\\.$`).exec(before)?.[1] ?? "";
    if (owner === "" || /^\d/.test(owner)) return [];
    if (LIBRARIES.has(owner)) return functions.map((entry) => option(entry, false));
    return language.functions().filter(({ method }) => method).map((entry) => option(entry, true));
  }
  const call = /[(,]\s*$/.test(before) ? enclosingCall(state, from) : null;
  const entry = call === null ? undefined : entryOf(language, call);
  return [
    ...assignedNames(state.doc.toString()).map((label) => ({ label, type: "variable", boost: 1 })),
    ...(entry ? parametersOf(entry).filter(({ standard }) => standard !== "") : []).map(({ name, standard }) => ({ label: `${name}=`, type: "property", detail: shortened(standard), boost: 2 })),
    ...functions.map((other) => option(other, false)),
  ];
}

export const completionSource =
  (language: Language) =>
  ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const line = state.doc.lineAt(pos);
    const typed = WORD.exec(state.sliceDoc(line.from, pos))?.[0] ?? "";
    const from = pos - typed.length;
    const dotted = state.sliceDoc(Math.max(line.from, from - 1), from) === ".";
    if (isText(state, pos) || /^\d/.test(typed) || (typed === "" && !explicit && !dotted)) return null;
    const options = optionsAt(language, state, from);
    // A name that is complete needs no list, which would take Enter and the arrow keys away.
    if (options.length === 0 || (!explicit && options.some(({ label }) => label === typed))) return null;
    return { from, validFor: new RegExp(`^[${LETTER}]*$`), options };
  };

/** The function that a place names, or of whose parameter it is the name; none for the program's own names. */
export function functionAt(language: Language, state: EditorState, at: number): { entry: FunctionEntry; from: number; to: number } | null {
  const line = state.doc.lineAt(at);
  if (isText(state, at)) return null;
  const word = [...line.text.matchAll(new RegExp(NAME, "g"))].find(({ index, 0: { length } }) => at >= line.from + index && at <= line.from + index + length);
  if (!word) return null;
  const from = line.from + word.index;
  const [dotted, to] = [line.text[word.index - 1] === ".", from + word[0].length];
  const call = /^\s*=(?!=)/.test(state.sliceDoc(to, line.to)) ? enclosingCall(state, from) : null;
  const own = assignedNames(state.doc.toString());
  const meant = call ?? word[0];
  if (own.includes(meant) && (call !== null || !dotted)) return null;
  const entry = entryOf(language, meant);
  return entry && (call === null || parametersOf(entry).some(({ name }) => name === word[0])) ? { entry, from, to } : null;
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
