/** The Train page, loaded when it is first opened: Explore needs neither its charts nor its code. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { lazily } from "../lazy";
import { SHELL } from "../text";

const load = lazily(() => import("./TrainPage"));
let loaded: ComponentType | null = null;

export function Train() {
  const page: Signal<{ Page: ComponentType | null }> = useSignal({ Page: loaded });
  const failed = useSignal(false);
  const open = (): void => {
    failed.value = false;
    load().then(
      ({ TrainPage }) => {
        loaded = TrainPage;
        page.value = { Page: TrainPage };
      },
      () => (failed.value = true),
    );
  };
  useEffect(open, []);
  const { Page } = page.value;
  if (Page) return <Page />;
  if (!failed.value) return <section class="train" aria-busy="true" />;
  return (
    <div class="banner" role="alert">
      <span>{SHELL.notLoaded}</span>
      <button type="button" onClick={open}>{SHELL.retry}</button>
    </div>
  );
}
