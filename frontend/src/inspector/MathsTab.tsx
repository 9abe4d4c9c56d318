/** The rule in notation, and then the same rule with this node's numbers in it, as far as the play has come. */
import { plain } from "../format";
import { type Edge, type Graph, type GraphNode, onlyElement, toNumber } from "../model";
import { noPathWords } from "../stepper/cuts";
import type { Frame, Play } from "../stepper/frames";
import { amount, bracket, equation, isShort } from "../stepper/amounts";
import { withNumbers } from "../stepper/expression";
import { axesOf, unbroadcast } from "../stepper/ways";
import { INSPECTOR, MATHS } from "../text";
import { ChainRule } from "./ChainRule";
import { Formula } from "../shell/Formula";
import type { TabProps } from "./Inspector";

export function MathsTab({ stage, node }: TabProps) {
  const play = stage.play.value;
  const frame = stage.frame.value;
  if (!play || !frame) return null;
  if (!node.formula) return <><p class="muted">{MATHS.leaf(node.label)}</p><ChainRule stage={stage} play={play} frame={frame} node={node} /></>;
  const { forward, local, numbers } = node.formula;
  const known = frame.computed.has(node.id);
  // Numbers in an expression are given; they are not asked for a gradient.
  const edges = play.graph.edges.filter(({ source, target }) => target === node.id && play.nodes.get(source)?.kind !== "constant");
  const notation = [forward, ...edges.filter((edge) => isAsked(play, edge)).map(({ slot }) => local[slot] ?? "")].join(" ");
  return (
    <>
      <h3>{MATHS.forward}</h3>
      <Formula latex={forward} plain={equation(node.label, node.expression)} block />
      {known && (numbers && node.latex ? (
        <Formula latex={`${node.latex} = ${numbers.forward}`} plain={workedForward(play, node)} block />
      ) : (
        <p class="worked num">{workedForward(play, node)}</p>
      ))}
      {edges.length > 0 && <h3>{MATHS.backward}</h3>}
      {edges.map((edge) => {
        const latex = isAsked(play, edge) && derivative(local[edge.slot], known ? numbers?.local[edge.slot] : "");
        const same = edges.filter(({ source }) => source === edge.source);
        if (!isAsked(play, edge) && same[0] !== edge) return null;
        return (
          <div class="local" key={edge.id}>
            {latex && same.length > 1 && <p class="muted">{MATHS.through(edge.slot + 1)}</p>}
            {latex && <Formula latex={latex} plain={plainDerivative(node, play.nodes.get(edge.source), edge, known)} block />}
            {latex && <Repeated node={node} input={play.nodes.get(edge.source)} />}
            <Sent play={play} frame={frame} node={node} edge={edge} />
            {latex && known && same.at(-1) === edge && <Together node={node} input={play.nodes.get(edge.source)} edges={same} />}
          </div>
        );
      })}
      {Object.entries(MATHS.words).map(([word, meaning]) => notation.includes(`{${word.replace("_", "\\_")}}`) && <p class="muted" key={word}><code>{word}</code> {meaning}</p>)}
      {TRUTH.test(notation) && <p class="muted">{MATHS.truth}</p>}
      {notation.includes("\\mathrel{+}=") && <p class="muted">{INSPECTOR.shorthand(play.nodes.get(play.graph.output)?.label ?? "")}</p>}
      <ChainRule stage={stage} play={play} frame={frame} node={node} />
    </>
  );
}

/** What has lost axes is repeated along them before it meets the input, which no notation says. */
function Repeated({ node, input }: { node: GraphNode; input: GraphNode | undefined }) {
  const lost = node.shape.length < (input?.shape.length ?? 0) && axesOf(node, input);
  return lost ? <p class="muted">{MATHS.repeated(node.label, lost)}</p> : null;
}

/** Whether a gradient is wanted of the value at the start of an edge; of class numbers and other data there is none. */
const isAsked = (play: Play, { source }: Edge): boolean => play.nodes.get(source)?.requires_grad === true;

