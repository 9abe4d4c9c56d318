/**
 * Element focus: one element of a matrix product opened as the small scalar graph that computes it, in a dialog with a
 * drawing and a stepper of its own.
 */
import { useEffect, useState } from "preact/hooks";
import { fetchGraph } from "../api";
import { GraphView } from "../drawing/GraphView";
import { plain } from "../format";
import { type GraphNode, flatten, unravel } from "../model";
import { Dialog } from "../shell/Dialog";
import { Stepper } from "../stepper/Stepper";
import { positionOf } from "../stepper/frames";
import { stageKeys } from "../stepper/keys";
import { type Stage, createStage } from "../stepper/stage";
import { FOCUS } from "../text";
import { elementProgram, labelled, moreTerms } from "./element";

interface Props {
  stage: Stage;
  node: GraphNode;
  place: number;
  /** The element's own gradient, as far as it has arrived. */
  upstream: number | undefined;
  onClose: () => void;
}

async function operand(stage: Stage, node: GraphNode): Promise<number[]> {
  if (node.value.data !== null) return flatten(node.value.data);
  return flatten((await stage.arrays.peek()?.numbers(node.id, "value")) ?? []);
}

/** Factors stand above each other, so that their cards can be read. */
function leftToRight(): Stage {
  const stage = createStage();
  stage.direction.value = "LR";
  return stage;
}

export function ElementFocus({ stage: main, node, place, upstream, onClose }: Props) {
  const [stage] = useState(leftToRight);
  const [keys] = useState(() => stageKeys(stage));
  const [problem, setProblem] = useState("");
  /** Enter on a card goes to the step that computes it: the sentence below explains it. */
  const explain = (): void => {
    const [play, card] = [stage.play.peek(), stage.selected.peek()];
    const step = play && card ? positionOf(play, card) : null;
    if (step !== null) stage.move(step);
  };
  const [left, right] = node.inputs.map((id) => main.play.peek()?.nodes.get(id));
  const index = unravel(place, node.shape);
  useEffect(() => {
    if (!left || !right) return;
    const open = async (): Promise<void> => {
      const program = elementProgram(left, right, node, place, await operand(main, left), await operand(main, right));
      if (program === null) setProblem(FOCUS.notFinite);
      else stage.show(labelled(await fetchGraph({ source: program.source }), program.labels));
    };
    open().catch(() => setProblem(FOCUS.failed));
  }, []);
  const more = left ? moreTerms(left) : 0;
  const words = [FOCUS.words, more > 0 ? FOCUS.more(more) : "", node.requires_grad && !problem ? FOCUS.alone(upstream === undefined ? null : plain(upstream)) : ""];
  return (
    <Dialog class="focus-dialog" title={FOCUS.title(node.label, index)} words={words.filter(Boolean).join(" ")} keys={keys} onClose={onClose}>
      {problem ? <p class="empty">{problem}</p> : <div class="focus-graph"><GraphView stage={stage} onInspect={explain} /></div>}
      {!problem && <Stepper stage={stage} />}
    </Dialog>
  );
}
