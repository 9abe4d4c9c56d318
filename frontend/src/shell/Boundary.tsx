/**
 * Keeps a part of the page that fails from taking the others with it: one sentence stands in its place, until somebody
 * tries again or there is something else to show.
 */
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import { SHELL } from "../text";

interface Props {
  /** What the part shows; with another one it is tried again. */
  of: ReadonlySignal<unknown>;
  /** The part's class, by which it has its place on the page. */
  class?: string;
  children: ComponentChildren;
}

export function Boundary({ of, class: place = "", children }: Props) {
  const [error, again] = useErrorBoundary();
  const shown = of.value;
  useEffect(() => {
    if (error) again();
  }, [shown]);
  if (!error) return <>{children}</>;
  return (
    <section class={`failed ${place}`} role="alert">
      <p>{SHELL.failed}</p>
      <button type="button" onClick={again}>{SHELL.retry}</button>
    </section>
  );
}
