/** What the node is: operation, shape, its value and gradient with their statistics, and its rule. */
import { meanText, plain, shapeText } from "../format";
import { type Graph, type GraphNode, type Summary, elementCount, flatten, isAbout, onlyElement, toNumber } from "../model";
import { noPathWords, notNeededWords, withheldBy } from "../stepper/cuts";
import { accumulatedAt, gradientMark, valueAt } from "../stepper/frames";
import { equation } from "../stepper/amounts";
import { accumulatedWords } from "../stepper/sentences";
import { INSPECTOR, MATRIX, sentence } from "../text";
import { GRADIENT_MARKS, KINDS, operationOf } from "../vocabulary";
import { Formula } from "../shell/Formula";
import { Extreme } from "./Extreme";
import type { TabProps } from "./Inspector";
import { SmallMatrix } from "./SmallMatrix";

export function NodeTab({ stage, node }: TabProps) {
  const play = stage.play.value;
  const frame = stage.frame.value;
  if (!play || !frame) return null;
  const gradient = frame.gradients.get(node.id) ?? null;
  const value = valueAt(frame, node);
  const accumulated = accumulatedAt(play.graph, frame, node);
  const mark = gradientMark(node, gradient);
  const why = mark === "no_path" ? noPathWords(play.graph, node) : (notNeededWords(node) ?? GRADIENT_MARKS[mark].meaning);
  const findings = play.graph.findings.filter((finding) => isAbout(finding, node.id));
  return (
    <>
      <dl class="facts">
        <dt>{INSPECTOR.kind}</dt><dd>{KINDS[node.kind].label}</dd>
        {node.op && <><dt>{INSPECTOR.operation}</dt><dd><code>{operationOf(node)}</code></dd></>}
        <dt>{INSPECTOR.shape}</dt><dd class="num">{shapeText(node.shape)} <span class="muted">{node.dtype}</span></dd>
        <dt>{INSPECTOR.uses}</dt><dd>{INSPECTOR.times(node.uses)}</dd>
        <dt>{INSPECTOR.state}</dt><dd>{gradient && mark === "number" && !tiny(gradient) ? INSPECTOR.computed : why}</dd>
      </dl>
      {findings.map((finding) => (
        <p class={`finding-note ${play.graph.moving ? "of-before" : ""}`} key={finding.code}><b>{sentence(finding.message)}</b> <span>{sentence(finding.advice)}</span></p>
      ))}
      <h3>{INSPECTOR.value}</h3>
      {value ? <Numbers stage={stage} node={node} summary={value} of="value" /> : <p class="muted">{GRADIENT_MARKS.pending.meaning}</p>}
      <h3>{INSPECTOR.gradient}</h3>
      {gradient && slopeWords(play.graph, node, gradient)}
      {gradient ? <Numbers stage={stage} node={node} summary={gradient} of="gradient" /> : <p class="muted">{mark === "no_path" ? GRADIENT_MARKS.no_path.sample : `${GRADIENT_MARKS[mark].sample} ${why}`}</p>}
      {accumulated && <p class="accumulated">{accumulatedWords(node, accumulated)}</p>}
      {node.formula && (
        <>
          <h3>{INSPECTOR.rule}</h3>
          <Formula latex={node.formula.forward} plain={equation(node.label, node.expression)} block />
        </>
      )}
    </>
  );
}

/** So small that a reader may take it for zero. */
const TINY = 1e-6;
const tiny = ({ rms }: Summary): boolean => toNumber(rms) < TINY;

/** What the gradient of a single number means, in words. */
function slopeWords(graph: Graph, node: GraphNode, gradient: Summary) {
  const output = graph.nodes.find(({ id }) => id === graph.output);
  const slope = onlyElement(gradient);
  if (!output || slope === null || node.id === output.id || elementCount(output.shape) !== 1 || !Number.isFinite(slope)) return null;
  const withheld = withheldBy(graph, node);
  return <p class="muted">{withheld ? INSPECTOR.partOfSlope(node.label, output.label, plain(slope), withheld) : INSPECTOR.slope(node.label, output.label, plain(slope))}</p>;
}

function Numbers({ stage, node, summary, of }: TabProps & { summary: Summary; of: "value" | "gradient" }) {
  const values = summary.data === null ? null : flatten(summary.data);
  if (elementCount(summary.shape) === 0) return <p class="muted">{MATRIX.empty}</p>;
  if (values?.length === 1) return <p class={`big num ${summary.nonfinite ? "bad" : ""}`}>{plain(values[0] ?? Number.NaN, 10)}</p>;
  return (
    <>
      <SmallMatrix summary={summary} of={of} />
      <dl class="statistics">
        {(["mean", "rms"] as const).map((name) => (
          <div key={name}><dt>{INSPECTOR[name]}</dt><dd class="num">{name === "mean" ? meanText(summary, plain) : plain(toNumber(summary[name]))}</dd></div>
        ))}
        {(["min", "max"] as const).map((end) => (
          <div key={end}><dt>{INSPECTOR.ends[end]}</dt><dd class="num">{plain(toNumber(summary[end]))} <Extreme key={of} stage={stage} node={node} which={of === "value" ? "value" : "grad"} summary={summary} end={end} /></dd></div>
        ))}
        <div><dt>{INSPECTOR.zeros}</dt><dd class="num">{summary.zeros}</dd></div>
        {summary.nonfinite > 0 && <div class="bad"><dt>{INSPECTOR.nonfinite}</dt><dd class="num">{summary.nonfinite}</dd></div>}
      </dl>
    </>
  );
}
