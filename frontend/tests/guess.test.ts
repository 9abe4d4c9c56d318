/** Guessing a step before it is shown. */
import { expect, test } from "vitest";
import { playOf } from "../src/stepper/frames";
import { isClose, questionAfter, verdict } from "../src/stepper/guess";
import { twoUses } from "./graphs";

const play = playOf(twoUses());
const asked = (position: number) => questionAfter(play, position, "operation");

test("the value that is computed next is asked for", () => {
  expect(asked(0)).toEqual({ words: "What will `h` be?", truth: Math.tanh(0.5) });
});

test("on the way back what stands at the receiver after the step", () => {
  expect(asked(4)?.words).toBe("What will the gradient of `a` be after this step?");
  expect(asked(4)?.truth).toBeCloseTo(0.8553, 4);
});

test("the seed is not asked for, nor anything behind the end", () => {
  expect([asked(2), asked(5)]).toEqual([null, null]);
});

test("two digits are right", () => {
  expect([isClose(0.86, 0.8553), isClose(0.8, 0.8553), isClose(0, 0), isClose(-6, 6)]).toEqual([true, false, true, false]);
  expect([verdict(6, 6), verdict(4, 6)]).toEqual(["Right: 6.", "You said 4; it is 6."]);
});
