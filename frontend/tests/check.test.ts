/** What the check and the prediction say about the numbers that they got. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { concluded, conclusion } from "../src/inspector/conclusion";
import { isClose, kindOf, readPlace, stepFrom, unaddable } from "../src/inspector/prediction";
import { shaped } from "../src/leaves/leaf";
import { type LeafVerdict, checkGradients, checkResult, step } from "../src/program/check";
import { shownText, stage } from "../src/program/store";
import { CHECK } from "../src/text";
import { graph, node, summary } from "./graphs";

const verdict = (name: string, rest: Partial<LeafVerdict> = {}): LeafVerdict => ({
  name, verdict: "agrees", index: [], gradient: 3, measured: 3, step: 6e-6, error: 1e-9, checked: 1, elements: 1, ...rest,
});
const kink = verdict("x", { verdict: "not comparable: a kink", error: null });

describe("the conclusion names the leaves", () => {
  test("which agree, with the worst error among them", () => {
    expect(concluded([verdict("w")])).toBe("w agrees with finite differences (worst relative error 1e−9).");
    expect(concluded([verdict("w"), verdict("b", { error: 3e-8 })])).toBe("w and b agree with finite differences (worst relative error 3e−8).");
    expect(concluded(["a", "b", "c", "d", "e"].map((name) => verdict(name)))).toMatch(/^5 leaves agree/);
  });
  test("which cannot be compared, and why", () => {
    expect(concluded([kink])).toBe("x is not comparable: a kink.");
    expect(concluded([verdict("w"), kink])).toBe("w agrees with finite differences (worst relative error 1e−9). x is not comparable: a kink.");
  });
  test("which differ, and by how much", () =>
    expect(concluded([verdict("x", { verdict: "differs", measured: 6, error: 0.5 })])).toBe("x differs from finite differences (gradient 3, measured 6)."));
  test("of which only some elements were tried", () =>
    expect(concluded([verdict("W", { checked: 64, elements: 700 })])).toContain("Tried: 64 of the 700 elements of W."));
});

describe("on the wrong side of a pitfall", () => {
  const differs = verdict("x", { verdict: "differs", measured: 6, error: 0.5 });
  test("agreement is no praise: the mistake is in what is computed", () => {
    expect(concluded([verdict("w")], true)).toBe(CHECK.notTheDerivatives);
    expect(concluded([verdict("W", { checked: 64, elements: 700 }), kink], true)).toBe(`${CHECK.notTheDerivatives} x is not comparable: a kink.`);
    expect(CHECK.notTheDerivatives).not.toContain("agree");
  });
  test("a difference is the mistake, and the only thing that is told", () =>
    expect(concluded([verdict("w"), differs], true)).toBe("x differs from finite differences (gradient 3, measured 6)."));
});

describe("a check", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    step.value = "";
  });
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  const answers: ((leaves: LeafVerdict[]) => void)[] = [];
  const server = (_: string, { signal, body }: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      sent.push(JSON.parse(String(body)) as object);
      signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      answers.push((leaves) => resolve(new Response(JSON.stringify({ leaves: leaves.map((leaf) => ({ ...leaf, node: "n0" })) }), { headers: { "content-type": "application/json" } })));
    });
  const sent: object[] = [];
  const shown = () => graph([node("w", "w", { kind: "parameter", value: summary(1) })], [], []);

  test("belongs to a program and a step; a later one takes the place of an earlier", async () => {
    vi.stubGlobal("fetch", server);
    stage.show(shown());
    checkGradients();
    step.value = "1e-3";
    checkGradients();
    answers[0]?.([kink]);
    answers[1]?.([verdict("w")]);
    await settle();
    expect(sent.at(-1)).toMatchObject({ h: 1e-3 });
    expect(checkResult.value).toMatchObject({ h: "1e-3", stale: false, other: false, leaves: [{ name: "w", verdict: "agrees" }] });
    step.value = "";
    expect(checkResult.value?.other).toBe(true);
    stage.show(shown()); // the same again, with all that is said of it
    expect(checkResult.value?.stale).toBe(false);
    shownText.value = "w = 2.0";
    expect(checkResult.value?.stale).toBe(true);
  });
  test("of a program without parameters is not needed to say that there is no backward pass", () => {
    stage.show(graph([node("x", "x", { kind: "data", requires_grad: false, value: summary(1) })], [], []));
    expect(conclusion.value).toBe(CHECK.noBackward);
    shownText.value = "x = data(1.0)";
    stage.show(graph([node("x", "x", { kind: "data", requires_grad: false, value: summary(1), span: { line: 1, column: 5, end_line: 1, end_column: 14 } })], [], []));
    expect(conclusion.value).toBe(`${CHECK.noBackward} Press ∂ beside x under Leaves to give it one, or write x without data(…).`);
  });
});

describe("what is missing from a prediction", () => {
  const missing = (f: (x: number) => number, x: number, slope: number, delta = 0.1) => {
    const off = (by: number): number => f(x + by) - f(x) - slope * by;
    return kindOf(slope * delta, f(x + delta) - f(x), f(x), [off(delta / 100), off(delta / 1000)]);
  };
  test.each([
    ["nothing", (x: number) => 3 * x, 2, 3, "well"],
    ["curvature", (x: number) => x ** 2, 0, 0, "bent"],
    ["curvature", Math.exp, 0, 1, "bent"],
    ["a bend on the way", (x: number) => Math.max(0, x), -0.05, 0, "bent"],
    ["a kink", (x: number) => Math.max(0, x), 0, 0, "kink"],
    ["a gradient that was cut", (x: number) => x * x, 3, 3, "kink"],
    ["a jump", (x: number) => Math.sign(x), 0, 0, "jump"],
    ["a value", Math.log, -1, 0, "undefined"],
  ] as const)("%s", (_, f, x, slope, kind) => expect(missing(f, x, slope)).toBe(kind));
  test("saturation far away is no kink", () => expect(missing(Math.tanh, 0, 1, 100)).toBe("bent"));
  test("rounding is nothing, also of the smallest numbers", () => expect([isClose(1e-13, 1.2e-13, 100), isClose(0, 5e-324, 0)]).toEqual([true, true]));
  test("a number takes no Δ below its last digit, and none beyond the largest number", () => {
    expect([[1e16, 0.1], [1e16, 3], [1e308, 1e308], [0.5, 0.1], [0, 5e-324], [2, 0]].map(([value = 0, delta = 0]) => unaddable(value, delta))).toEqual(["lost", "lost", "beyond", null, null, null]);
    expect(stepFrom(1e16, 3)).toBe(4);
  });
});

test("an index as people write it is a place", () => {
  expect(readPlace("[1, 2]", [2, 3])).toEqual({ value: 5 });
  expect(readPlace("1 2", [2, 3])).toEqual({ value: 5 });
  expect(["", "[1]", "[2, 0]", "[-1, 0]", "[−1, 0]", "1.5"].map((text) => "value" in readPlace(text, [2, 3]))).toEqual(Array<boolean>(6).fill(false));
  expect(shaped([1, 2, 3, 4, 5, 6], [2, 3])).toEqual([[1, 2, 3], [4, 5, 6]]);
  expect(shaped([7], [])).toBe(7);
});
