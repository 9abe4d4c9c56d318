/**
 * The stepper: play, scrub and read. The scrubber is a range input over coloured and lettered segments; the sentence of
 * the step goes to a polite live region, at most once a second.
 */
import { useComputed, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Announcer } from "../shell/Announcer";
import { IconButton } from "../shell/IconButton";
import { RangeInput } from "../shell/RangeInput";
import { Explained, meetTerms, newTerms } from "../shell/Terms";
import { Transport } from "../shell/Transport";
import type { Phase } from "../model";
import { GRAPH, GUESS, STEPPER } from "../text";
import { PHASES } from "../vocabulary";
import { Guessing } from "./Guessing";
import { Equations } from "./Equations";
import { unmarked } from "./amounts";
import { type Granularity, positionOf, segments } from "./frames";
import { runPlayer, togglePlay } from "./player";
import { sentence } from "./sentences";
import type { Stage } from "./stage";

const SPEEDS = [0.25, 0.5, 1, 2, 4];

/** So much of the window's height is kept for the words of a step; only those that need more move what is above them. */
const KEPT = 0.2;

/** "F forward · S seed · …" */
const LETTERS = Object.values(PHASES).map(({ letter, label }) => `${letter} ${label}`).join(" · ");

interface Props {
  stage: Stage;
  /** What stands above everything else. */
  children?: ComponentChildren;
  /** Said after the last step, when somebody has checked the gradients. */
  conclusion?: string;
}

export function Stepper({ stage, conclusion = "", children }: Props) {
  const words = useComputed(() => {
    const { play, frame } = stage.told.value;
    return play && frame ? sentence(play, frame.position, stage.granularity.value) : "";
  });
  const target = useComputed(() => (stage.play.value && stage.selected.value ? positionOf(stage.play.value, stage.selected.value) : null));
  const more = useSignal(false);
  const { position, length, playing } = stage;
  const atEnd = position.value >= length.value;
  useEffect(() => runPlayer(stage), [stage]);
  const said = atEnd && conclusion ? `${words.value} ${conclusion}` : words.value;

  const halt = (act: () => void) => () => {
    playing.value = false;
    act();
  };
  return (
    <section class={`stepper ${stage.stale.value ? "stale" : ""}`} aria-label={STEPPER.region}>
      {stage.stale.value && stage.graph.value && <p class="chip still">{GRAPH.still}</p>}
      {children}
      <div class="stepper-row">
        <Transport
          first={{ label: STEPPER.first, disabled: position.value === 0, act: halt(() => stage.move(0)) }}
          back={{ label: STEPPER.back, disabled: position.value === 0, act: halt(() => stage.step(-1)) }}
          play={{ label: playing.value ? STEPPER.pause : STEPPER.play, disabled: length.value === 0, act: () => togglePlay(stage), playing: playing.value }}
        >
          <IconButton icon="forward" label={STEPPER.forward} onClick={halt(() => stage.step(1))} disabled={atEnd} />
          <IconButton icon="last" label={STEPPER.last} onClick={halt(() => stage.move(length.value))} disabled={atEnd} />
        </Transport>
        <Scrubber stage={stage} words={unmarked(words.value)} />
        <output class="num at">{STEPPER.at(position.value, length.value)}</output>
        <IconButton icon="sliders" label={STEPPER.more} class="stepper-more" aria-expanded={more.value} onClick={() => (more.value = !more.value)} />
        <div class={`stepper-options ${more.value ? "open" : ""}`}>
          <select aria-label={STEPPER.by} value={stage.granularity.value} onChange={(event) => (stage.granularity.value = event.currentTarget.value as Granularity)}>
            {Object.entries(STEPPER.granularities).map(([value, label]) => <option key={value} value={value}>{label}</option>)}
          </select>
          <select aria-label={STEPPER.speed} value={String(stage.speed.value)} onChange={(event) => (stage.speed.value = Number(event.currentTarget.value))}>
            {SPEEDS.map((speed) => <option key={speed} value={String(speed)}>{speed} ×</option>)}
          </select>
          <IconButton icon="guess" label={GUESS.mode} aria-pressed={stage.guessing.value} onClick={() => (stage.guessing.value = !stage.guessing.value)} />
          <IconButton icon="target" label={STEPPER.runTo} disabled={target.value === null} onClick={halt(() => target.value !== null && stage.move(target.value))} />
        </div>
      </div>
      <Words stage={stage} words={said} phase={stage.told.value.frame?.event?.phase ?? "start"} />
      <Announcer words={unmarked(said)} />
    </section>
  );
}

/**
 * What happens, as equations and in a sentence, whole at every width. The place keeps the height that its longest step so
 * far has needed, so that the graph above does not move from step to step.
 */
function Words({ stage, words, phase }: { stage: Stage; words: string; phase: Phase | "start" }) {
  const place = useRef<HTMLDivElement>(null);
  const structure = stage.outline.value?.structure;
  useEffect(() => {
    const { current } = place;
    const inner = current?.firstElementChild;
    if (!current || !inner) return undefined;
    let [width, most] = [0, 0];
    const watcher = new ResizeObserver(() => {
      if (current.clientWidth !== width) most = 0;
      width = current.clientWidth;
      most = Math.max(most, Math.ceil(inner.getBoundingClientRect().height));
      current.style.setProperty("--kept", `${Math.min(most, KEPT * innerHeight)}px`);
      // Only the longest steps of a low window are scrolled, then also by keyboard.
      if (current.scrollHeight > current.clientHeight + 1) current.tabIndex = 0;
      else current.removeAttribute("tabindex");
    });
    watcher.observe(inner);
    return () => watcher.disconnect();
  }, [structure]);
  return (
    <div class="step-words" ref={place}>
      <div>
        <Equations stage={stage} />
        <p class="sentence" data-phase={phase}><Explained words={words} /></p>
        <FirstSight key={stage.position.value} words={words} />
        {stage.guessing.value && <Guessing stage={stage} />}
      </div>
    </div>
  );
}

/** Words of the subject are explained below the first step that says them; under the pointer they always are. */
function FirstSight({ words }: { words: string }) {
  const terms = newTerms(words);
  const told = useRef(terms);
  told.current = terms;
  useEffect(() => () => meetTerms(told.current), []);
  if (terms.length === 0) return null;
  return <dl class="first-sight">{terms.map(({ term, meaning }) => <div key={term}><dt>{term}</dt><dd>{meaning}</dd></div>)}</dl>;
}

function Scrubber({ stage, words }: { stage: Stage; words: string }) {
  const runs = useComputed(() => segments(stage.graph.value?.events ?? []));
  const { position, length } = stage;
  return (
    <div class="scrubber">
      <div class="segments" aria-hidden="true">
        {runs.value.map(({ phase, start, length: size }) => (
          <span key={start} class={`segment ${phase}`} style={{ flexGrow: size }}>
            <span class="fill" style={{ width: `${Math.max(0, Math.min(1, (position.value - start) / size)) * 100}%` }} />
            <span class="letter" data-rest={PHASES[phase].label.slice(1)}>{PHASES[phase].letter}</span>
          </span>
        ))}
      </div>
      <RangeInput
        min={0}
        max={length.value}
        value={position.value}
        aria-label={STEPPER.scrubber}
        title={LETTERS}
        aria-valuetext={words}
        onValue={(at) => {
          stage.playing.value = false;
          stage.move(at);
        }}
      />
    </div>
  );
}
