/** Parts of the page that can wait: they are made when the browser has a moment, or soon anyway, after the picture. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

const MOST_WAIT_MS = 500;

export const whenIdle = (): Promise<unknown> =>
  new Promise((go) => (typeof requestIdleCallback === "function" ? requestIdleCallback(go, { timeout: MOST_WAIT_MS }) : setTimeout(go)));

export function WhenIdle({ children }: { children: ComponentChildren }) {
  const idle = useSignal(false);
  useEffect(() => void whenIdle().then(() => (idle.value = true)), []);
  return idle.value ? <>{children}</> : null;
}
