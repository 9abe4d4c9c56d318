import { describe, expect, test } from "vitest";
import type { GraphEvent, Phase } from "../src/model";
import { alongside, counterparts, differing, givenAlike, twins } from "../src/gallery/differences";
import { graph, node, summary } from "./graphs";

const leaf = (name: string, gradient: number, rest = {}) => node(`n-${name}-${gradient}`, name, { kind: "parameter", grad: summary(gradient), ...rest });

const events = (phases: string): GraphEvent[] =>
  [...phases].map((letter) => ({ phase: { F: "forward", S: "seed", B: "backward" }[letter] as Phase, node: "n0" }));

describe("two programs beside each other", () => {
  test("are stepped through together: phase by phase, at the same share of each", () => {
    const [first, second] = [events("FFFFSBBBB"), events("FFSBB")];
    const places = first.map((_, index) => alongside(first, second, index + 1));
    expect(places).toEqual([1, 1, 2, 2, 3, 4, 4, 5, 5]);
    expect(alongside(first, second, 0)).toBe(0);
    expect(second.map((_, index) => alongside(second, first, index + 1))).toEqual([2, 4, 5, 7, 9]);
    expect(alongside(events("FFSB"), events("FF"), 4)).toBe(2);
    expect(alongside([], second, 0)).toBe(5);
  });
  test("values correspond by name, and by turn where a name is given again", () => {
    const first = graph([leaf("w", 1), leaf("b", 1), leaf("w", 2)], [], []);
    const second = graph([leaf("w", 3), leaf("w", 4)], [], []);
    expect(counterparts(first, second).map(({ first: a, second: b }) => [a.id, b.id])).toEqual([["n-w-1", "n-w-3"], ["n-w-2", "n-w-4"]]);
  });
  test("values without a name correspond to nothing", () => {
    const unnamed = graph([node("n0", "v0", { name: null })], [], []);
    expect(counterparts(unnamed, unnamed)).toEqual([]);
  });
  test("cards without a name are twins if they are the same argument of twins", () => {
    const unnamed = (id: string, op: string, inputs: string[]) => node(id, id, { name: null, op, inputs });
    const first = graph([leaf("w", 1), unnamed("v1", "mul", ["n-w-1"]), unnamed("v2", "add", ["v1"]), node("y", "y", { op: "sum", inputs: ["v2"] })], [], []);
    const second = graph([leaf("w", 2), unnamed("v5", "exp", ["n-w-2"]), unnamed("v6", "add", ["v5"]), node("z", "y", { name: "y", op: "sum", inputs: ["v6"] })], [], []);
    expect([...twins(first, second)]).toEqual([["n-w-1", "n-w-2"], ["y", "z"], ["v2", "v6"]]);
  });
  test("a leaf that they give different values is not moved in both", () => {
    const program = (rate: number): string => `rate = data(${rate})\nw = 1.0\nloss = w * rate`;
    expect(givenAlike(program(1), program(2), "w")).toBe(true);
    expect(givenAlike(program(1), program(2), "rate")).toBe(false);
    expect(givenAlike("w = 1.0", "w = 1.0", "w#2")).toBe(true);
  });
  test.each([
    ["another number", leaf("w", 3), leaf("w", 6), 1],
    ["the same number up to rounding", leaf("w", 0.3), leaf("w", 0.1 + 0.2), 0],
    ["NaN on both sides", leaf("w", Number.NaN), leaf("w", Number.NaN), 0],
    ["NaN on one side", leaf("w", Number.NaN), leaf("w", 1), 1],
    ["another shape", leaf("w", 1), leaf("w", 1, { grad: summary([1, 1]) }), 1],
    ["no path on one side", leaf("w", 1), leaf("w", 1, { grad: null, grad_state: "no_path" }), 1],
  ])("a gradient differs: %s", (_, first, second, expected) => {
    expect(differing(counterparts(graph([first], [], []), graph([second], [], [])))).toHaveLength(expected);
  });
});
