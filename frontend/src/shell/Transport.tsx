/**
 * What everything has that is walked through one piece after the other (the steps of a graph, the moments of a program,
 * a training run): the buttons of its transport, and a line over all of it that can be scrubbed, with what is done, ticks,
 * and a curve along it where there is one.
 */
import type { ComponentChildren } from "preact";
import { Icon } from "./Icon";
import { IconButton } from "./IconButton";
import { RangeInput } from "./RangeInput";

interface Act {
  label: string;
  title?: string;
  disabled: boolean;
  act: () => void;
}

interface TransportProps {
  first: Act;
  back: Act;
  play: Act & { playing: boolean };
  /** The ways on. */
  children: ComponentChildren;
}

export function Transport({ first, back, play, children }: TransportProps) {
  return (
    <div class="transport">
      <IconButton icon="first" label={first.label} title={first.title ?? first.label} disabled={first.disabled} onClick={first.act} />
      <IconButton icon="back" label={back.label} title={back.title ?? back.label} disabled={back.disabled} onClick={back.act} />
      <button type="button" class="play" aria-label={play.label} title={play.title ?? play.label} disabled={play.disabled} onClick={play.act}>
        <Icon name={play.playing ? "pause" : "play"} size={18} />
      </button>
      {children}
    </div>
  );
}

interface TrackProps {
  start: number;
  end: number;
  /** As far as it is done: nobody can go further. */
  done: number;
  at: number;
  ticks?: readonly number[];
  label: string;
  /** The place in words. */
  spoken: string;
  onAt: (at: number) => void;
  /** What is drawn along it. */
  children?: ComponentChildren;
}

export function Track({ start, end, done, at, ticks = [], label, spoken, onAt, children }: TrackProps) {
  const share = (place: number): string => `${(100 * (place - start)) / Math.max(1, end - start)}%`;
  return (
    <div class={`run-scrubber ${children ? "with-curve" : ""}`}>
      {children}
      <div class="run-track" aria-hidden="true">
        <span class="done" style={{ inlineSize: share(done) }} />
        {ticks.map((place) => place < end && <span key={place} class="tick" style={{ insetInlineStart: share(place) }} />)}
      </div>
      <RangeInput
        min={start}
        max={end}
        value={at}
        aria-label={label}
        aria-valuetext={spoken}
        onValue={(value, input) => {
          const wanted = Math.min(value, done);
          input.value = String(wanted);
          onAt(wanted);
        }}
      />
    </div>
  );
}
