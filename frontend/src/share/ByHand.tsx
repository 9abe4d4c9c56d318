/** The text that could not be copied, selected, for the reader's own Ctrl+C. */
import { Dialog } from "../shell/Dialog";
import { SHARE } from "../text";
import { byHand } from "./copy";

export function ByHand() {
  if (byHand.value === null) return null;
  return (
    <Dialog class="by-hand" title={SHARE.byHand} words={SHARE.byHandWords} onClose={() => (byHand.value = null)}>
      <textarea readOnly rows={5} aria-label={SHARE.byHand} value={byHand.value} ref={(field) => field?.select()} autofocus />
    </Dialog>
  );
}
