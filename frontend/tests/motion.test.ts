import { expect, test, vi } from "vitest";
import { movementOf } from "../src/drawing/travel";
import { runPlayer } from "../src/stepper/player";
import { playOf } from "../src/stepper/frames";
import { sentence } from "../src/stepper/sentences";
import { createStage } from "../src/stepper/stage";
import { twoUses } from "./graphs";

const play = playOf(twoUses());
const at = (position: number) => movementOf(play, play.frame(position));

test("on a forward step the operands travel to the operation, where its value is awaited", () => {
  expect(at(2)?.travels.map(({ back, words }) => [back, words])).toEqual([[false, ["0.462"]], [false, ["0.5"]]]);
  expect([...(at(2)?.arriving ?? [])]).toEqual([["n2", "value"]]);
});

test("on a backward step upstream meets the factor and becomes the contribution", () => {
  expect(at(5)?.travels.map(({ back, words }) => [back, words])).toEqual([[true, ["0.5", "0.5 × 0.786", "0.393"]]]);
});

test("what is added to a gradient counts up from what stood there", () => {
  const [count] = at(5)?.counts ?? [];
  expect(count?.node).toBe("n0");
  expect([count?.from, count?.to]).toEqual([expect.closeTo(0.462, 3), expect.closeTo(0.855, 3)]);
});

test("nothing travels where gradients begin, nor in steps that take several events", () => {
  expect(at(0)).toBeNull();
  expect(at(3)).toBeNull();
  expect(movementOf(play, play.frame(5, "pass"))).toBeNull();
});

test("play gives a step the time that its sentence takes", () => {
  vi.useFakeTimers();
  const stage = createStage();
  stage.show(play.graph);
  stage.move(1);
  const stop = runPlayer(stage);
  stage.playing.value = true;
  const needed = 600 + 35 * sentence(play, 1, "operation").length;
  vi.advanceTimersByTime(needed - 1);
  expect(stage.position.value).toBe(1);
  vi.advanceTimersByTime(1);
  expect(stage.position.value).toBe(2);
  stop();
  vi.useRealTimers();
});
