/** The way to another run, by a fork from the shown step with another learning rate; below it, where it moves no button, the runs on the chart. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { plain } from "../format";
import { toNumber } from "../model";
import { IconButton } from "../shell/IconButton";
import { NumberField } from "../shell/NumberField";
import { refusedField } from "../shell/refusals";
import { boundsOf, offer, settingOf } from "./draft";
import { runLabel } from "./LossPanel";
import { RUN_COLOURS, RUN_DASHES } from "./charts/colours";
import { pause } from "./play";
import type { Run } from "./run";
import { dropFromComparison, fork, others, run, step, turnTo } from "./store";
import { TRAIN } from "./text";

export function RunsPanel() {
  const open = run.value;
  if (!open) return null;
  const drawn = [open, ...others.value];
  return (
    <section class="panel runs" aria-label={TRAIN.compare}>
      <Fork id={open.id} lr={open.session.value.config.lr} />
      {drawn.length > 1 && (
        <ul>
          {drawn.toSorted((one, other) => one.serial - other.serial).map((one) => <Entry key={one.id} one={one} index={drawn.indexOf(one)} />)}
        </ul>
      )}
    </section>
  );
}

function Entry({ one, index }: { one: Run; index: number }) {
  const last = one.epochs.value.at(-1);
  const line = { stroke: `var(${RUN_COLOURS[index % RUN_COLOURS.length]})`, strokeWidth: 2 };
  return (
    <li>
      <svg width="18" height="8" aria-hidden="true"><line x1="0" y1="4" x2="18" y2="4" style={line} stroke-dasharray={RUN_DASHES[index % RUN_DASHES.length]?.join(" ")} /></svg>
      {index === 0 ? <b class="num">{runLabel(one)}</b> : <button type="button" class="link" title={TRAIN.openRun} onClick={() => void turnTo(one)}>{runLabel(one)}</button>}
      <span class="muted num">{last ? TRAIN.lastEpoch(last.epoch, plain(toNumber(last.loss))) : TRAIN.where(one.session.value.head, one.session.value.head)}</span>
      {index > 0 && <IconButton icon="close" size={14} title={TRAIN.drop} label={`${TRAIN.drop}: ${runLabel(one)}`} onClick={() => dropFromComparison(one)} />}
    </li>
  );
}

/** Half the run's rate is offered, beside that rate itself. Another run that arrives offers its own, but not in the place of what somebody is typing. */
function Fork({ id, lr }: { id: string; lr: number }) {
  const typed = useSignal<number | null>(null);
  const sent = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    if (sent.current || !form.current?.contains(document.activeElement)) typed.value = null;
    sent.current = false;
  }, [id]);
  const rate = typed.value ?? lr / 2;
  const type = (next: number): void => {
    typed.value = next;
    sent.current = false;
  };
  return (
    <form
      class="fork"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (refusedField(event.currentTarget)) return;
        pause();
        sent.current = true;
        void fork(step.peek(), { lr: rate });
      }}
    >
      <label title={TRAIN.forkHint}>{TRAIN.forkWith} <NumberField {...boundsOf(settingOf(offer.value?.settings ?? [], "lr"))} value={rate} onValue={type} /></label>
      <span class="muted num">{TRAIN.forkNow(plain(lr))}</span>
      <button type="submit" title={TRAIN.forkHint}>{TRAIN.forkHere(step.value)}</button>
    </form>
  );
}
