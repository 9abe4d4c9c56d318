/**
 * The drawing of the program, and for a pitfall the drawing of its other side next to it: wrong left, right right, with
 * the gradients that differ in words above and marked on the cards.
 */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Example } from "../api";
import { GraphView } from "../drawing/GraphView";
import { problem, stage } from "../program/store";
import { brief, inRow, shapeText } from "../format";
import { type GraphNode, elementCount, flatten } from "../model";
import { openExample } from "../share/address";
import { shownExample } from "../share/shown";
import { IconButton } from "../shell/IconButton";
import { focusOn } from "../shell/focus";
import { type Frame, accumulatedAt } from "../stepper/frames";
import type { Stage } from "../stepper/stage";
import { gradientWords } from "../table/rows";
import { CARD, GALLERY, OVERVIEW } from "../text";
import { WayOut } from "../share/WayOut";
import { ExampleTitle } from "./AboutExample";
import { comparisons, hidden, otherExample, otherStage, startComparison } from "./comparison";
import type { Compared } from "./differences";

const WIDTH = 24;
/** Tensors of at most so many elements are written out above a drawing. */
const MOST_ELEMENTS = 8;

interface Props {
  onInspect: () => void;
  /** Where there is no room for two drawings: the shown side only. */
  alone?: boolean;
  /** What leads to the other side then. */
  sides?: ComponentChildren;
}

export function Graphs({ onInspect, alone = false, sides }: Props) {
  useEffect(startComparison, []);
  const shown = shownExample.value;
  const other = otherExample.value;
  const here = (
    <div key="here" class="pane here">
      {!stage.graph.value && problem.value && <p class="nothing">{OVERVIEW.nothing}</p>}
      {shown && other && <Caption example={shown} stage={stage} shows={comparisons.value.map(({ first, ...rest }) => ({ ...rest, node: first }))}>{alone && sides}</Caption>}
      <GraphView stage={stage} beside={other && !alone ? otherStage : undefined} onInspect={onInspect} wayOut={<WayOut />} />
    </div>
  );
  const there = other && !alone && (
    <div key="there" class="pane there">
      <Caption example={other} stage={otherStage} shows={comparisons.value.map(({ second, ...rest }) => ({ ...rest, node: second }))}>
        <button type="button" class="quiet" onClick={() => openExample(other)}>{GALLERY.edit}</button>
        <IconButton icon="close" size={14} label={GALLERY.hide} onClick={hide} />
      </Caption>
      <GraphView stage={otherStage} beside={stage} plain label={labelOf(other)} />
    </div>
  );
  return <div class={`graphs ${there ? "pair" : ""}`}>{other?.role === "wrong" ? [there, here] : [here, there]}</div>;
}

function hide(): void {
  hidden.value = true;
  requestAnimationFrame(() => {
    stage.picture.peek()?.focus();
    focusOn(".show-both");
  });
}

const labelOf = ({ role, title }: Example): string => GALLERY.side(role ? GALLERY.roles[role] : "", title);

interface Shown extends Pick<Compared, "which" | "differs"> {
  node: GraphNode;
}

interface CaptionProps {
  example: Example;
  stage: Stage;
  shows: Shown[];
  children?: ComponentChildren;
}

function Caption({ example, stage: of, shows, children }: CaptionProps) {
  const frame = of.frame.value;
  const output = of.graph.value?.nodes.find(({ id }) => id === of.graph.value?.output);
  return (
    <header class={`pane-caption ${example.role ?? ""}`}>
      <h2><ExampleTitle example={example} /></h2>
      {children && <span class="pane-tools">{children}</span>}
      {frame && output && shows.length > 0 && (
        <p class="num">
          {shows.map(({ node, which, differs }) => (
            <span key={`${which} ${node.id}`} class={differs ? "differing" : ""}>
              {differs && GALLERY.differs} {which === "grad" ? `∂${output.label}/∂${node.label}` : which === "standing" ? `${node.label}.grad` : node.label}
              {node.shape.length > 0 && <span class="muted"> {shapeText(node.shape)}</span>} = {numbersAt(of, node, which, frame)}
            </span>
          ))}
        </p>
      )}
    </header>
  );
}

/** A value or a gradient at a moment; of a small tensor every element, since it is what the caption is about. */
function numbersAt({ graph }: Stage, node: GraphNode, which: Shown["which"], frame: Frame): string {
  const standing = which === "standing" && graph.value ? accumulatedAt(graph.value, frame, node) : null;
  const summary = which === "value" ? (frame.computed.has(node.id) ? node.value : undefined) : standing ?? frame.gradients.get(node.id);
  if (!summary) return which === "value" ? CARD.ahead : gradientWords(node, frame, WIDTH);
  const { data } = summary;
  if (!Array.isArray(data) || elementCount(summary.shape) > MOST_ELEMENTS || elementCount(summary.shape) === 1) return brief(summary, WIDTH);
  return data.map((row) => inRow(flatten(row), 3)).join("; ");
}
