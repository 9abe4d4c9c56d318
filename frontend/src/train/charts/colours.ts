/**
 * Colours of the page for a canvas, which understands no CSS variables: each is resolved by the browser on an element
 * that is never seen. Resolved again whenever a chart draws, so a switch of theme needs no more than a redraw.
 */

let probe: HTMLElement | null = null;

/** `colour("--accent")` is "rgb(91, 63, 214)" in light. */
export function colour(variable: string): string {
  if (!probe) {
    probe = document.createElement("span");
    probe.hidden = true;
    probe.style.forcedColorAdjust = "none"; // Curves and classes must stay told apart under forced colours, too.
    document.body.append(probe);
  }
  probe.style.color = `var(${variable})`;
  return getComputedStyle(probe).color;
}

/** Red, green and blue from 0 to 255. */
export function channels(variable: string): [number, number, number] {
  const [red = 0, green = 0, blue = 0] = (colour(variable).match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** Curves of several runs, told apart by colour and by dash. */
export const RUN_COLOURS = ["--accent", "--value-minus", "--value-plus", "--gradient-plus", "--gradient-minus", "--parameter"] as const;
export const RUN_DASHES: readonly (number[] | undefined)[] = [undefined, [6, 4], [2, 3], [10, 4], [8, 3, 2, 3], [3, 3]];
