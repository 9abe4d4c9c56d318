import { describe, expect, test } from "vitest";
import { DETAILS } from "../src/drawing/detail";
import { faceOf } from "../src/drawing/face";
import { formOf } from "../src/drawing/form";
import { overlap } from "../src/drawing/GraphView";
import { hitsOf } from "../src/drawing/Find";
import { shownLimits } from "../src/drawing/Legend";
import { wireWidth } from "../src/drawing/line";
import { howText } from "../src/drawing/how";
import { factorOf, factorText } from "../src/drawing/factor";
import { cardLooks, lineLooks, lineRooms, pathFrom } from "../src/drawing/look";
import { sceneOf } from "../src/drawing/scene";
import { gridOf, isPooled, level, stripGrid, stripPaths } from "../src/drawing/strips";
import { zoomOf } from "../src/drawing/viewport";
import { plainColour } from "../src/share/picture";
import { playOf } from "../src/stepper/frames";
import { magnitudeCells } from "../src/vocabulary";
import type { Card, Edge } from "../src/model";
import { edge, foldedSum, graph as graphOf, node, summary, twoUses } from "./graphs";

const play = playOf(twoUses());
const choices = { selected: null, pathOnly: false, colourBy: "kind", scope: "card", marked: new Set<string>() } as const;

describe("the view", () => {
  const view = { left: 340, right: 900, top: 50, bottom: 590 };

  test("is covered by a sheet over its lower part, and by nothing beside, below or hidden", () => {
    expect(overlap(view, { left: 340, right: 900, top: 330, bottom: 590 })).toBe(260);
    expect(overlap(view, { left: 900, right: 1200, top: 50, bottom: 590 })).toBe(0);
    expect(overlap(view, { left: 340, right: 900, top: 600, bottom: 700 })).toBe(0);
    expect(overlap(view, { left: 0, right: 0, top: 0, bottom: 0 })).toBe(0);
  });
});

describe("cards", () => {
  test("say name, value, gradient, uses and operation", () => {
    const [card] = play.graph.drawing.cards;
    const [a] = play.graph.nodes;
    if (!card || !a) throw new Error("the fixture has a leaf");
    const face = faceOf(card, a, play, play.frame(5), { value: null, gradient: null });
    expect(face).toMatchObject({ title: "a", sign: "θ", mark: "number", uses: 2 });
    expect(howText(face.how, 24)).toBe("= 0.393 + 0.462");
    expect(face.spoken).toBe("a, parameter, scalar, value +0.5000, gradient +0.8553");
    expect(faceOf(card, a, play, play.frame(0), { value: null, gradient: null })).toMatchObject({ gradient: null, state: "—" });
  });
  test("the size of a gradient is one of seven decades", () => {
    expect([0, 1e-9, 1e-4, 1e-3, 0.5, 1, 999, 1000, 1e9].map(magnitudeCells)).toEqual([0, 1, 1, 2, 4, 5, 7, 7, 7]);
  });
  test("a constant is never cut", () => {
    const [card] = play.graph.drawing.cards;
    if (!card) throw new Error("the fixture has a card");
    const titles = [1e200, 1e-12, 12345, 0.5].map((value) => {
      const constant = node("n0", String(value), { kind: "constant", value: summary(value), grad_state: "not_required" });
      return faceOf({ ...card, kind: "constant" }, constant, play, play.frame(0), { value: null, gradient: null }).title;
    });
    expect(titles).toEqual(["1e200", "1e−12", "12345", "0.5"]);
  });
  test("a voice calls an operation as people write it, whatever the sign", () => {
    const spoken = (op: string): string => {
      const y = node("y", "y", { op, symbol: "[ ]" });
      const alone = graphOf([y], [], []);
      return faceOf(alone.drawing.cards[0] as Card, y, playOf(alone), playOf(alone).frame(0), { value: null, gradient: null }).spoken;
    };
    expect(["getitem", "pow_tensor", "maximum", "log"].map((op) => spoken(op).split(", ")[1])).toEqual(["index", "pow", "maximum", "log"]);
  });
  test("a Σ card shows all that is folded into it", () => {
    const graph = foldedSum();
    const told = playOf(graph);
    const look = (position: number, selected: string | null = null) => cardLooks(sceneOf(graph), told, told.frame(position), { ...choices, selected }).get("n4");
    expect(look(2)?.face).toMatchObject({ sign: "Σ", title: "y · 3 terms" });
    expect([1, 2].map((position) => look(position)?.active)).toEqual([true, true]);
    expect(look(0, "n3")?.selected).toBe(true);
  });
  test("a folded group counts its operations, and names what it shows of several results", () => {
    const graph = twoUses();
    const [, h, y] = graph.nodes;
    if (!h || !y) throw new Error("the fixture has operations");
    const inside = [node("n8", "2", { kind: "constant", value: summary(2) }), h, y];
    const group: Card = { id: "g", kind: "group", node: null, group: "f", nodes: inside.map(({ id }) => id) };
    const two = { ...graph, nodes: [...graph.nodes, node("n9", "k", { inputs: ["n1"], op: "exp" })], edges: [...graph.edges, edge("n1", "n9", 0)] };
    const face = faceOf(group, y, playOf(two), playOf(two).frame(5), { value: null, gradient: null });
    expect(face).toMatchObject({ shape: "2 operations", sign: "▸" });
    expect(face.spoken).toContain("value y +0.2311");
    expect(face.spoken).toContain("group of 2 operations with 2 results");
    expect(faceOf(group, y, playOf(graph), play.frame(5), { value: null, gradient: null }).spoken).toContain("value +0.2311");
  });
  test("are coloured by their largest number, on the scale that the reader chose", () => {
    const tints = (colourBy: "value" | "gradient" | "magnitude", scope: "card" | "graph") =>
      [...cardLooks(sceneOf(play.graph), play, play.frame(5), { ...choices, colourBy, scope }).values()].map(({ tint }) => tint);
    expect(tints("value", "card")).toEqual(["vp7", "vp7", "vp7"]);
    expect(tints("value", "graph")).toEqual(["vp7", "vp7", "vp4"]);
    expect(tints("gradient", "graph")).toEqual(["gp6", "gp4", "gp7"]);
    expect(tints("magnitude", "card")).toEqual(["m4", "m4", "m5"]);
  });
  test("the legend tells whose limits it shows", () => {
    expect(shownLimits(play.graph, "card", null)).toMatchObject({ of: "none", value: null, gradient: null });
    expect(shownLimits(play.graph, "graph", null)).toMatchObject({ of: "graph", value: 0.5, gradient: 1 });
    expect(shownLimits(play.graph, "card", "n1")).toMatchObject({ of: "card", name: "h", gradient: 0.5 });
  });
});

