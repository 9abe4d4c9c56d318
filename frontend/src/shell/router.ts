/** Which page an address shows. Links between pages change the address without loading the document again. */
import { batch, signal } from "@preact/signals";

import { isIn } from "../root";

export type Place = "explore" | "train" | "embed";

const placeOf = (path: string): Place => (isIn("train", path) ? "train" : isIn("embed", path) ? "embed" : "explore");

export const place = signal<Place>(placeOf(location.pathname));

/** How often a link of the page has led somewhere: also to where the reader already was. */
export const arrivals = signal(0);

const leaving = new Set<() => void>();

/** What is to be done before a link changes the address; returns the function that ends it. */
export function whenLeaving(act: () => void): () => void {
  leaving.add(act);
  return () => leaving.delete(act);
}

export function go(path: string): void {
  for (const act of leaving) act();
  history.pushState(null, "", path);
  batch(() => {
    place.value = placeOf(path);
    arrivals.value += 1;
  });
}

addEventListener("popstate", () => {
  place.value = placeOf(location.pathname);
});

/** For links: goes there without loading, unless the reader asked for a new tab. */
export function follow(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go((event.currentTarget as HTMLAnchorElement).pathname);
}
