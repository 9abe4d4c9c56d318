/** Motion when the structure changed: cards glide from their old place, new ones appear; nothing under reduced motion. */
import type { Point } from "../layout/geometry";

const DURATION_MS = 320;

export const reducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Animates what stands at a place from where it was; without that it fades in. */
export function glide(target: SVGGElement, to: Point, from: Point | null): void {
  if (reducedMotion() || (from && from.x === to.x && from.y === to.y)) return;
  const frames = from
    ? [{ transform: `translate(${from.x}px, ${from.y}px)` }, { transform: `translate(${to.x}px, ${to.y}px)` }]
    : [{ opacity: 0 }, { opacity: 1 }];
  target.animate(frames, { duration: DURATION_MS, easing: "cubic-bezier(.2,.7,.2,1)" });
}
