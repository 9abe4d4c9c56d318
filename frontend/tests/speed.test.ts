/** What is not asked for, not computed and not rewritten again. */
import { signal } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CardView } from "../src/drawing/card";
import { DETAILS } from "../src/drawing/detail";
import { faceOf } from "../src/drawing/face";
import { formOf } from "../src/drawing/form";
import { element, write } from "../src/drawing/svg";
import type { Graph } from "../src/model";
import { emptyCurve, keyOf, sample, sampleSurface, without } from "../src/plot/sampling";
import { playOf } from "../src/stepper/frames";
import { createStage, sameOutline } from "../src/stepper/stage";
import { follow, rowsOf } from "../src/table/rows";
import { summary, twoUses } from "./graphs";

const moved = (graph: Graph, to = 7): Graph => ({ ...graph, nodes: graph.nodes.map((node) => ({ ...node, value: summary(to) })) });

describe("an outline", () => {
  test("stays the same while only numbers change", () => {
    const stage = createStage();
    const graph = twoUses();
    stage.show(graph);
    const outline = stage.outline.value;
    stage.show(moved(graph));
    expect(stage.graph.value).not.toBe(graph);
    expect(stage.outline.value).toBe(outline);
  });
  test("changes with a label, an operation or a structure", () => {
    const graph = twoUses();
    const [first, ...rest] = graph.nodes;
    if (!first) throw new Error("the fixture has nodes");
    expect(sameOutline(graph, { ...graph, nodes: [{ ...first, label: "b" }, ...rest] })).toBe(false);
    expect(sameOutline(graph, { ...graph, structure: "another" })).toBe(false);
    expect(sameOutline(null, graph)).toBe(false);
    expect(sameOutline(graph, moved(graph))).toBe(true);
  });
});

describe("rows of the table", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());
  const rest = (): void => void vi.advanceTimersByTime(1000);

  test("follow the play, and a step touches only what changes", () => {
    const stage = createStage();
    stage.show(twoUses());
    const rows = rowsOf(stage.graph.value as Graph);
    const stop = follow(stage, rows, signal(true));
    expect(rows.map(({ gradient }) => gradient.value)).toEqual(["+0.8553", "+0.5000", "+1.000"]);
    const touched: string[] = [];
    const stops = rows.map(({ node, gradient }) => gradient.subscribe(() => touched.push(node.id)));
    touched.length = 0;
    rest();
    stage.move(4);
    expect(touched).toEqual(["n0"]);
    expect(rows[0]?.gradient.value).toBe("+0.4621");
    rest();
    stage.move(0);
    expect(rows.map(({ value }) => value.value)).toEqual(["+0.5000", "—", "—"]);
    stop();
    stops.forEach((end) => end());
  });

  test("change no faster than they can be read, and the last numbers always arrive", () => {
    const stage = createStage();
    const graph = twoUses();
    stage.show(graph);
    const rows = rowsOf(graph);
    const stop = follow(stage, rows, signal(true));
    let changes = 0;
    const watching = rows[0]?.value.subscribe(() => (changes += 1));
    for (let k = 1; k <= 20; k += 1) {
      vi.advanceTimersByTime(10);
      stage.show(moved(graph, k));
    }
    rest();
    expect(rows[0]?.value.value).toBe("+20.00");
    expect(changes).toBeLessThan(5);
    watching?.();
    stop();
  });
});

describe("a table out of view", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  test("is complete, follows when the play rests, and at once when it comes into view", () => {
    const stage = createStage();
    stage.show(twoUses());
    const rows = rowsOf(stage.graph.value as Graph);
    const inView = signal(false);
    const stop = follow(stage, rows, inView);
    const first = (): string[] => [rows[0]?.gradient.value ?? "", rows[2]?.classes.value ?? ""];
    expect(first()).toEqual(["+0.8553", ""]);
    stage.move(4);
    stage.selected.value = "n2";
    vi.advanceTimersByTime(200);
    expect(first()).toEqual(["+0.8553", ""]);
    vi.advanceTimersByTime(200);
    expect(first()).toEqual(["+0.4621", "selected active"]);
    stage.move(7);
    inView.value = true;
    expect(first()).toEqual(["+0.8553", "selected"]);
    stop();
  });
});

