/**
 * Leaves on the move: while a slider is dragged the numbers of the shown graph are enough, as long as nothing else can
 * have changed. The whole graph is asked for when the leaves rest, or when a value is selected.
 */
import { effect } from "@preact/signals";
import type { GraphNumbers } from "../answers";
import type { Graph } from "../model";
import { followsFromNumbers, withNumbers } from "../moved";
import type { Stage } from "../stepper/stage";
import { atRest } from "../throttle";

export const REST_MS = 150;

export interface Moves {
  /** A leaf has moved: the next request may ask for numbers alone. */
  begin: () => void;
  /** What a request that begins now asks the numbers of, if the shown graph is still `the same` but for its leaves; null where the whole graph is wanted. */
  known: (same: boolean) => Graph | null;
  /** What an answer shows; null where its numbers are of no graph that is shown, so that the whole one is asked for. */
  graphOf: (answer: Graph | GraphNumbers) => Graph | null;
}

export function createMoves(stage: Stage, askForAll: () => void): Moves {
  let moved = false;
  const finish = (): void => {
    if (stage.graph.peek()?.moving) askForAll();
  };
  const rest = atRest(finish, REST_MS);
  effect(() => {
    if (stage.selected.value !== null) finish();
  });
  return {
    begin: () => (moved = true),
    known: (same) => {
      const graph = moved && same && !stage.stale.peek() ? stage.graph.peek() : null;
      moved = false;
      rest.cancel();
      return graph && followsFromNumbers(graph) ? graph : null;
    },
    graphOf: (answer) => {
      if (!("values" in answer)) return answer;
      const graph = stage.graph.peek();
      const next = graph && withNumbers(graph, answer);
      if (next) rest.call();
      else askForAll();
      return next;
    },
  };
}
