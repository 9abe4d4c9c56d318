/** The Train page, loaded when it is first opened: Explore needs neither its charts nor its code. */
import { type Signal, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

let loaded: ComponentType | null = null;

export function Train() {
  const page: Signal<{ Page: ComponentType | null }> = useSignal({ Page: loaded });
  useEffect(() => {
    void import("./TrainPage").then(({ TrainPage }) => {
      loaded = TrainPage;
      page.value = { Page: TrainPage };
    });
  }, []);
  const { Page } = page.value;
  return Page ? <Page /> : <section class="train" aria-busy="true" />;
}
