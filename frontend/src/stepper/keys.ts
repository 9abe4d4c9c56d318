/** What the keys of the keyboard map do on a stage, wherever one is shown. */
import type { Keys } from "../shell/keyboard";
import { togglePlay } from "./player";
import type { Stage } from "./stage";

export function stageKeys(stage: Stage): Keys {
  return {
    play: () => togglePlay(stage),
    back: () => stage.step(-1),
    forward: () => stage.step(1),
    phaseBack: () => stage.step(-1, "pass"),
    phaseForward: () => stage.step(1, "pass"),
    first: () => stage.move(0),
    last: () => stage.move(stage.length.peek()),
    graph: () => stage.picture.peek()?.focus(),
    fit: () => stage.picture.peek()?.fit(),
    zoomIn: () => stage.picture.peek()?.zoomBy(1.25),
    zoomOut: () => stage.picture.peek()?.zoomBy(0.8),
  };
}
