/** The arrowheads of a drawing. */
import { HEADS } from "./line";
import { element } from "./svg";

let drawings = 0;

/**
 * Arrowheads. Their names are this drawing's own, and the style sheet finds them by variables: names are
 * global in a page, and those in a drawing that is hidden would show nothing in all others.
 */
export function arrowheads(svg: SVGSVGElement): SVGDefsElement {
  drawings += 1;
  const defs = element("defs");
  const define = (name: string, made: SVGElement): void => {
    made.id = `${name}-${drawings}`;
    svg.style.setProperty(`--${name}`, `url(#${made.id})`);
    defs.append(made);
  };
  const arrow = (name: string, className: string, size: number, refX: number): void => {
    const marker = element("marker", { viewBox: "0 0 10 10", refX, refY: 5, markerWidth: size, markerHeight: size, markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" });
    marker.append(element("path", { d: "M1 1.2L9.5 5L1 8.8L3 5z", class: className }));
    define(name, marker);
  };
  arrow("arrow-forward", "head-forward", 10, 9.5);
  arrow("arrow-none", "head-none", 10, 9.5);
  arrow("arrow-bad", "head-bad", 12, 3.5);
  arrow("arrow-dim", "head-dim", 10, 9.5);
  arrow("arrow-dim-backward", "head-dim", HEADS[0] ?? 0, 3.5);
  for (const [index, size] of HEADS.entries()) arrow(`arrow-backward-${index}`, "head-backward", size, 3.5);
  return defs;
}
