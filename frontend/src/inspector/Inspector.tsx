/** The inspector: the selected node from five sides. Each tab is a component that gets the stage and the node. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";
import { useRef } from "preact/hooks";
import type { GraphNode } from "../model";
import { IconButton } from "../shell/IconButton";
import { focusOn, useHeir } from "../shell/focus";
import type { Stage } from "../stepper/stage";
import { GRAPH, INSPECTOR, SHELL } from "../text";
import { EdgePanel } from "./EdgePanel";

export interface TabProps {
  stage: Stage;
  node: GraphNode;
}

export type Tabs = Partial<Record<keyof typeof INSPECTOR.tabs, ComponentType<TabProps>>>;

interface Props {
  stage: Stage;
  tabs: Tabs;
  /** The tab that is shown, where others open one too. */
  tab?: Signal<keyof Tabs>;
  /** What stands here while nothing is selected. */
  children?: ComponentChildren;
  /** Closing goes back to where the node came from. */
  onClose?: (node: string) => void;
}

export function Inspector({ stage, tabs, tab, children, onClose }: Props) {
  const host = useRef<HTMLElement>(null);
  const own = useSignal<keyof Tabs>("node");
  const chosen = tab ?? own;
  const node = stage.play.value?.nodes.get(stage.selected.value ?? "");
  const edge = stage.play.value?.edges.get(stage.edge.value ?? "");
  const names = Object.keys(tabs) as (keyof Tabs)[];
  const current = names.includes(chosen.value) ? chosen.value : (names[0] ?? "node");
  const Tab = tabs[current];
  // A link in here may show another node, and with that itself go away.
  useHeir(host, () => focusOn(".inspector [role='tabpanel']", ".inspector"));
  const close = (): void => {
    stage.selected.value = null;
    if (node) onClose?.(node.id);
  };
  const move = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    chosen.value = names[(names.indexOf(current) + by + names.length) % names.length] ?? current;
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`#tab-${chosen.value}`)?.focus();
  };
  return (
    <section class={`inspector ${stage.stale.value ? "stale" : ""}`} aria-label={INSPECTOR.region} ref={host} tabIndex={-1}>
      {stage.stale.value && stage.graph.value && <p class="chip still">{GRAPH.still}</p>}
      {edge ? (
        <EdgePanel key={edge.id} stage={stage} edge={edge} />
      ) : node && Tab ? (
        <>
          <header class="inspector-head">
            <h2>{node.label}</h2>
            {node.expression && <code>= {node.expression}</code>}
            <IconButton icon="close" label={SHELL.close} onClick={close} />
          </header>
          <div class="tabs" role="tablist" aria-label={INSPECTOR.region} onKeyDown={move}>
            {names.map((name) => (
              <button key={name} id={`tab-${name}`} type="button" role="tab" aria-selected={name === current} aria-controls="tab-panel" tabIndex={name === current ? 0 : -1} onClick={() => (chosen.value = name)}>
                {INSPECTOR.tabs[name]}
              </button>
            ))}
          </div>
          <div class="tab-panel" id="tab-panel" role="tabpanel" aria-labelledby={`tab-${current}`} tabIndex={0}>
            <Tab key={node.id} stage={stage} node={node} />
          </div>
        </>
      ) : (
        (children ?? <p class="empty">{INSPECTOR.empty}</p>)
      )}
    </section>
  );
}
