/** Finds values by name, expression or operation: every hit is lit while one types, Enter selects one after the other, and says which of how many. */
import { useSignal } from "@preact/signals";
import type { GraphNode } from "../model";
import { Icon } from "../shell/Icon";
import type { Stage } from "../stepper/stage";
import { GRAPH } from "../text";
import { operationOf } from "../vocabulary";

/** The nodes that a text may mean: first those of exactly this name, then those with it in name, operation or expression. */
export function hitsOf(nodes: GraphNode[], text: string): GraphNode[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const named = nodes.filter(({ label }) => label.toLowerCase() === wanted);
  const others = nodes.filter((node) => !named.includes(node) && [node.label, node.op ?? "", operationOf(node), node.expression].some((words) => words.toLowerCase().includes(wanted)));
  return [...named, ...others];
}

export function Find({ stage }: { stage: Stage }) {
  const nodes = stage.outline.value?.nodes ?? [];
  const text = useSignal("");
  /** Which hit is shown; none before Enter. */
  const at = useSignal<number | null>(null);
  const hits = hitsOf(nodes, text.value);
  const show = (place: number): void => {
    const hit = hits.at(place % hits.length);
    if (!hit) return;
    at.value = (place + hits.length) % hits.length;
    stage.selected.value = hit.id;
    stage.picture.peek()?.show(hit.id);
  };
  const write = (content: string): void => {
    text.value = content;
    at.value = null;
    stage.point(...hitsOf(nodes, content).map(({ id }) => id));
  };
  const pressed = (event: KeyboardEvent & { currentTarget: HTMLInputElement }): void => {
    if (event.key === "Enter") show(at.value === null ? 0 : at.value + (event.shiftKey ? -1 : 1));
    else if (event.key === "Escape" && text.value === "") event.currentTarget.blur();
    else if (event.key === "Escape") write("");
  };
  return (
    <label class="find">
      <Icon name="search" size={14} />
      <input
        type="search"
        placeholder={GRAPH.findHint}
        id="find"
        aria-label={GRAPH.find}
        title={`${GRAPH.find} (/)`}
        value={text.value}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={pressed}
        onFocus={() => write(text.peek())}
        onBlur={() => stage.point()}
      />
      <output class="num">{text.value.trim() && GRAPH.found(at.value === null ? null : at.value + 1, hits.length)}</output>
    </label>
  );
}