describe("zooming", () => {
  test("a notch of a wheel is a fifth, whatever its unit; a pinch goes by its small deltas", () => {
    expect(2 ** zoomOf({ deltaY: -100, deltaMode: 0, ctrlKey: false })).toBeCloseTo(1.2, 1);
    expect(2 ** zoomOf({ deltaY: -3, deltaMode: 1, ctrlKey: false })).toBeCloseTo(1.2, 1);
    expect(2 ** zoomOf({ deltaY: 4, deltaMode: 0, ctrlKey: true })).toBeCloseTo(0.95, 1);
  });
});

describe("lines", () => {
  test("a factor that is no single term is in brackets; a rule has the gradient in it and is no factor", () => {
    const said = (text: string, rule = false): string => factorText({ text, rule, latex: "", value: null });
    expect(["x", "1 − h²", "1 / 3", "−x / x²", "−1", "2 · (p − y)"].map((text) => said(text))).toEqual(["× x", "× (1 − h²)", "× (1/3)", "× (−x/x²)", "× −1", "× 2 · (p − y)"]);
    expect(said("Xᵀ @ ∂z1", true)).toBe("Xᵀ @ ∂z1");
  });
  test("what only moves numbers, chooses or mixes them says so in notation", () => {
    const said = (op: string, text: string, rule = true): string => {
      const graph = structuredClone(play.graph);
      Object.assign(graph.nodes[1] as object, { op, inputs: ["n0"] });
      const line = { ...(graph.edges[0] as Edge), target: "n1", source: "n0", local: { text, rule, latex: "", value: null } };
      return factorOf(playOf(graph), line).factor;
    };
    expect(said("getitem", "scatter(∂h, 0, 1)")).toBe("∂ at [0, 1]");
    expect(said("softmax", "h · (∂h − Σ(∂h · h, axis=1))")).toBe("(∂h/∂a)ᵀ ∂");
    expect(said("relu", "1 if a > 0 else 0", false)).toBe("× [a > 0]");
  });
  test("widths tell the seven magnitudes apart", () => expect(wireWidth(7) - wireWidth(1)).toBeGreaterThan(3));
  test("a line for two edges has no factor of its own", () => {
    const both = structuredClone(play.graph);
    both.drawing.lines = [{ id: "n1.0", source: "n0", target: "n2", edges: ["n1.0", "n2.1"] }];
    const folded = playOf(both);
    const scene = sceneOf(both);
    const end = folded.frame(5);
    expect(lineLooks(scene, folded, end, cardLooks(scene, folded, end, choices), null).get("n1.0")?.()).toMatchObject({ state: "backward", factor: "" });
    expect(lineRooms(folded, scene.lines).get("n1.0")).toMatchObject({ characters: 0 });
  });
  test("a factor too long for its label is named, and kept whole for a tooltip", () => {
    const long = structuredClone(play.graph);
    for (const factor of long.edges) factor.local.text = "(1 + erf(a / sqrt(2))) / 2";
    const told = playOf(long);
    const end = told.frame(told.events.length);
    const lines = lineLooks(sceneOf(told.graph), told, end, cardLooks(sceneOf(told.graph), told, end, choices), null);
    expect(lines.get("n1.0")?.()).toMatchObject({ factor: "× tanh′(a)", whole: "× ((1 + erf(a/sqrt(2)))/2)" });
    expect(lines.get("n2.1")?.()).toMatchObject({ factor: "× ∂y/∂a" });
    for (const named of long.nodes) named.label = "a".repeat(60);
    const factor = (text: string): string | undefined => {
      for (const { local } of long.edges) local.text = text;
      const shown = playOf(long);
      return lineLooks(sceneOf(shown.graph), shown, end, cardLooks(sceneOf(shown.graph), shown, end, choices), null).get("n2.1")?.()?.factor;
    };
    expect([factor("a".repeat(60)), factor("1 + b".repeat(9))]).toEqual([`× ${"a".repeat(15)}…`, "× …"]);
  });
  test("turn back once their gradient has flowed, with their factor", () => {
    const at = (position: number) => lineLooks(sceneOf(play.graph), play, play.frame(position), cardLooks(sceneOf(play.graph), play, play.frame(position), choices), null).get("n1.0")?.();
    expect(at(2)).toMatchObject({ state: "forward", factor: "" });
    expect(at(4)).toMatchObject({ state: "forward", factor: "× (1 − h²)" });
    expect(at(5)).toMatchObject({ state: "backward", active: true, factor: "× (1 − h²)" });
  });
  test("a selection keeps what it reads and what lies on its way to the output, and nothing beside it", () => {
    const aside = structuredClone(play.graph);
    aside.nodes.splice(2, 0, node("n9", "k", { op: "exp", inputs: ["n1"] }));
    aside.edges.push(edge("n1", "n9", 0));
    expect([...pathFrom(aside, "n1")].toSorted()).toEqual(["n0", "n1", "n2"]);
    expect([...pathFrom(aside, "n9")].toSorted()).toEqual(["n1", "n9"]);
  });
  test("a selected output dims nothing: everything is on a path to it", () => {
    const dim = (selected: string) => [...cardLooks(sceneOf(play.graph), play, play.frame(5), { ...choices, selected }).values()].map((look) => look.dim);
    expect([dim("n2"), dim("n1")]).toEqual([[false, false, false], [false, false, false]]);
  });
  test("into a value that the output does not depend on carry no gradient", () => {
    const dead = structuredClone(play.graph);
    dead.nodes.splice(2, 0, node("n9", "k", { op: "exp", inputs: ["n1"], grad_state: "no_path" }), node("n8", "m", { op: "greater", inputs: ["n1"], requires_grad: false, grad_state: "not_required" }));
    dead.edges.push(edge("n1", "n8", 0));
    dead.drawing.lines.push({ id: "n8.0", source: "n1", target: "n8", edges: ["n8.0"] });
    dead.edges.push(edge("n1", "n9", 0, { local: { text: "k", latex: "k", rule: false, value: null } }));
    dead.drawing.lines.push({ id: "n9.0", source: "n1", target: "n9", edges: ["n9.0"] });
    const told = playOf(dead);
    const end = told.frame(told.events.length);
    const lines = lineLooks(sceneOf(told.graph), told, end, cardLooks(sceneOf(told.graph), told, end, choices), null);
    expect(lines.get("n9.0")?.()).toMatchObject({ state: "none", factor: "" });
    expect(lines.get("n8.0")?.()).toMatchObject({ state: "none" });
  });
  test("say when what they carry is not finite", () => {
    const broken = structuredClone(play.graph);
    for (const sent of broken.edges) sent.grad = summary("NaN");
    const told = playOf(broken);
    const end = told.frame(told.events.length);
    expect(lineLooks(sceneOf(told.graph), told, end, cardLooks(sceneOf(told.graph), told, end, choices), null).get("n1.0")?.()?.bad).toBe(true);
  });
  test("of a leaf drawn as stubs light only the stub that a gradient arrives at", () => {
    const apart = structuredClone(play.graph);
    apart.drawing.cards.push({ id: "n0-n2", kind: "stub", node: "n0", group: null, nodes: [] });
    for (const line of apart.drawing.lines) if (line.id === "n2.1") line.source = "n0-n2";
    const told = playOf(apart);
    const receiving = (position: number) => [...cardLooks(sceneOf(told.graph), told, told.frame(position), choices)].filter(([, look]) => look.receiving).map(([id]) => id);
    expect(receiving(4)).toEqual(["n0", "n1", "n0-n2"]);
    expect(receiving(5)).toEqual(["n0"]);
  });
});

