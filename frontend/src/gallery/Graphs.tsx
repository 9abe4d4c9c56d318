/**
 * The drawing of the program, and for a pitfall the drawing of its other side next to it: wrong left, right right, with
 * the gradients that differ in words above and marked on the cards.
 */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Example } from "../api";
import { GraphView } from "../drawing/GraphView";
import { stage } from "../program/store";
import type { GraphNode } from "../model";
import { openExample, shownExample } from "../share/address";
import { IconButton } from "../shell/IconButton";
import type { Stage } from "../stepper/stage";
import { gradientWords } from "../table/rows";
import { GALLERY } from "../text";
import { WayOut } from "../share/WayOut";
import { ExampleTitle } from "./AboutExample";
import { differences, hidden, otherExample, otherStage, startComparison } from "./comparison";

export function Graphs({ onInspect }: { onInspect: () => void }) {
  useEffect(startComparison, []);
  const shown = shownExample.value;
  const other = otherExample.value;
  const here = (
    <div key="here" class="pane here">
      {shown && other && <Caption example={shown} stage={stage} differing={differences.value.map(({ first }) => first)} />}
      <GraphView stage={stage} onInspect={onInspect} wayOut={<WayOut />} {...(shown && other ? { label: labelOf(shown) } : {})} />
    </div>
  );
  const there = other && (
    <div key="there" class="pane there">
      <Caption example={other} stage={otherStage} differing={differences.value.map(({ second }) => second)}>
        <button type="button" class="quiet" onClick={() => openExample(other)}>{GALLERY.edit}</button>
        <IconButton icon="close" size={14} label={GALLERY.hide} onClick={() => (hidden.value = true)} />
      </Caption>
      <GraphView stage={otherStage} plain label={labelOf(other)} />
    </div>
  );
  return <div class={`graphs ${other ? "pair" : ""}`}>{other?.role === "wrong" ? [there, here] : [here, there]}</div>;
}

const labelOf = ({ role, title }: Example): string => GALLERY.side(role ? GALLERY.roles[role] : "", title);

interface CaptionProps {
  example: Example;
  stage: Stage;
  differing: GraphNode[];
  children?: ComponentChildren;
}

function Caption({ example, stage: of, differing, children }: CaptionProps) {
  const frame = of.frame.value;
  const output = of.graph.value?.nodes.find(({ id }) => id === of.graph.value?.output);
  const leaves = differing.filter(({ kind }) => kind === "parameter");
  return (
    <header class={`pane-caption ${example.role ?? ""}`}>
      <h2><ExampleTitle example={example} /></h2>
      {children && <span class="pane-tools">{children}</span>}
      {frame && output && leaves.length > 0 && (
        <p class="num">{leaves.map((leaf) => <span key={leaf.id} class="differing"><span aria-hidden="true">≠</span> ∂{output.label}/∂{leaf.label} = {gradientWords(leaf, frame, 24)}</span>)}</p>
      )}
    </header>
  );
}
