/** What the inspector shows while nothing is selected: hints on a first visit, the leaves' gradients, findings, the plot. */
import { signal } from "@preact/signals";
import { gradientWords } from "../table/Table";
import { settableLeaves } from "../leaves/leaf";
import { Plot } from "../plot/Plot";
import { Icon } from "../shell/Icon";
import { INSPECTOR, OVERVIEW } from "../text";
import { keep, read } from "../theme";
import { brief } from "../format";
import { stage } from "./store";

const KEY = "chainrule.hints";
const dismissed = signal(new Set((read(KEY) ?? "").split(",").filter(Boolean)));

function dismiss(hint: number): void {
  dismissed.value = new Set([...dismissed.value, String(hint)]);
  keep(KEY, [...dismissed.value].join(","));
}

export function Overview() {
  const play = stage.play.value;
  const frame = stage.frame.value;
  if (!play || !frame) return <p class="empty">{INSPECTOR.empty}</p>;
  const output = play.nodes.get(play.graph.output);
  const leaves = settableLeaves(play.graph).filter(({ kind }) => kind === "parameter");
  return (
    <div class="overview">
      <h2 class="visually-hidden">{OVERVIEW.title}</h2>
      <ul class="hints">
        {OVERVIEW.hints.map((hint, index) =>
          dismissed.value.has(String(index)) ? null : (
            <li key={hint}>
              <span>{hint}</span>
              <button type="button" class="icon" aria-label={OVERVIEW.dismiss} title={OVERVIEW.dismiss} onClick={() => dismiss(index)}><Icon name="close" size={14} /></button>
            </li>
          ),
        )}
      </ul>
      {output && (
        <>
          <h3>{OVERVIEW.output}</h3>
          <button type="button" class="link output-line" onClick={() => (stage.selected.value = output.id)}>{output.label} = {frame.computed.has(output.id) ? brief(output.value, 40) : "·"}</button>
        </>
      )}
      {leaves.length > 0 && output && (
        <>
          <h3>{OVERVIEW.leaves}</h3>
          <dl class="leaf-gradients">
            {leaves.map((leaf) => (
              <div key={leaf.id}>
                <dt><button type="button" class="link" onClick={() => (stage.selected.value = leaf.id)}>∂{output.label}/∂{leaf.label}</button></dt>
                <dd class="num">{gradientWords(leaf, frame, 24)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {play.graph.findings.length > 0 && (
        <>
          <h3>{OVERVIEW.findings}</h3>
          {play.graph.findings.map((finding) => (
            <p class="finding-note" key={finding.code + finding.node}>
              <button type="button" class="link" onClick={() => (stage.selected.value = finding.node)}>{play.nodes.get(finding.node ?? "")?.label}</button> {finding.message} <span class="muted">{finding.advice}</span>
            </p>
          ))}
        </>
      )}
      <Plot />
    </div>
  );
}
