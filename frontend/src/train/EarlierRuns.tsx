/** Runs that were left for another set-up, and the way back to them. */
import { plain } from "../format";
import { IconButton } from "../shell/IconButton";
import { deleteSession } from "./api";
import { attempt } from "./failures";
import { pause } from "./play";
import { type Kept, shelf, unshelve } from "./shelf";
import { reopen } from "./store";
import { TRAIN } from "./text";

export function EarlierRuns() {
  const kept = shelf.value;
  if (kept.length === 0) return null;
  return (
    <details class="earlier" open>
      <summary>{TRAIN.earlier(kept.length)}</summary>
      <ul>{kept.map((one) => <Entry key={one.session} one={one} />)}</ul>
    </details>
  );
}

function Entry({ one }: { one: Kept }) {
  const name = TRAIN.keptRun(one.title, plain(one.lr), one.head);
  const back = (): void => {
    pause();
    void reopen(one);
  };
  const remove = (): void => {
    if (!confirm(TRAIN.deleteForGood(name))) return;
    unshelve(one.session);
    void attempt("clean-up", async () => void (await deleteSession(one.session)));
  };
  return (
    <li>
      <button type="button" class="link" title={TRAIN.openRun} onClick={back}>{name}</button>
      <IconButton icon="close" size={14} title={TRAIN.delete} label={`${TRAIN.delete}: ${name}`} onClick={remove} />
    </li>
  );
}
