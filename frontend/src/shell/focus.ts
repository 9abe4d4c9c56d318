/** Where the keyboard focus goes when what has it leaves the page: it must not fall back to the top of the document. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

/** Focuses the first of several elements that is there and takes the focus, which hidden ones do not; whether there was one. */
export function focusOn(...selectors: string[]): boolean {
  for (const selector of selectors) {
    const element = document.querySelector<HTMLElement>(selector);
    element?.focus({ preventScroll: element.matches("[role='tabpanel'], svg *") }); // A long panel would hide its own tabs, a card move the page.
    if (element && document.activeElement === element) return true;
  }
  return false;
}

const LONGEST_WAIT_MS = 3000;

/** Focuses what is about to be made, unless the focus goes elsewhere meanwhile. */
export function focusSoon(selector: string): void {
  const from = document.activeElement;
  const until = performance.now() + LONGEST_WAIT_MS;
  const look = (): void => {
    if (document.activeElement === from && !focusOn(selector) && performance.now() < until) requestAnimationFrame(look);
  };
  look();
}

/** When a part of `host`, or `host` as a whole, goes away with the focus in it, `heir` says who is next. */
export function useHeir(host: RefObject<HTMLElement | null>, heir: () => void): void {
  const held = host.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (held && document.activeElement === document.body) heir();
  });
  useLayoutEffect(() => () => void (host.current?.contains(document.activeElement) && heir()), []);
}

/**
 * Closes what a button inside `host` has opened: on Esc, and when the pointer or the focus goes elsewhere. With Esc the
 * focus goes back to that button.
 */
export function useDismissal(host: RefObject<HTMLElement | null>, isOpen: () => boolean, close: () => void): void {
  useEffect(() => {
    const dismiss = (event: Event): void => {
      const element = host.current;
      if (!element || !isOpen()) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        event.preventDefault(); // In a dialog Esc closes one thing at a time.
        if (element.contains(document.activeElement)) focusOpener(element);
        close();
      } else if (!element.contains(event.target as Node)) close();
    };
    for (const type of ["pointerdown", "keydown", "focusin"]) addEventListener(type, dismiss);
    return () => {
      for (const type of ["pointerdown", "keydown", "focusin"]) removeEventListener(type, dismiss);
    };
  }, []);
}

/** Puts the focus on the button that opened a menu, before the menu closes. */
export const focusOpener = (host: Element | null): void => host?.querySelector<HTMLElement>("summary, [aria-expanded]")?.focus();
