/** What the inspector shows while nothing is selected: the leaves' gradients, findings, the plot. */
import { fetchExamples } from "../api";
import { AboutExample, ExampleTitle } from "../gallery/AboutExample";
import { hidden } from "../gallery/comparison";
import { openExample } from "../share/address";
import { shownExample } from "../share/shown";
import { gradientWords } from "../table/rows";
import { settableLeaves } from "../leaves/leaf";
import { Plot } from "../plot/Plot";
import { CARD, GALLERY, OVERVIEW, sentence } from "../text";
import { brief } from "../format";
import { replace, source, stage } from "../program/store";
import type { Finding } from "../model";
import { NoGradients } from "./NoGradients";

/** Writes the line that a finding says is missing at the end of the program. */
function cure({ cure: missing }: Finding): void {
  if (missing) replace(`${source.peek().trimEnd()}\n${missing.append}\n`);
}

export function Overview() {
  const { play, frame } = stage.told.value;
  if (!play || !frame) return null;
  const output = play.nodes.get(play.graph.output);
  const leaves = settableLeaves(play.graph).filter(({ kind }) => kind === "parameter");
  return (
    <div class="overview">
      <h2 class="visually-hidden">{OVERVIEW.title}</h2>
      <ShownExample />
      {output && (
        <>
          <h3>{OVERVIEW.output}</h3>
          <button type="button" class={`link output-line ${output.value.nonfinite && frame.computed.has(output.id) ? "bad" : ""}`} onClick={() => (stage.selected.value = output.id)}>{output.label} = {frame.computed.has(output.id) ? brief(output.value, 40) : CARD.ahead}</button>
        </>
      )}
      <NoGradients />
      {leaves.length > 0 && output && (
        <>
          <h3>{OVERVIEW.leaves}</h3>
          <dl class="leaf-gradients">
            {leaves.map((leaf) => (
              <div key={leaf.id}>
                <dt><button type="button" class="link" onClick={() => (stage.selected.value = leaf.id)}>∂{output.label}/∂{leaf.label}</button></dt>
                <dd class={`num ${frame.gradients.get(leaf.id)?.nonfinite ? "bad" : ""}`}>{gradientWords(leaf, frame, 24)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {play.graph.findings.length > 0 && (
        <>
          <h3>{OVERVIEW.findings}</h3>
          {play.graph.findings.map((finding) => (
            <p class={`finding-note ${play.graph.moving ? "of-before" : ""}`} key={finding.code + finding.node}>
              <button type="button" class="link" onClick={() => (stage.selected.value = finding.node)}>{sentence(finding.message)}</button> <span class="muted">{sentence(finding.advice)}</span>
              {finding.cure && !stage.stale.value && <> <button type="button" class="quiet" onClick={() => cure(finding)}>{finding.cure.label}</button></>}
            </p>
          ))}
        </>
      )}
      <Plot />
    </div>
  );
}

/** What the opened example shows: as long as its text stands, and for a pitfall with the way to its other side. */
function ShownExample() {
  const example = shownExample.value;
  if (!example) return null;
  const { role, beside } = example;
  const turn = async (): Promise<void> => {
    const other = (await fetchExamples()).find(({ name }) => name === beside);
    if (other) openExample(other);
  };
  const go = async (by: -1 | 1): Promise<void> => {
    const all = await fetchExamples();
    const next = all.at((all.findIndex(({ name }) => name === example.name) + by) % all.length);
    if (next) openExample(next);
  };
  return (
    <section class={`about example ${role ?? ""}`}>
      <h3><ExampleTitle example={example} /></h3>
      <AboutExample example={example} />
      <p class="about-tools">
        {([-1, 1] as const).map((by) => <button key={by} type="button" class="quiet" onClick={() => void go(by).catch(() => undefined)}>{GALLERY.neighbours[by]}</button>)}
      </p>
      {role && beside && (
        <p class="about-tools">
          <button type="button" onClick={() => void turn().catch(() => undefined)}>{GALLERY.turn[role]}</button>
          {hidden.value && <button type="button" class="show-both" onClick={() => (hidden.value = false)}>{GALLERY.show}</button>}
        </p>
      )}
    </section>
  );
}
