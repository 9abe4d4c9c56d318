import { describe, expect, test } from "vitest";
import { gradientMark, playOf, positionOf, segments, stops, usesOf } from "../src/stepper/frames";
import { sentence, unbroadcast } from "../src/stepper/sentences";
import { createStage } from "../src/stepper/stage";
import { edge, node, summary, twoUses } from "./graphs";

const play = playOf(twoUses());

describe("frames", () => {
  test("before the first event only leaves have values, and nothing has a gradient", () => {
    const frame = play.frame(0);
    expect([...frame.computed]).toEqual(["n0"]);
    expect(frame.gradients.size).toBe(0);
  });
  test("a gradient grows with every use, and going back takes it away again", () => {
    expect(play.frame(4).gradients.get("n0")?.data).toBeCloseTo(Math.tanh(0.5));
    expect(play.frame(5).gradients.get("n0")?.data).toBeCloseTo(0.8553, 4);
    expect(play.frame(3).gradients.has("n0")).toBe(false);
  });
  test("the five states of a gradient are told apart", () => {
    const marks = [
      gradientMark(node("a", "a"), null), gradientMark(node("a", "a", { grad_state: "not_required" }), null),
      gradientMark(node("a", "a", { grad_state: "no_path" }), null), gradientMark(node("a", "a"), summary([0, 0])),
      gradientMark(node("a", "a"), summary(1e-300)), gradientMark(node("a", "a"), summary("NaN")),
    ];
    expect(marks).toEqual(["pending", "not_required", "no_path", "zero", "number", "nonfinite"]);
  });
  test("segments, halts and uses follow the events", () => {
    expect(segments(play.events).map(({ phase, length }) => [phase, length])).toEqual([["forward", 2], ["seed", 1], ["backward", 2]]);
    expect(stops(play, "pass")).toEqual([0, 2, 3, 5]);
    expect(stops(play, "operation")).toEqual([0, 1, 2, 3, 4, 5]);
    expect(positionOf(play, "n1")).toBe(5);
    expect(usesOf(play, "n0").map(({ consumer }) => consumer.label)).toEqual(["y", "h"]);
  });
});

describe("sentences", () => {
  test("a forward step calculates", () => expect(sentence(play, 1)).toBe("h = tanh(a) = tanh(0.5) = 0.4621."));
  test("a backward step says upstream, local, contribution and the total before and after", () =>
    expect(sentence(play, 5)).toBe(
      "h = tanh(a). Upstream 0.5; local 1 − h² = 0.7864, sends 0.5 × 0.7864 = 0.3932 to a. a had 0.4621: now 0.8553.",
    ));
  test("undone broadcasting is spelled out", () => {
    const bias = edge("b", "z", 1, { grad: summary([[1, 2, 3]]), unbroadcast_from: [32, 3] });
    expect(unbroadcast(bias)).toBe("(32, 3) → sum over axis 0 → (1, 3)");
  });
});

describe("stage", () => {
  test("a graph is shown complete, steps both ways and keeps its place when only values change", () => {
    const stage = createStage();
    stage.show(twoUses());
    expect(stage.position.value).toBe(5);
    stage.step(-1);
    stage.show(twoUses());
    expect(stage.position.value).toBe(4);
    stage.step(1, "pass");
    expect(stage.position.value).toBe(5);
  });
});