describe("find", () => {
  test("names exactly as written come first, then all that contain the text", () => {
    const labels = (text: string) => hitsOf(play.graph.nodes, text).map(({ label }) => label);
    expect([labels("A"), labels("tanh"), labels("× a"), labels("nowhere"), labels(" ")]).toEqual([["a", "h", "y"], ["h"], ["y"], [], []]);
  });
});

describe("strips", () => {
  test("levels are symmetric about zero, exact zero is none, NaN is not hidden", () => {
    expect([-2, -0.01, 0, 1, 2].map((value) => level(value, 2))).toEqual([-7, -1, 0, 4, 7]);
    expect(level(Number.NaN, 2)).toBeNaN();
    expect([...stripPaths([[1, 1, Number.NaN]], 1, 30, 10).keys()]).toEqual(["p7", "bad"]);
  });
  test("equal neighbours become one rectangle", () => expect(stripPaths([[1, 1, 1]], 1, 30, 10).get("p7")).toBe("M0 0H30V10H0z"));
  test("fields stand for blocks where there are too many elements for one each", () => {
    const large = (...shape: number[]) => ({ ...summary(0), shape, data: null });
    expect([large(16, 64), large(17, 64), large(16, 65), large(100)].map(isPooled)).toEqual([false, true, true, true]);
    expect(isPooled(summary(Array.from({ length: 40 }, () => [1])))).toBe(false);
  });
  test("a column lies down", () => expect(stripGrid(summary([[1], [2]]))).toEqual([[1, 2]]));
  test("rows are the last axis", () => expect(gridOf(summary([[1, 2], [3, 4]]))).toEqual([[1, 2], [3, 4]]));
});

