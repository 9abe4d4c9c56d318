/** The words of the subject, each explained once. `words` are those that stand for it in texts where they are explained. */
export const TERMS: readonly { term: string; meaning: string; words?: string }[] = [
  { term: "leaf", meaning: "A value that is given, not computed: data or a parameter.", words: "lea(?:f|ves)" },
  { term: "gradient", meaning: "How much the output changes when a value grows a little, per unit of that growth; written ∂." },
  { term: "seed", meaning: "Where the backward pass starts: the gradient of the output with respect to itself, which is 1.", words: "backward pass|seed" },
  { term: "upstream", meaning: "The gradient of an operation's result, as it has come back from what uses it.", words: "upstream" },
  { term: "local", meaning: "The derivative of one operation alone: how its result changes with one of its inputs.", words: "local(?: derivatives?)?" },
  { term: "contribution", meaning: "Upstream times local: what an operation sends back to one input. The gradient is the sum over all uses.", words: "contributions?" },
];
