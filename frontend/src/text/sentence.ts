/**
 * What the server says, as a sentence: with a capital letter unless it begins with a name in code, and with a full stop
 * unless it ends in code. The server writes neither, because its words also stand behind "line 3: " in a terminal.
 */

/** Words that its sentences begin with and that are none of the language; another first word stays as it is. */
const PROSE = new Set(
  `a all an apply arguments at begin bind both brackets broadcast bytes calls call cannot choose classes close column combine
  compare comparisons complex compressed convolutions decorators define delete did draw each either end every expected for four
  from give go gradients half hardly here how illegal inconsistent indent index invalid it its leading learning leave line lists
  loop make missing most names neither no non-default nothing now numbers on one only operations parameters perhaps
  positional programs put reduce repeat report rows seeds shape shapes since sizes strings take targets tensors that the their there these
  they this three training try two unexpected unknown unmatched unpacking unterminated use values wait what whole write your`
    .split(/\s+/),
);
/** "a has shape (2,)": then the word is a name of the program. */
const VERB = /^(?!there|this|these|that|it|they|nothing|what|comparisons|training)\S+ (is|has|calls|cannot|changes|differs|does|gives|must|needs|takes|was)\b/;
/** "write w = 1.0", "x[[2, 0]]", "relu(x @ W + b)", "2 * 3" */
const CODE_AT_END = /(\w[([]+[^()]*[)\]]+|[=+\-*/@] [\w.]+[)\]]*|& \([^()]*\)|[*@="])$/;

export function sentence(words: string): string {
  const text = words.trim();
  const first = /^[a-z-]+(?=[ ,;:])/.exec(text)?.[0] ?? "";
  const begun = PROSE.has(first) && !VERB.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return begun === "" || /[.?!…:]$/.test(begun) || CODE_AT_END.test(begun) ? begun : `${begun}.`;
}