test("a picture that is taken away has colours that every program knows", () => {
  expect(["color(srgb 1 0.5 0)", "color(srgb 0 0 1 / 0.5)", "rgba(0, 0, 0, 0)", "rgb(1, 2, 3)", "12px"].map(plainColour)).toEqual(["#ff8000", "#0000ff", "none", "rgb(1, 2, 3)", "12px"]);
});

test("where cards are small they keep their gradients, as colours or as a number on a band", () => {
  const [compact, glyph] = ["compact", "glyph"].map((wanted) => DETAILS.find(({ name }) => name === wanted) as (typeof DETAILS)[number]);
  const [card, a] = [play.graph.drawing.cards[0] as Card, play.graph.nodes[0]];
  const face = faceOf(card, a as never, play, play.frame(5), { value: null, gradient: null });
  const parts = (of: typeof face, detail: typeof compact) => formOf(card, of, detail as NonNullable<typeof compact>).texts.map(({ part, say }) => `${part} ${say(of, 9)}`);
  expect(parts(face, compact)).toEqual(["glyph a", "value 0.5", "gradient +0.86"]);
  expect(parts(face, glyph)).toEqual(["glyph a", "value 0.5"]);
  const matrix = { ...face, value: summary([[1, -1]]), gradient: summary([[2, 0]]) };
  expect(formOf(card, matrix, compact as NonNullable<typeof compact>).heat.map(({ of }) => of)).toEqual(["value", "gradient"]);
  expect(formOf(card, matrix, compact as NonNullable<typeof compact>).band).not.toBeNull();
});

test("numbers of a gradient and the word for their state never stand on each other", () => {
  const [card] = play.graph.drawing.cards;
  const [a] = play.graph.nodes;
  if (!card || !a) throw new Error("the fixture has a leaf");
  const face = faceOf(card, a, play, play.frame(5), { value: null, gradient: null });
  const of = (mark: typeof face.mark, state: string, ...gradient: (number | string)[]) => ({ ...face, mark, state, value: summary([1, 2]), gradient: summary(gradient as number[]) });
  const [nan, zero] = [of("nonfinite", "NaN", 0, "NaN"), of("zero", "0 exact", 0, 0)];
  for (const detail of DETAILS.filter(({ gradient }) => gradient)) {
    for (const now of [nan, zero]) {
      const form = formOf(card, now, detail);
      const said = form.texts.filter(({ part, say }) => part.startsWith("gradient") && say(now, 9) !== "");
      const coloured = form.heat.filter(({ of: what, alone }) => what === "gradient" && alone);
      expect(said.length > 0 || coloured.length > 0, detail.name).toBe(true);
      if (said.some(({ part }) => part === "gradient")) expect(said.map(({ part }) => part), detail.name).toEqual(["gradient"]);
    }
  }
  const [written] = DETAILS;
  const words = (now: typeof face) => formOf(card, now, written as NonNullable<typeof written>).texts.filter(({ part }) => part.startsWith("gradient")).map(({ say }) => say(now, 9)).filter(Boolean);
  expect([words(nan), words(zero)]).toEqual([["0", "NaN"], ["0 exact"]]);
});
