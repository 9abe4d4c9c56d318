/** The gradient of a value as the chain rule has it: a product along every path to the output, and the sum of all. */
import { plain } from "../format";
import { type GraphNode, elementCount, onlyElement } from "../model";
import { noPathWords, withheldBy } from "../stepper/cuts";
import type { Frame, Play } from "../stepper/frames";
import { Explained } from "../shell/Terms";
import { amount, bracket } from "../stepper/amounts";
import type { Stage } from "../stepper/stage";
import { unbroadcast, wayBack } from "../stepper/ways";
import { CHAIN } from "../text";
import { sentence } from "../text/sentence";
import { type ChainPath, chainOf, productLatex, productLine, slopeLatex, wayOf } from "./chain";
import { Formula } from "../shell/Formula";

/** So many paths are listed: of single numbers, which take a line each, and of tensors, which take a line a step. */
const MOST = { numbers: 6, tensors: 2 };

interface Props {
  stage: Stage;
  play: Play;
  frame: Frame;
  node: GraphNode;
}

export function ChainRule({ stage, play, frame, node }: Props) {
  const output = play.nodes.get(play.graph.output);
  if (!output || node.id === output.id || node.grad_state === "not_required" || node.grad_state === "not_run") return null;
  if (node.grad_state === "no_path") return <section class="chain"><h3>{CHAIN.title}</h3><p class="muted">{sentence(noPathWords(play.graph, node))}</p></section>;
  const first = chainOf(play, frame, node.id, MOST.numbers);
  const single = first.paths.every(({ product }) => product !== null);
  const { paths, total, waiting } = single ? first : chainOf(play, frame, node.id, MOST.tensors);
  const alone = total === 1;
  const withheld = withheldBy(play.graph, node);
  return (
    <section class="chain">
      <h3>{CHAIN.title}</h3>
      <p><Explained words={CHAIN.intro(node.label, output.label, total, single)} /></p>
      <ol class="chain-paths">
        {paths.map((path) => (
          <li key={path.edges.map(({ id }) => id).join()} onPointerEnter={() => stage.point(output.id, ...path.edges.map(({ source }) => source))} onPointerLeave={() => stage.point()}>
            {(!alone || !single) && <p class="chain-way num">{wayOf(play, path)}</p>}
            {path.arrived ? single ? <Product play={play} path={path} output={output} node={alone ? node : null} /> : <Steps play={play} path={path} numbers={alone} /> : <p class="chain-line num">—</p>}
          </li>
        ))}
      </ol>
      {total > paths.length && <p class="muted">{CHAIN.more(total - paths.length)}</p>}
      {single && !alone && <Sum paths={paths} more={total > paths.length} output={output} node={node} gradient={onlyElement(frame.gradients.get(node.id))} />}
      {withheld && <p class="muted">{CHAIN.withheld(withheld)}</p>}
      {waiting && <p class="muted">{CHAIN.waiting}</p>}
    </section>
  );
}

/** Of the only path: the whole derivative before it. */
function Product({ play, path, output, node }: { play: Play; path: ChainPath; output: GraphNode; node: GraphNode | null }) {
  const latex = productLatex(play, path);
  const line = productLine(path);
  const text = node ? `∂${output.label}/∂${node.label} = ${line}` : line;
  if (latex === null || (node && !node.latex)) return <p class="chain-line num">{text}</p>;
  return <Formula latex={node ? `${slopeLatex(output, node)} = ${latex}` : latex} plain={text} block />;
}

/** "∂y/∂a = 0.4621 + 0.3932 = 0.8553": of what has come back by now. */
function Sum({ paths, more, output, node, gradient }: { paths: ChainPath[]; more: boolean; output: GraphNode; node: GraphNode; gradient: number | null }) {
  const parts = paths.filter(({ arrived }) => arrived).map(({ product }, index) => (index ? bracket : plain)(product ?? Number.NaN));
  if (gradient === null) return null;
  return (
    <p class="chain-line num chain-sum">
      ∂{output.label}/∂{node.label} = {[...parts, ...(more ? ["…"] : [])].join(" + ")} = <b>{plain(gradient)}</b>
    </p>
  );
}

/** What is done to the gradient on its way back, step by step; with what comes out of it where nothing else joins. */
function Steps({ play, path, numbers }: { play: Play; path: ChainPath; numbers: boolean }) {
  const output = play.nodes.get(play.graph.output);
  return (
    <dl class="chain-steps">
      <div>
        <dt class="num">∂{output?.label}</dt>
        <dd>{CHAIN.seed(elementCount(output?.shape ?? []) === 1)}</dd>
      </div>
      {path.edges.map((edge) => {
        const [input, reader] = [play.nodes.get(edge.source), play.nodes.get(edge.target)];
        const words = reader ? wayBack(play.nodes, reader, input, edge).replace(/,$/, "") : "";
        const undone = unbroadcast(edge);
        return (
          <div key={edge.id}>
            <dt class="num">∂{input?.label}</dt>
            <dd>
              {words}
              {undone && <span class="muted num">{undone}</span>}
              {numbers && edge.grad && (words !== "upstream" || undone) && <span class="accent num">{amount(edge.grad).replace(/^shape /, "")}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
