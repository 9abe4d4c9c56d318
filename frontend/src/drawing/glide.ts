/** Motion when the structure changed: cards glide from their old place, new ones appear; nothing under reduced motion. */
import type { Point } from "./geometry";

const DURATION_MS = 320;

export const reducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Animates an element from `offset` to its place; without offset it fades in. */
export function glide(target: SVGGElement, offset: Point | null): void {
  if (reducedMotion() || (offset && offset.x === 0 && offset.y === 0)) return;
  const still = target.getAttribute("transform");
  const at = /translate\(([-\d.]+)[ ,]+([-\d.]+)\)/.exec(still ?? "");
  const x = Number(at?.[1] ?? 0);
  const y = Number(at?.[2] ?? 0);
  const frames = offset
    ? [{ transform: `translate(${x + offset.x}px, ${y + offset.y}px)` }, { transform: `translate(${x}px, ${y}px)` }]
    : [{ opacity: 0 }, { opacity: 1 }];
  target.animate(frames, { duration: DURATION_MS, easing: "cubic-bezier(.2,.7,.2,1)" });
}
