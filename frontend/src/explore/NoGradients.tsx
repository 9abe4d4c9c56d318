/** For a program in which nothing needs a gradient, as one that comes from NumPy: offers to give its leaves one. */
import { asParameters, settableLeaves } from "../leaves/leaf";
import { isLearnt } from "../program/literals";
import * as store from "../program/store";
import { listed } from "../counts";
import { OVERVIEW } from "../text";

/** More leaves than this are not offered one by one. */
const MOST = 4;

export function NoGradients() {
  const graph = store.stage.graph.value;
  const source = store.source.value;
  if (!graph || source !== store.shownText.value || graph.nodes.some(({ requires_grad: needs }) => needs)) return null;
  const leaves = settableLeaves(graph).filter((leaf) => asParameters(source, [leaf]) !== source);
  const learnt = leaves.filter(({ name }) => name !== null && isLearnt(name));
  const offers = learnt.length > 1 ? [learnt, ...learnt.map((leaf) => [leaf])] : (learnt.length > 0 ? learnt : leaves).map((leaf) => [leaf]);
  if (offers.length === 0) return null;
  return (
    <section class="no-gradients">
      <h3>{OVERVIEW.noGradients}</h3>
      <p>
        {OVERVIEW.giveOne}{" "}
        {offers.slice(0, MOST).map((some) => {
          const names = some.map(({ label }) => label);
          return <button key={names.join()} type="button" class="quiet" onClick={() => store.replace(asParameters(source, some), store.leaves.value)}>{listed(names, "leaf", "leaves")}</button>;
        })}
      </p>
    </section>
  );
}