/** The derivative with respect to an input that stands at several arguments, which each have a part of it. */
function Together({ node, input, edges }: { node: GraphNode; input: GraphNode | undefined; edges: Edge[] }) {
  const parts = edges.map(({ local }) => (local.rule ? null : local.value));
  if (!input || edges.length < 2 || parts.includes(null)) return null;
  const sum = parts.reduce((total: number, part) => total + toNumber(part), 0);
  return <p class="worked num">{MATHS.together(`∂${node.label}/∂${input.label}`, parts.map((part, index) => (index > 0 ? bracket(toNumber(part)) : plain(toNumber(part)))).join(" + "), plain(sum))}</p>;
}

/** A condition that stands for a number. */
const TRUTH = /\\left\[[^[\]]* (?:[<>=]|\\[gln]e) /;

/** What came back along an edge: numbers once they have arrived, "—" before, and where none ever come, why not. */
function Sent({ play, frame, node, edge }: { play: Play; frame: Frame; node: GraphNode; edge: Edge }) {
  const input = play.nodes.get(edge.source);
  if (!edge.grad) return <p class="muted">{whyNot(play.graph, input, node)}</p>;
  if (!frame.sent.has(edge.id)) return <p class="worked num">—</p>;
  return (
    <>
      <p class="worked num">{workedBackward(play, node, edge.slot)}</p>
      {unbroadcast(edge) && <p class="worked num">{unbroadcast(edge)}</p>}
    </>
  );
}

function whyNot(graph: Graph, input: GraphNode | undefined, node: GraphNode): string {
  const name = input?.label ?? "";
  if (!input?.requires_grad) return MATHS.notNeeded(name);
  if (node.grad_state === "no_path") return MATHS.noPath(name, noPathWords(graph, node));
  return node.grad_state === "not_run" ? MATHS.notRun : MATHS.stopped(name);
}

/** A derivative with its numbers behind it: "∂h/∂a = 1 − h² = 1 − 0.4621² = 0.7864"; what the numbers repeat is said once. */
export function derivative(latex = "", filled = ""): string {
  return filled ? equation(...latex.split(" = "), ...filled.split(" = ")) : latex;
}

/** The same in plain notation: "∂h/∂a = 1 − h² = 0.7864", or what is added: "∂W += xᵀ @ ∂z". */
function plainDerivative(node: GraphNode, input: GraphNode | undefined, { local }: Edge, known: boolean): string {
  if (local.rule) return `∂${input?.label} += ${local.text}`;
  const value = known && local.value !== null ? plain(toNumber(local.value)) : "";
  return equation(`∂${node.label}/∂${input?.label}`, local.text, value);
}

/** "h = tanh(0.5) = 0.4621"; long tensors keep their names, and what they are is said behind. */
export function workedForward(play: Play, node: GraphNode): string {
  const inputs = node.inputs.flatMap((id) => play.nodes.get(id) ?? []);
  const long = [...new Set(inputs)].filter(({ value }) => !isShort(value)).map(({ label, value }) => `${label}: ${amount(value)}`);
  const line = equation(node.label, withNumbers(node, inputs), amount(node.value));
  return long.length > 0 ? `${line} (${long.join("; ")})` : line;
}

/** "0.5 × 0.7864 = 0.3932": upstream, local factor, contribution. */
export function workedBackward(play: Play, node: GraphNode, slot: number): string {
  const edge = play.graph.edges.find(({ target, slot: other }) => target === node.id && other === slot);
  const input = edge && play.nodes.get(edge.source);
  if (!edge?.grad || !input || !node.grad) return "";
  const to = MATHS.to(input.label);
  const upstream = onlyElement(node.grad);
  if (edge.local.value !== null && upstream !== null) {
    return `${plain(upstream)} × ${bracket(toNumber(edge.local.value))} = ${plain(onlyElement(edge.grad) ?? Number.NaN)} ${to}`;
  }
  return `${MATHS.upstream} ${amount(node.grad)} → ${amount(edge.grad)} ${to}`;
}
