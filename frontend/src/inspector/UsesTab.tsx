/** Every use of the value: who reads it, at which slot, and how its share of the gradient arrives and adds up. */
import { Explained } from "../shell/Terms";
import { amount } from "../stepper/amounts";
import { plain } from "../format";
import { type Edge, toNumber } from "../model";
import { type Frame, usesOf } from "../stepper/frames";
import { isItself, unbroadcast } from "../stepper/ways";
import { EDGE, INSPECTOR, USES } from "../text";
import { factorText } from "../drawing/factor";
import type { TabProps } from "./Inspector";

/** Whether the factor is a number that its text does not say, and the play has come to it. */
const known = ({ local: { text, value }, target }: Edge, frame: Frame | null): boolean =>
  value !== null && !isItself(text, toNumber(value)) && frame?.computed.has(target) === true;

export function UsesTab({ stage, node }: TabProps) {
  const play = stage.play.value;
  if (!play) return null;
  const uses = usesOf(play, node.id);
  if (uses.length === 0) return <p class="muted">{node.id === play.graph.output ? USES.output : USES.none}</p>;
  return (
    <>
      <p class="muted">{USES.intro(node.label, uses.length, uses.filter(({ edge }) => edge.grad).length)}</p>
      <ol class="uses-list">
        {uses.map(({ edge, consumer, arrival }) => {
          const arrived = arrival !== null && stage.position.value > arrival;
          return (
            <li key={edge.id} class={arrived ? "arrived" : ""}>
              <h3>
                <button type="button" class="link" onClick={() => (stage.selected.value = consumer.id)}>{consumer.label}</button>
                <code class="muted">{consumer.expression && ` = ${consumer.expression}`}</code>
                <span class="muted slot-note">{USES.slot(edge.slot + 1)}</span>
              </h3>
              {edge.grad ? (
                <dl class="facts">
                  <dt><Explained words={USES.upstream} /></dt><dd class="num">{arrived && consumer.grad ? amount(consumer.grad) : "—"}</dd>
                  <dt><Explained words={edge.local.rule ? USES.rule : USES.factor} /></dt><dd class="num">{factorText(edge.local)}{known(edge, stage.frame.value) && ` = ${plain(toNumber(edge.local.value))}`}</dd>
                  {unbroadcast(edge) && <><dt>{USES.undone}</dt><dd class="num">{unbroadcast(edge)}</dd></>}
                  <dt><Explained words={USES.contribution} /></dt><dd class="num accent">{arrived ? amount(edge.grad) : "—"}</dd>
                  <dt>{USES.total}</dt>
                  <dd class="num">{arrived ? `${edge.before ? amount(edge.before) : USES.nothing} → ${amount(edge.after ?? edge.grad)}` : "—"}</dd>
                </dl>
              ) : (
                <p class="muted">{INSPECTOR.noGradientHere}</p>
              )}
              <button type="button" class="quiet" onClick={() => stage.openEdge(edge.id)}>{EDGE.open}</button>
              {arrival !== null && <button type="button" class="quiet" onClick={() => stage.move(arrival + 1)}>{USES.goTo}</button>}
            </li>
          );
        })}
      </ol>
    </>
  );
}
