/** What the reader has to know: the server is gone, it refused something, the run has expired, diverged or learns nothing any more. */
import { count } from "../counts";
import { plain } from "../format";
import { sentence } from "../text";
import type { Divergence, Standstill } from "./api";
import { beforeExplosion } from "./curve";
import { missing, refused, retry } from "./failures";
import { evaluation } from "./insight";
import { expired, fork, goTo, halted, origin, run, step } from "./store";
import { TRAIN } from "./text";

export function Notices() {
  const end = halted.value;
  const still = evaluation.value?.standstill;
  const config = run.value?.session.value.config;
  return (
    <div class="notices">
      {missing.value && (
        <div class="banner" role="alert">
          <span>{TRAIN[missing.value]}</span>
          <button type="button" onClick={retry}>{TRAIN.retry}</button>
        </div>
      )}
      {refused.value && (
        <div class="banner" role="alert">
          <span>{refused.value}</span>
          <button type="button" onClick={() => (refused.value = null)}>{TRAIN.dismiss}</button>
        </div>
      )}
      {expired.value && <div class="banner" role="alert"><span>{TRAIN.expired}</span></div>}
      {end && <Diverged end={end} />}
      {still && !end && <StandsStill still={still} />}
      {config && config.lr > 0 && evaluation.value?.rate === 0 && !end && (
        <div class="banner" role="status">
          <span>{TRAIN.scheduleEnded(config.schedule, count(config.epochs, "epoch"))}</span>
          <button type="button" onClick={() => void fork(step.peek(), { schedule: "constant" })}>{TRAIN.constantRate(step.value, plain(config.lr))}</button>
        </div>
      )}
    </div>
  );
}

/** Where it happened, and the usual cure: half the learning rate, from before the losses grew. */
function Diverged({ end }: { end: Divergence }) {
  const open = run.value;
  if (!open) return null;
  void open.length.value;
  const sane = origin.value + beforeExplosion(open.losses);
  const halve = (): void => void fork(sane, { lr: open.session.peek().config.lr / 2 });
  return (
    <div class="banner" role="alert">
      <span>{sentence(end.message)}</span>
      <button type="button" onClick={() => void goTo(end.step)}>{TRAIN.goToStep(end.step)}</button>
      <button type="button" onClick={halve}>{TRAIN.halve(sane)}</button>
    </div>
  );
}

/** Nothing but what was measured, and the way back to where the run could still learn. */
function StandsStill({ still }: { still: Standstill }) {
  const from = origin.value;
  return (
    <div class="banner" role="alert">
      <span>{sentence(still.message)} {TRAIN.standsStill}</span>
      {step.value > from && <button type="button" onClick={() => void goTo(from)}>{TRAIN.goToStep(from)}</button>}
    </div>
  );
}