describe("a card", () => {
  const drawn = () => {
    const play = playOf(twoUses());
    const [card] = play.graph.drawing.cards;
    const node = play.nodes.get("n0");
    if (!card || !node) throw new Error("the fixture has a leaf");
    const face = faceOf(card, node, play, play.frame(5), { value: null, gradient: null });
    return { view: new CardView(element("g"), card, formOf(card, face, DETAILS[0] as (typeof DETAILS)[number])), face };
  };
  test("out of view waits for the last of the numbers that move, and not for what is painted in full", () => {
    const { view, face } = drawn();
    const painted: string[] = [];
    const paint = (name: string) => () => {
      painted.push(name);
      view.paint({ ...face, spoken: name });
    };
    expect(view.later(paint("in view"))).toBe(false);
    view.away = true;
    expect([view.later(paint("one")), view.later(paint("two"))]).toEqual([true, true]);
    expect(painted).toEqual([]);
    view.away = false;
    expect(view.button.getAttribute("aria-label")).toBe("two");
    view.away = true;
    view.later(paint("earlier"));
    view.paint({ ...face, spoken: "in full" });
    view.away = false;
    expect(painted).toEqual(["two"]);
    expect(view.button.getAttribute("aria-label")).toBe("in full");
  });
  test("far out of view has a name and no shapes; they are drawn when it comes near", () => {
    const { view, face } = drawn();
    view.away = true;
    view.paint(face, true);
    expect(view.button.getAttribute("aria-label")).toBe(face.spoken);
    expect(view.root.querySelector("text")).toBeNull();
    view.away = false;
    const value = (): string | undefined => view.root.querySelector(".value")?.textContent ?? undefined;
    expect(value()).toBe("0.5");
    expect(view.root.querySelector(".differs-mark")).not.toBeNull();
    view.away = true;
    view.paint({ ...face, value: summary(7) });
    expect(value()).toBe("0.5");
    view.complete();
    expect(value()).toBe("7");
    expect(view.root.querySelector(".differs-mark")).toBeNull();
  });
  test("keeps the texts that say the same, and rounds a longer number into the room that there is", () => {
    const { view, face } = drawn();
    view.paint(face);
    const before = view.root.querySelector(".value")?.firstChild;
    view.paint({ ...face, gradient: summary(-123.4567) });
    expect(view.root.querySelector(".value")?.firstChild).toBe(before);
    expect(view.root.querySelector(".gradient")?.textContent).toBe("−123");
    const width = view.form.width;
    view.paint({ ...face, value: summary(-0.0000123456) });
    expect((view.root.querySelector(".value")?.textContent ?? "").length * 12).toBeLessThan(width);
  });
  test("an equal text keeps its node", () => {
    const part = element("text");
    write(part, "a");
    const node = part.firstChild;
    write(part, "a");
    expect(part.firstChild).toBe(node);
  });
});

describe("a plot", () => {
  afterEach(() => vi.unstubAllGlobals());
  const answering = (answer: object) => {
    const asked = vi.fn<typeof fetch>(() => Promise.resolve(new Response(JSON.stringify(answer))));
    vi.stubGlobal("fetch", asked);
    return asked;
  };
  const body = { source: "y = w * b", leaves: { w: 1, b: 2 } };

  test("depends on every leaf but its own", () => {
    const at = (leaves: Record<string, number>) => keyOf({ body: { ...body, leaves }, leaf: "w", low: -1, high: 1 });
    expect(at({ w: 1, b: 2 })).toBe(at({ w: 5, b: 2 }));
    expect(at({ w: 1, b: 2 })).not.toBe(at({ w: 1, b: 3 }));
    expect(without(body, ["w"])).toEqual({ source: "y = w * b", leaves: { b: 2 } });
  });
  test("asks once, and not again for a curve that it knows", async () => {
    const asked = answering({ values: Array(41).fill(1), gradients: { w: Array(41).fill(0) } });
    const question = { body, leaf: "w", low: 0, high: 1 };
    const curve = emptyCurve();
    await sample(question, curve, new AbortController().signal);
    expect(curve.value.samples.slice(0, 2)).toEqual([{ x: 0, y: 1, slope: 0 }, { x: 0.025, y: 1, slope: 0 }]);
    await sample(question, emptyCurve(), new AbortController().signal);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(JSON.parse(String(asked.mock.calls[0]?.[1]?.body)).places.w).toHaveLength(41);
  });
  test("that is cut short covers the whole range, says so, and is asked for again", async () => {
    const asked = answering({ values: [1, "NaN"], gradients: { w: [2, null] } });
    const curve = emptyCurve();
    const question = { body, leaf: "w", low: 0, high: 2 };
    await sample(question, curve, new AbortController().signal);
    expect(curve.value).toMatchObject({ short: true, samples: [{ x: 0, y: 1, slope: 2 }, { x: 0.4, y: Number.NaN, slope: Number.NaN }] });
    await sample(question, curve, new AbortController().signal);
    expect(asked).toHaveBeenCalledTimes(2);
  });
  test("of two leaves is one question, too; what has no answer is unknown", async () => {
    const asked = answering({ values: [4], gradients: {} });
    const surface = await sampleSurface(body, { leaf: "w", min: 0, max: 1 }, { leaf: "b", min: 2, max: 3 }, new AbortController().signal);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(surface.rows[0]?.slice(0, 2)).toEqual([4, Number.NaN]);
    const { places } = JSON.parse(String(asked.mock.calls[0]?.[1]?.body)) as { places: Record<string, number[]> };
    expect([places["w"]?.[1], places["b"]?.[1], places["b"]?.at(-1)]).toEqual([1 / 18, 2, 3]);
  });
});
