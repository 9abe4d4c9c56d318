/** What went wrong in the open run: asked for when nothing is under way, since cures are tried on the server first. */
import { effect, signal } from "@preact/signals";
import { latest } from "../latest";
import { atRest } from "../throttle";
import { type Diagnosis, fetchDiagnosis } from "./api";
import { attempt } from "./failures";
import { playing } from "./play";
import { busy, head, origin, run } from "./store";

const REST_MS = 600;

/** Of the run whose name it has; older than its head while training goes on. */
export const diagnosis = signal<(Diagnosis & { id: string }) | null>(null);

const look = latest((abort) =>
  attempt("diagnosis", async () => {
    const open = run.peek();
    if (!open || playing.peek() || busy.peek()) return;
    const known = diagnosis.peek();
    if (known?.id === open.id && known.head === open.session.peek().head) return;
    const found = await fetchDiagnosis(open.id, abort);
    if (run.peek() === open) diagnosis.value = { id: open.id, ...found };
  }),
);
const soon = atRest(() => look.call(), REST_MS);

effect(() => {
  const open = run.value;
  if (diagnosis.peek() && diagnosis.peek()?.id !== open?.id) diagnosis.value = null;
  if (open && head.value > origin.value && !playing.value && !busy.value) soon.call();
});
