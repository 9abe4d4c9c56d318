/**
 * The equations of the present step. Terms have the colours of their cards; pointing at one lights its card and its place
 * in the text, and a card that is pointed at lights its terms. In a product of matrices the row and the column that meet
 * are marked. The sentence below says the same, so voices pass over it.
 */
import { useComputed, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Formula } from "../shell/Formula";
import { equationsAt } from "./equations";
import type { Stage } from "./stage";

export function Equations({ stage }: { stage: Stage }) {
  const host = useRef<HTMLDivElement>(null);
  const lines = useComputed(() => {
    const { play, frame } = stage.told.value;
    return play && frame ? equationsAt(play, frame.position, stage.granularity.value) : [];
  });
  const light = (): void => {
    const nodes = new Set(stage.hovered.peek());
    for (const term of host.current?.querySelectorAll<HTMLElement>("[data-node]") ?? []) term.classList.toggle("lit", nodes.has(term.dataset["node"] ?? ""));
  };
  useSignalEffect(() => {
    void stage.hovered.value;
    light();
  });
  useEffect(() => {
    light();
    meet(host.current, null);
  });
  const point = ({ target }: PointerEvent): void => {
    const element = target as Element;
    const term = element.closest<HTMLElement>("[data-node]");
    const edge = stage.play.peek()?.edges.get(element.closest<HTMLElement>("[data-edge]")?.dataset["edge"] ?? "");
    if (edge) stage.point(edge.source, edge.target);
    else stage.point(...(term ? [term.dataset["node"] ?? ""] : []));
    meet(host.current, element.closest<HTMLElement>("[data-cell]"));
  };
  const open = ({ target }: MouseEvent): void => {
    const element = target as Element;
    const edge = element.closest<HTMLElement>("[data-edge]")?.dataset["edge"];
    const node = element.closest<HTMLElement>("[data-node]")?.dataset["node"];
    if (edge) stage.openEdge(edge);
    else if (node) stage.selected.value = node;
  };
  const leave = (): void => {
    stage.point();
    meet(host.current, null);
  };
  return (
    <div class="equations" aria-hidden="true" ref={host} onPointerOver={point} onPointerLeave={leave} onClick={open}>
      {lines.value.map((latex, index) => <Formula key={index} latex={latex} plain="" block drawn={() => meet(host.current, null)} />)}
    </div>
  );
}

/** Marks the cells that make, or are made of, the one that is pointed at; of a product at rest those of its first element. */
function meet(host: HTMLElement | null, pointed: HTMLElement | null): void {
  for (const line of host?.querySelectorAll<HTMLElement>(".formula") ?? []) {
    const cells = [...line.querySelectorAll<HTMLElement>("[data-cell]")];
    const isProduct = cells.some(({ dataset }) => dataset["i"] === undefined) && cells.some(({ dataset }) => dataset["j"] === undefined);
    const at = pointed && line.contains(pointed) ? pointed.dataset : isProduct ? { i: "0", j: "0" } : null;
    for (const cell of cells) cell.classList.toggle("meets", at !== null && meets(at, cell.dataset));
  }
}

/** Whether a cell takes part in the same element of the result. Of a whole row or column the other index is open. */
function meets(at: DOMStringMap, cell: DOMStringMap): boolean {
  const same = (["i", "j"] as const).filter((axis) => at[axis] !== undefined && cell[axis] !== undefined);
  return same.length > 0 && same.every((axis) => at[axis] === cell[axis]);
}
