/**
 * Explore in a frame of another site, which is small: the graph and its steps; program and inspector are asked for. A
 * pitfall shows one side at a time where two have no room.
 */
import { signal } from "@preact/signals";
import { EditorPanel } from "../editor/EditorPanel";
import { brief } from "../format";
import { Graphs } from "../gallery/Graphs";
import { Sides } from "../gallery/Sides";
import { Inspector } from "../inspector/Inspector";
import { conclusion } from "../inspector/conclusion";
import { media } from "../media";
import { addressIn } from "../root";
import { stage } from "../program/store";
import { address, keepState } from "../share/address";
import { shownExample } from "../share/shown";
import { Boundary } from "../shell/Boundary";
import { IconButton } from "../shell/IconButton";
import { valueAt } from "../stepper/frames";
import { Stepper } from "../stepper/Stepper";
import { gradientWords } from "../table/rows";
import { CARD, EMBED } from "../text";
import { TABS, inspected, leave, predicted, side, useExploring } from "./Explore";
import { MomentsBar } from "./MomentsBar";
import { Overview } from "./Overview";

const wide = media("(min-width: 900px)");
const roomy = media("(min-width: 900px) and (min-height: 500px)");

const program = signal(wide.peek());
const details = signal(false);

export function Embed() {
  useExploring(() => (details.value = true));
  const alone = !roomy.value;
  const inspecting = details.value && stage.selected.value !== null;
  return (
    <div class="embed-page">
      <header class="embed-bar">
        <button type="button" aria-expanded={program.value} onClick={() => (program.value = !program.value)}>{EMBED.program}</button>
        {alone && <Sides />}
        <Boundary of={inspected} class="embed-line"><Selected /></Boundary>
        <a href={withoutFrame(address.value)} target="_blank" rel="noopener" onPointerDown={() => void keepState()} onFocus={() => void keepState()}>{EMBED.open}</a>
      </header>
      <div class="embed-body">
        <div class="embed-program" hidden={!program.value}><Boundary of={stage.graph} class="program"><EditorPanel more={predicted} /></Boundary></div>
        <Boundary of={stage.graph} class="graphs"><Graphs alone={alone} onInspect={() => (details.value = true)} /></Boundary>
        {inspecting && <Boundary of={inspected} class="inspector"><Inspector stage={stage} tabs={TABS} tab={side} onClose={leave}><Overview /></Inspector></Boundary>}
      </div>
      <Boundary of={stage.graph} class="moments-bar"><MomentsBar /></Boundary>
      <Boundary of={stage.graph} class="stepper"><Stepper stage={stage} conclusion={conclusion.value} /></Boundary>
    </div>
  );
}

/** The same state on the full page. */
const withoutFrame = (full: string): string => full.replace(location.origin + addressIn("embed"), location.origin + addressIn(""));

/** The selected value in one line, with the way to more of it; else what is shown. */
function Selected() {
  const frame = stage.frame.value;
  const node = stage.play.value?.nodes.get(stage.selected.value ?? "");
  if (!node || !frame) return <p class="embed-line muted">{shownExample.value?.role ? "" : shownExample.value?.title}</p>;
  const value = valueAt(frame, node);
  return (
    <p class="embed-line">
      <span class="num">{node.label} = {value ? brief(value, 24) : CARD.ahead} <span class="accent">∂ {gradientWords(node, frame, 24)}</span></span>
      <button type="button" class="quiet" aria-expanded={details.value} onClick={() => (details.value = !details.value)}>{EMBED.details}</button>
      <IconButton icon="close" size={14} label={EMBED.unselect} onClick={() => (stage.selected.value = null)} />
    </p>
  );
}
