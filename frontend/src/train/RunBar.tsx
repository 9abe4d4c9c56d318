/** The transport of the run: reset, back, play, by step or by epoch, run to an epoch, and the scrubber over all steps. */
import { useComputed, useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { DoctorStrip } from "./DoctorPanel";
import { Icon } from "../shell/Icon";
import { plain } from "../format";
import { toNumber } from "../model";
import { NumberField } from "../shell/NumberField";
import { Track, Transport } from "../shell/Transport";
import { refusedField } from "../shell/refusals";
import { SPEEDS, pause, playing, speed, togglePlay, unit } from "./play";
import { type Run, lossAt } from "./run";
import { type Unit, busy, goTo, goal, head, move, origin, runTo, shown, step } from "./store";
import { TRAIN } from "./text";
import { endOfEpoch, epochEnds, placeOf, progress } from "./timeline";

const MOST_TICKS = 60;

const halt = (act: () => void) => () => {
  pause();
  act();
};

export function RunBar({ open }: { open: Run }) {
  const atStart = step.value <= origin.value;
  const { config, halted } = open.session.value;
  const atEnd = halted !== null && step.value >= halted.step;
  const fork = origin.value > 0;
  const whyNot = atStart && fork ? TRAIN.forkBegins(origin.value) : null;
  const stepName = config.batch_size === 1 ? TRAIN.sample : TRAIN.batchWord;
  return (
    <section class="run-bar" aria-label={TRAIN.transport}>
      <Transport
        first={{ label: TRAIN.reset, title: whyNot ?? (fork ? TRAIN.resetFork(origin.value) : TRAIN.reset), disabled: atStart, act: halt(() => void goTo(origin.value)) }}
        back={{ label: TRAIN.back, title: whyNot ?? TRAIN.back, disabled: atStart, act: halt(() => void move("step", -1)) }}
        play={{ label: playing.value ? TRAIN.pause : TRAIN.play, disabled: atEnd, act: () => (playing.value ? pause() : togglePlay()), playing: playing.value }}
      >
        <button type="button" class="advance" title={TRAIN.stepTitle} disabled={atEnd} onClick={halt(() => void move("step", 1))}>{stepName} <Icon name="forward" /></button>
        <button type="button" class="advance" title={TRAIN.epochTitle} disabled={atEnd} onClick={halt(() => void move("epoch", 1))}>{TRAIN.epoch} <Icon name="last" /></button>
      </Transport>
      <div class="run-way">
        <Scrubber open={open} />
        <Status open={open} />
      </div>
      <div class="run-options">
        <select aria-label={TRAIN.playBy} title={TRAIN.playBy} value={unit.value} onChange={(event) => (unit.value = event.currentTarget.value as Unit)}>
          <option value="step">{TRAIN.by(stepName)}</option>
          <option value="epoch">{TRAIN.by(TRAIN.epoch)}</option>
        </select>
        <select aria-label={TRAIN.speed} title={TRAIN.speed} value={String(speed.value)} onChange={(event) => (speed.value = Number(event.currentTarget.value))}>
          {SPEEDS[unit.value].map((rate) => <option key={rate} value={String(rate)}>{TRAIN.perSecond(rate)}</option>)}
        </select>
        <RunTo open={open} atEnd={atEnd} />
      </div>
    </section>
  );
}

/** All steps of the run on one line; the part that is not trained yet is open, epochs are ticks. */
function Scrubber({ open }: { open: Run }) {
  const { config, last_step: limit } = open.session.value;
  const end = Math.min(limit, Math.max(head.value, endOfEpoch(open.line, Math.max(config.epochs, open.line.origin.epoch + 1))));
  return (
    <>
      <Track
        start={origin.value}
        end={end}
        done={head.value}
        at={step.value}
        ticks={epochEnds(open.line, end, MOST_TICKS)}
        label={TRAIN.scrubber}
        spoken={`${TRAIN.where(step.value, head.value)}, ${placeText(open, step.value)}`}
        onAt={(wanted) => {
          pause();
          if (wanted !== step.peek()) void goTo(wanted);
        }}
      />
      <DoctorStrip start={origin.value} end={end} />
    </>
  );
}

function placeText(open: Run, at: number): string {
  if (at === open.line.origin.step) return at === 0 ? TRAIN.initial : TRAIN.beforeFork(at);
  const { epoch, first, last } = placeOf(open.line, at);
  return TRAIN.place(epoch, first, last);
}

function Status({ open }: { open: Run }) {
  const loss = useComputed(() => {
    void open.length.value;
    return lossAt(open, step.value);
  });
  const target = goal.value;
  return (
    <p class="run-status" role="status" aria-live={playing.value || goal.value ? "off" : "polite"}>
      <span class="num strong">{TRAIN.where(step.value, head.value)}</span>
      <span>{placeText(open, step.value)}</span>
      {loss.value !== null && <span class={`num ${Number.isFinite(loss.value) ? "" : "bad"}`}>{TRAIN.stepLoss} {plain(loss.value, 6)}</span>}
      {open.session.value.config.schedule !== "constant" && shown.value && <span class="num">{TRAIN.stepRate} {plain(toNumber(shown.value.rate), 4)}</span>}
      {origin.value > 0 && step.value > origin.value && <span class="run-begins num">{TRAIN.forkBegins(origin.value)}</span>}
      {target && <progress aria-label={TRAIN.progress} max={target.to - target.from} value={Math.max(0, head.value - target.from)} />}
      {!target && busy.value && shown.value === null && <span>{TRAIN.loading}</span>}
    </p>
  );
}

/** Nobody sees in less than this that a button means something else by now. */
const NOTICED_MS = 400;

/** One button in one place, which runs and stops. A press that was meant for Stop, when the run had just ended, starts no other run. */
function RunTo({ open, atEnd }: { open: Run; atEnd: boolean }) {
  const done = Math.floor(progress(open.line, head.value) + 1e-9);
  const kind = useSignal<Unit>("epoch");
  const given = useSignal<number | null>(null);
  const ended = useRef(-Infinity);
  const typed = useRef(false);
  const byStep = kind.value === "step";
  const usual = byStep ? step.value : Math.max(open.session.value.config.epochs, done + 1);
  const target = given.value ?? usual;
  const running = goal.value !== null;
  useLayoutEffect(() => {
    if (running) return () => void (ended.current = performance.now());
  }, [running]);
  const take = (next: number): void => {
    given.value = next;
    typed.current = true;
  };
  const pressed = (form: HTMLFormElement): void => {
    if (running) return void goTo(head.peek());
    if (refusedField(form) || (!typed.current && performance.now() - ended.current < NOTICED_MS)) return;
    typed.current = false;
    pause();
    void (byStep ? goTo(target) : runTo(target));
  };
  const choose = (wanted: Unit): void => {
    kind.value = wanted;
    given.value = null;
  };
  return (
    <form
      class="run-to"
      onSubmit={(event) => {
        event.preventDefault();
        pressed(event.currentTarget);
      }}
    >
      <select aria-label={TRAIN.whereTo} title={TRAIN.whereTo} value={kind.value} onChange={(event) => choose(event.currentTarget.value as Unit)}>
        <option value="epoch">{TRAIN.runTo}</option>
        <option value="step">{TRAIN.toStep}</option>
      </select>
      <NumberField label={byStep ? TRAIN.toStep : TRAIN.runTo} low={byStep ? origin.value : 1} whole value={target} onValue={take} />
      <button type="submit" disabled={atEnd && !running && !byStep}>{running ? TRAIN.halt : byStep ? TRAIN.go : TRAIN.run}</button>
    </form>
  );
}
