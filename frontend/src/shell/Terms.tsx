/** Words that a newcomer meets here first: a glossary, and a text in which each is explained where it first stands. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { keep, read } from "../storage";
import { TERMS } from "../text";

const FOUND = TERMS.flatMap(({ words = "", ...term }) => (words ? [{ ...term, whole: new RegExp(`^(?:${words})$`, "i") }] : []));
const ANY = new RegExp(`(?<!\\p{L})(${TERMS.flatMap(({ words = [] }) => words).join("|")})(?!\\p{L})`, "giu");

const KEY = "chainrule.terms";
const met = signal(new Set((read(KEY) ?? "").split(",").filter(Boolean)));

/** The terms in a text that nobody has been told here before. */
export const newTerms = (words: string): typeof FOUND =>
  FOUND.filter(({ term }) => !met.value.has(term) && explained(words).some(({ text, meaning }) => meaning !== "" && FOUND.find(({ whole }) => whole.test(text))?.term === term));

/** From now on these terms have been explained. */
export function meetTerms(terms: readonly { term: string }[]): void {
  if (terms.length === 0) return;
  met.value = new Set([...met.value, ...terms.map(({ term }) => term)]);
  keep(KEY, [...met.value].join(","));
}

interface Part {
  text: string;
  meaning: string;
  code: boolean;
}

/** The parts of a text: what stands between terms, each term at its first place with its explanation, and pieces of code. */
export function explained(words: string): Part[] {
  const told = new Set<string>();
  return words.split("`").flatMap((piece, index) => (index % 2 ? [{ text: piece, meaning: "", code: true }] : inProse(piece, told))).filter(({ text }) => text !== "");
}

function inProse(words: string, told: Set<string>): Part[] {
  return words.split(ANY).map((text) => {
    const term = FOUND.find(({ whole }) => whole.test(text));
    const meaning = term && !told.has(term.term) ? term.meaning : "";
    if (term) told.add(term.term);
    return { text, meaning, code: false };
  });
}

/** A text with its terms explained under the pointer, and what is between backticks set as code; the same words to every voice. */
export function Explained({ words }: { words: string }) {
  return <>{explained(words).map<ComponentChildren>(({ text, meaning, code }, index) => (code ? <code key={index}>{text}</code> : meaning ? <span key={index} class="term" title={meaning}>{text}</span> : text))}</>;
}

export function Glossary() {
  return (
    <dl class="glossary">
      {TERMS.map(({ term, meaning }) => <div key={term}><dt>{term}</dt><dd>{meaning}</dd></div>)}
    </dl>
  );
}
