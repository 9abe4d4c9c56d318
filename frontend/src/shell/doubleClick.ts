/**
 * The second click of a double click belongs to what the first one hit. Where the first has brought another button under
 * the pointer, as when a page opens or a row of a list goes away, the second does nothing.
 */

const CONTROLS = "a, button, input, select, summary, textarea, [role='tab']";

const controlOf = (target: EventTarget | null): Element | null => {
  const element = target instanceof Element ? target : null;
  return element?.closest("label")?.control ?? element?.closest(CONTROLS) ?? null;
};

let first: Element | null = null;

document.addEventListener(
  "click",
  (event) => {
    const control = controlOf(event.target);
    if (event.detail < 2) first = control;
    else if (control && control !== first) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  { capture: true },
);
