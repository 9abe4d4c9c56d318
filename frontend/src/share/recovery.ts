/** While the server is gone: looks now and then whether it is back, and asks again as soon as it is. */
import { effect } from "@preact/signals";
import { isUp } from "../api";
import { busySince, gone } from "../program/store";

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30_000;

/** Watches until the returned function is called. Nobody is asked while the page is not visible. */
export function startRecovery(retry: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (wait: number): void => {
    timer = setTimeout(() => void look(wait), wait);
  };
  const look = async (wait: number): Promise<void> => {
    const back = !document.hidden && (await isUp());
    if (!gone.peek()) return;
    if (back && busySince.peek() === 0) retry(); // What is under way already is an attempt.
    later(document.hidden ? wait : Math.min(2 * wait, LONGEST_WAIT_MS));
  };
  const stop = effect(() => {
    clearTimeout(timer);
    if (gone.value) later(FIRST_WAIT_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
