/** One edge: the local derivative of the operation that reads a value, with its rule, its numbers, and a curve where it works element by element. */
import { LocalCurve } from "../plot/LocalCurve";
import { localFunction } from "../plot/local";
import { plain } from "../format";
import { type Edge, toNumber } from "../model";
import { Formula } from "../shell/Formula";
import { IconButton } from "../shell/IconButton";
import { Explained } from "../shell/Terms";
import { amount, code } from "../stepper/amounts";
import { contributionLatex, ruleLatex } from "../stepper/equations";
import { called, inputsOf, titleOf } from "../stepper/expression";
import { positionOf } from "../stepper/frames";
import type { Stage } from "../stepper/stage";
import { localText, unbroadcast } from "../stepper/ways";
import { EDGE, SHELL, USES } from "../text";

export function EdgePanel({ stage, edge }: { stage: Stage; edge: Edge }) {
  const [play, frame] = [stage.play.value, stage.frame.value];
  const [node, input] = [play?.nodes.get(edge.target), play?.nodes.get(edge.source)];
  if (!play || !frame || !node || !input) return null;
  const names = [called(play.nodes, node.id), called(play.nodes, input.id)] as const;
  const sent = frame.sent.has(edge.id);
  const value = edge.local.value === null || edge.local.rule ? null : toNumber(edge.local.value);
  const known = frame.computed.has(node.id);
  const step = positionOf(play, node.id);
  const curve = known ? localFunction(node, edge, inputsOf(play.nodes, node)) : null;
  return (
    <>
      <header class="inspector-head">
        <h2>{EDGE.title(names[0], names[1])}</h2>
        <code>{titleOf(play.nodes, node)}</code>
        <IconButton icon="close" label={SHELL.close} onClick={() => stage.openEdge(null)} />
      </header>
      <div class="tab-panel edge-panel" tabIndex={0}>
        <p class="muted"><Explained words={EDGE.intro(code(names[0]), code(names[1]))} /></p>
        {edge.local.latex && <Formula latex={ruleLatex(play, edge)} plain={localText(play.nodes, edge)} block />}
        <dl class="facts">
          {value !== null && <><dt><Explained words={USES.factor} /></dt><dd class="num">{known ? plain(value) : "—"}</dd></>}
          <dt><Explained words={USES.upstream} /></dt><dd class="num">{sent && node.grad ? amount(node.grad) : "—"}</dd>
          {unbroadcast(edge) && <><dt>{USES.undone}</dt><dd class="num">{unbroadcast(edge)}</dd></>}
          <dt><Explained words={USES.contribution} /></dt><dd class="num accent">{sent && edge.grad ? amount(edge.grad) : edge.grad ? "—" : EDGE.none}</dd>
        </dl>
        {sent && edge.grad && <Formula latex={contributionLatex(play, edge)} plain="" block />}
        {curve && <LocalCurve key={curve.source} of={curve} slope={value ?? slopeAtFirst(edge, node.grad)} input={names[1]} output={names[0]} />}
        {curve && <p class="plot-note">{EDGE.curve(curve.places.length)}</p>}
        {step !== null && edge.grad && <button type="button" class="quiet" onClick={() => stage.move(step)}>{USES.goTo}</button>}
      </div>
    </>
  );
}

/** Of many elements the first one's derivative: what came out over what came in, where that is no division by 0. */
function slopeAtFirst({ grad }: Edge, upstream: { data: unknown } | null): number | null {
  const [out, into] = [grad?.data, upstream?.data].map((data) => (Array.isArray(data) ? Number(data.flat(Infinity)[0]) : Number.NaN));
  return out !== undefined && into !== undefined && into !== 0 && Number.isFinite(out / into) ? out / into : null;
}
