/** Words that a newcomer meets here first: a glossary, and a text in which each is explained where it first stands. */
import type { ComponentChildren } from "preact";
import { TERMS } from "../text";

const FOUND = TERMS.flatMap(({ words = "", ...term }) => (words ? [{ ...term, whole: new RegExp(`^(?:${words})$`, "i") }] : []));
const ANY = new RegExp(`(?<!\\p{L})(${TERMS.flatMap(({ words = [] }) => words).join("|")})(?!\\p{L})`, "giu");

/** The parts of a text: what stands between terms, and each term at its first place, with its explanation. */
export function explained(words: string): { text: string; meaning: string }[] {
  const told = new Set<string>();
  return words.split(ANY).flatMap((text) => {
    const term = FOUND.find(({ whole }) => whole.test(text));
    const meaning = term && !told.has(term.term) ? term.meaning : "";
    if (term) told.add(term.term);
    return text === "" ? [] : [{ text, meaning }];
  });
}

/** A text with its terms explained under the pointer; the same words to every voice. */
export function Explained({ words }: { words: string }) {
  return <>{explained(words).map<ComponentChildren>(({ text, meaning }, index) => (meaning ? <span key={index} class="term" title={meaning}>{text}</span> : text))}</>;
}

export function Glossary() {
  return (
    <dl class="glossary">
      {TERMS.map(({ term, meaning }) => <div key={term}><dt>{term}</dt><dd>{meaning}</dd></div>)}
    </dl>
  );
}
