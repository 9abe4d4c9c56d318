/**
 * The equations of the present step. Terms have the colours of their cards; pointing at one lights its card and its place
 * in the text, and a card that is pointed at lights its terms. In a product of matrices the row and the column that meet
 * are marked. The sentence below says the same, so voices pass over it.
 */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Formula } from "../shell/Formula";
import { STEPPER } from "../text";
import { equationsAt } from "./equations";
import type { Stage } from "./stage";

/** So long each element of a product is looked at. */
const SWEEP_MS = 1100;

export function Equations({ stage }: { stage: Stage }) {
  const host = useRef<HTMLDivElement>(null);
  /** How many elements of products there are, and which of them is being swept over. */
  const elements = useSignal(0);
  const swept = useSignal<number | null>(null);
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
  const mark = (): void => {
    const cells = productsOf(host.current);
    elements.value = cells.length;
    meet(host.current, swept.peek() === null ? null : (cells[swept.peek() ?? 0]?.result ?? null));
  };
  useEffect(() => {
    light();
    mark();
  });
  useSignalEffect(() => {
    void lines.value;
    swept.value = null;
  });
  useEffect(() => {
    if (swept.value === null) return undefined;
    const timer = setTimeout(() => {
      const next = (swept.peek() ?? 0) + 1;
      swept.value = next < elements.peek() ? next : null;
    }, SWEEP_MS);
    return () => clearTimeout(timer);
  }, [swept.value]);
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
  const sum = swept.value === null ? null : productsOf(host.current)[swept.value];
  return (
    <div class="equation-row">
      <div class="equations" aria-hidden="true" ref={host} onPointerOver={point} onPointerLeave={leave} onClick={open}>
        {lines.value.map((latex, index) => <Formula key={index} latex={latex} plain="" block drawn={mark} />)}
      </div>
      {elements.value > 1 && <button type="button" class="quiet" onClick={() => (swept.value = swept.value === null ? 0 : null)}>{swept.value === null ? STEPPER.sweep : STEPPER.endSweep}</button>}
      {sum && <p class="num sweep">{sum.words}</p>}
    </div>
  );
}

interface Product {
  result: HTMLElement;
  /** "1 × 2 + 3 × 4 = 14" */
  words: string;
}

/** The elements of the products of matrices that are written out, row by row. */
function productsOf(host: HTMLElement | null): Product[] {
  return [...(host?.querySelectorAll<HTMLElement>(".formula") ?? [])].flatMap((line) => {
    const cells = [...line.querySelectorAll<HTMLElement>(".katex-html [data-cell]")];
    const [left, right] = [cells.filter(({ dataset }) => dataset["j"] === undefined), cells.filter(({ dataset }) => dataset["i"] === undefined)];
    if (left.length === 0 || right.length === 0) return [];
    return cells.filter(({ dataset }) => dataset["i"] !== undefined && dataset["j"] !== undefined).map((result) => {
      const [row, column] = [left.filter((cell) => meets(result.dataset, cell.dataset)), right.filter((cell) => meets(result.dataset, cell.dataset))];
      return { result, words: sumOfProducts(row.map(numberIn), column.map(numberIn), numberIn(result)) };
    });
  });
}

/** As the cell says it, with its power of ten in one word. */
const numberIn = ({ textContent }: HTMLElement): string => (textContent ?? "").replace(/\s*⋅\s*10/, "e");

const bracketed = (number: string): string => (/^[−-]/.test(number) ? `(${number})` : number);

export const sumOfProducts = (row: string[], column: string[], result: string): string =>
  `${row.map((number, index) => `${index > 0 ? bracketed(number) : number} × ${bracketed(column[index] ?? "")}`).join(" + ")} = ${result}`;

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
