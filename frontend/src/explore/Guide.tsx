/** The guide through the first minute, above the stepper: one sentence and one thing to do at a time. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { plain } from "../format";
import { media } from "../media";
import { onlyElement } from "../model";
import { NumberField } from "../shell/NumberField";
import { Explained } from "../shell/Terms";
import { focusOn } from "../shell/focus";
import { tab } from "../shell/Workbench";
import { isClose } from "../stepper/guess";
import { GUIDE } from "../text";
import { NAME, RATE, STOPS, type Stop, descend, descent, guess, leave, output, parameter, reveal, startGuide, stop } from "./guide";

const touched = media("(pointer: coarse)");

export function Guide() {
  const host = useRef<HTMLElement>(null);
  useEffect(startGuide, []);
  const at = stop.value;
  useEffect(() => {
    if (at === "guess") host.current?.querySelector("input")?.focus();
    if (at === "back") focusOn(".transport .play");
    if (at === "drag") tab.value = tab.peek() === "graph" && matchMedia("(max-width: 43.7em), (max-height: 30em)").matches ? "edit" : tab.peek();
  }, [at]);
  const close = (): void => {
    leave();
    focusOn(".transport .play");
  };
  if (!at) return null;
  return (
    <section class="guide" aria-label={GUIDE.region} ref={host}>
      <span class="guide-at num" aria-hidden="true">{GUIDE.at(STOPS.indexOf(at) + 1, STOPS.length)}</span>
      <p role="status"><Explained words={words(at)} /></p>
      {at === "guess" && <Guess />}
      {at === "descend" && <button type="button" class="primary" onClick={descend}>{GUIDE.descend(NAME, plain(RATE))}</button>}
      {at === "end" ? <button type="button" class="primary" onClick={close}>{GUIDE.done}</button> : <button type="button" class="quiet" onClick={close}>{GUIDE.skip}</button>}
    </section>
  );
}

function words(at: Stop): string {
  const [slope, loss] = [onlyElement(parameter()?.grad), onlyElement(output()?.value)];
  const [said, truth] = [guess.value, slope ?? Number.NaN];
  switch (at) {
    case "forward": return GUIDE.forward(touched.value);
    case "guess": return GUIDE.guess(loss === null ? "" : plain(loss));
    case "back": return GUIDE.back;
    case "drag": return `${said === null ? "" : GUIDE.truth(plain(truth), plain(said), isClose(said, truth))} ${GUIDE.drag(touched.value)}`.trim();
    case "descend": return GUIDE.slope(plain(truth));
    case "end": return descent.value?.after === null || !descent.value ? "" : GUIDE.end(plain(descent.value.before), plain(descent.value.after), descent.value.after < descent.value.before);
  }
}

function Guess() {
  const made = useSignal(0);
  const submit = (event: Event): void => {
    event.preventDefault();
    reveal(made.value);
  };
  return (
    <form class="guide-guess" onSubmit={submit}>
      <NumberField label={GUIDE.field} value={made.value} onValue={(value) => (made.value = value)} />
      <button type="submit" class="primary">{GUIDE.reveal}</button>
    </form>
  );
}
