/** Which page an address shows. Links between pages change the address without loading the document again. */
import { signal } from "@preact/signals";

export type Place = "explore" | "train" | "embed";

const placeOf = (path: string): Place => (/^\/train\b/.test(path) ? "train" : /^\/embed\b/.test(path) ? "embed" : "explore");

export const place = signal<Place>(placeOf(location.pathname));

export function go(path: string): void {
  history.pushState(null, "", path);
  place.value = placeOf(path);
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
