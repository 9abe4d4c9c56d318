/** What the reader has to know: the server is gone, it refused something, the run has expired or diverged. */
import { sentence } from "../text";
import type { Divergence } from "./api";
import { beforeExplosion } from "./curve";
import { missing, refused, retry } from "./failures";
import { expired, fork, goTo, halted, origin, run } from "./store";
import { TRAIN } from "./text";

export function Notices() {
  const end = halted.value;
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
