/** What the reader has to know: the server is gone, it refused something, the run has expired or diverged. */
import { fork, goTo, halted, expired, head, refused, retry, run } from "./store";
import { TRAIN } from "./text";

export function Notices() {
  const end = halted.value;
  const config = run.value?.session.value.config;
  return (
    <>
      {retry.value && (
        <div class="banner" role="alert">
          <span>{TRAIN.gone}</span>
          <button type="button" onClick={() => retry.peek()?.()}>{TRAIN.retry}</button>
        </div>
      )}
      {refused.value && (
        <div class="banner" role="alert">
          <span>{refused.value}</span>
          <button type="button" onClick={() => (refused.value = null)}>{TRAIN.dismiss}</button>
        </div>
      )}
      {expired.value && <div class="banner" role="alert"><span>{TRAIN.expired}</span></div>}
      {end && config && (
        <div class="banner" role="alert">
          <span>{end.message}.</span>
          <button type="button" onClick={() => void goTo(end.step)}>{TRAIN.goToStep(end.step)}</button>
          <button type="button" onClick={() => void fork(Math.max(0, head.peek() - 1), { lr: config.lr / 2 })}>{TRAIN.halve}</button>
        </div>
      )}
    </>
  );
}
