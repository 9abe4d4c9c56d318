/**
 * What fields could not read. Each such field is marked; the words stand below the one that somebody is in, or was in
 * last, over the page, so that nothing moves under the pointer.
 */
import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

const ID = "refusal";
const GAP = 4;

const told = signal<{ field: HTMLElement; words: string } | null>(null);

export function refuse(field: HTMLElement, words: string): void {
  field.setAttribute("aria-invalid", "true");
  const before = told.peek();
  if (before?.field === field && before.words === words) return;
  before?.field.removeAttribute("aria-describedby");
  field.setAttribute("aria-describedby", ID);
  told.value = { field, words };
}

export function acquit(field: HTMLElement): void {
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
  if (told.peek()?.field === field) told.value = null;
}

/** The first field of a form with something that cannot be read; it gets the focus. */
export function refusedField(form: HTMLElement): HTMLElement | null {
  const field = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  field?.focus();
  return field;
}

/** The words, once on the page. */
export function Refusal() {
  const place = useRef<HTMLParagraphElement>(null);
  const now = told.value;
  useLayoutEffect(() => {
    const words = place.current;
    if (!now || !words) return;
    words.showPopover?.();
    const seen = (inView: boolean): boolean => words.toggleAttribute("data-away", !inView);
    const watcher = new IntersectionObserver((entries) => seen(entries.at(-1)?.isIntersecting ?? false));
    watcher.observe(now.field);
    const put = (): void => setPlace(words, now.field);
    put();
    for (const type of ["scroll", "resize", "focusin"]) addEventListener(type, put, { capture: true, passive: true });
    return () => {
      watcher.disconnect();
      for (const type of ["scroll", "resize", "focusin"]) removeEventListener(type, put, { capture: true });
      words.hidePopover?.();
    };
  }, [now]);
  return <p class="refusal" id={ID} ref={place} popover="manual" role="status">{now?.words}</p>;
}

/** Below the field, or above it where that would cover what somebody is in, or leave the window. */
function setPlace(words: HTMLElement, field: HTMLElement): void {
  const { left, top, bottom } = field.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = words;
  const focused = document.activeElement === field ? undefined : document.activeElement?.getBoundingClientRect();
  const covers = focused !== undefined && focused.top < bottom + GAP + height && focused.bottom > bottom;
  const below = bottom + GAP + height <= innerHeight && !covers;
  words.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
  words.style.top = `${below ? bottom + GAP : Math.max(GAP, top - GAP - height)}px`;
}
