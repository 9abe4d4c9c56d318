/** Parts of the page that can wait: they are made after the first picture, or soon anyway where none comes. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

const MOST_WAIT_MS = 500;
const LONGEST_WAIT_FOR_PICTURE_MS = 1500;

let end: () => void;
const waiting = new Promise<void>((go) => (end = go));

/** The first picture is there, or it is known that none comes: what waits for it begins. */
export const endWaiting = (): void => end();

const idle = (): Promise<unknown> =>
  new Promise((go) => (typeof requestIdleCallback === "function" ? requestIdleCallback(go, { timeout: MOST_WAIT_MS }) : setTimeout(go)));

export const whenIdle = (): Promise<unknown> =>
  Promise.race([waiting, new Promise((go) => setTimeout(go, LONGEST_WAIT_FOR_PICTURE_MS))]).then(idle);

export function WhenIdle({ children }: { children: ComponentChildren }) {
  const begun = useSignal(false);
  useEffect(() => void whenIdle().then(() => (begun.value = true)), []);
  return begun.value ? <>{children}</> : null;
}
