/** What the check of all gradients comes to, in sentences that the stepper says at the end. */
import { computed } from "@preact/signals";
import { listed } from "../counts";
import { plain } from "../format";
import { type Graph, toNumber } from "../model";
import { type LeafVerdict, checkResult, parameters } from "../program/check";
import { isLearnt, textAt } from "../program/literals";
import { shownText, stage } from "../program/store";
import { shownExample } from "../share/shown";
import { CHECK } from "../text";

/** How one of the leaves would get a gradient, where the text has it as data. */
function ways({ nodes }: Graph): string[] {
  const leaves = nodes.filter(({ kind, name, span }) => kind === "data" && name && span);
  const leaf = leaves.find(({ name }) => isLearnt(name ?? "")) ?? leaves[0];
  return leaf?.name && leaf.span ? [CHECK.ask(leaf.name, /^data\s*\(/.test(textAt(shownText.value, leaf.span)))] : [];
}

/** What is said at the end of the play: "w and b agree with finite differences (worst relative error 3e−9)." */
export const conclusion = computed(() => {
  const graph = stage.graph.value;
  if (graph && parameters(graph).length === 0) return [CHECK.noBackward, ...ways(graph)].join(" ");
  const result = checkResult.value;
  return !result || result.stale || result.failure ? "" : concluded(result.leaves, shownExample.value?.role === "wrong");
});

/**
 * The verdicts on all leaves in sentences. On the wrong side of a pitfall nobody is told that all is well: where the
 * derivatives of what is written there are right, what is written is the mistake.
 */
export function concluded(leaves: LeafVerdict[], wrong = false): string {
  const names = (some: LeafVerdict[]): string => listed(some.map(({ name }) => name), "leaf", "leaves");
  const agree = leaves.filter(({ verdict }) => verdict === "agrees");
  const sampled = agree.filter(({ checked, elements }) => checked < elements);
  const worst = Math.max(...agree.map(({ error }) => (error === null ? 0 : toNumber(error))));
  const differ = leaves.filter(({ verdict }) => verdict === "differs");
  const others = new Set(leaves.map(({ verdict }) => verdict).filter((verdict) => verdict !== "agrees" && verdict !== "differs"));
  return [
    differ.length > 0 && CHECK.differ(names(differ), differ.length),
    differ.length === 1 && CHECK.beside(plain(toNumber(differ[0]?.gradient)), plain(toNumber(differ[0]?.measured))),
    agree.length > 0 && wrong && differ.length === 0 && CHECK.notTheDerivatives,
    agree.length > 0 && !wrong && CHECK.agree(names(agree), agree.length, plain(worst, 2)),
    sampled.length > 0 && !wrong && CHECK.sampled(listed(sampled.map(({ name, checked, elements }) => CHECK.part(name, checked, elements)), "large leaf", "large leaves")),
    ...[...others].map((verdict) => {
      const some = leaves.filter((leaf) => leaf.verdict === verdict);
      return CHECK.aside(names(some), some.length, verdict);
    }),
  ].filter(Boolean).join(" ");
}
