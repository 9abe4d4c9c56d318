/** Whether an element has been seen, or is to be seen now: what nobody looks at need not be computed. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** False until the element comes into view for the first time, then true. */
export function useSeen(host: RefObject<Element | null>): ReadonlySignal<boolean> {
  const seen = useSignal(false);
  useEffect(() => {
    if (typeof IntersectionObserver === "undefined") {
      seen.value = true;
      return undefined;
    }
    const watcher = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      seen.value = true;
      watcher.disconnect();
    });
    if (host.current) watcher.observe(host.current);
    return () => watcher.disconnect();
  }, []);
  return seen;
}

/** Whether the element, once it is on the page, is in view. */
export function useInView(host: RefObject<Element | null>, onPage: boolean): ReadonlySignal<boolean> {
  const inView = useSignal(typeof IntersectionObserver === "undefined");
  useEffect(() => {
    if (typeof IntersectionObserver === "undefined" || !host.current) return undefined;
    const watcher = new IntersectionObserver((entries) => (inView.value = entries.at(-1)?.isIntersecting ?? true));
    watcher.observe(host.current);
    return () => watcher.disconnect();
  }, [onPage]);
  return inView;
}
