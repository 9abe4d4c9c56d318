import { type Format, Graphviz } from "@hpcc-js/wasm-graphviz";
import { describe, expect, test } from "vitest";
import { dress, miniature, sketchOf } from "../src/gallery/miniature";
import { planOf } from "../src/layout/plan";
import { edge, graph, node } from "./graphs";

const engine = await Graphviz.load();

const leaf = (id: string, rest = {}) => node(id, id, { kind: "parameter", op: null, ...rest });
const operation = (id: string, symbol: string, rest = {}) => node(id, id, { kind: "operation", op: "op", symbol, ...rest });

const chain = (length: number) => {
  const nodes = [leaf("x"), ...Array.from({ length }, (_, index) => operation(`h${index}`, "tanh"))];
  return miniature(graph(nodes, nodes.slice(1).map(({ id }, index) => edge(nodes[index]?.id ?? "", id, 0)), []));
};

describe("a graph in miniature", () => {
  test("shows leaves by name, operations by sign, and both edges of x × x", () => {
    const small = miniature(graph([leaf("x"), operation("y", "×", { kind: "output" })], [edge("x", "y", 0), edge("x", "y", 1)], []));
    expect(small.boxes.map(({ kind, label }) => `${kind} ${label}`)).toEqual(["parameter x", "output ×"]);
    expect(small.lines).toHaveLength(2);
  });
  test("of many values has one box for each group, and no constants", () => {
    const inside = Array.from({ length: 12 }, (_, index) => operation(`n${index}`, "+", { group: index < 6 ? "step/inner" : "step#2" }));
    const nodes = [leaf("w"), node("c", "2", { kind: "constant", op: null }), ...inside];
    const lines = inside.flatMap(({ id }, index) => [edge(inside[index - 1]?.id ?? "w", id, 0), edge("w", id, 1), edge("c", id, 2)]);
    const small = miniature({ ...graph(nodes, lines, []), output: "n11" });
    expect(small.boxes.map(({ kind, label }) => `${kind} ${label}`)).toEqual(["parameter w", "group step", "group output step"]);
    expect(small.lines).toEqual([{ source: "w", target: "step" }, { source: "step", target: "step#2" }, { source: "w", target: "step#2" }]);
  });
  test("raises an exponent", () => {
    const power = operation("y", "x^n", { op: "pow", params: { exponent: 2 } });
    expect(miniature(graph([leaf("x"), power], [edge("x", "y", 0)], [])).boxes[1]?.label).toBe("x²");
  });
  test("goes on in another row where it is long, and is as large as the frame allows", () => {
    const small = chain(8);
    const plan = planOf(sketchOf(small), (text) => engine.layout(text, "json0" as Format, "dot"));
    expect(Math.max(...plan.bands)).toBeGreaterThan(0);
    expect(plan.scale).toBeGreaterThan(0.6);
    expect(plan.boxes).toHaveLength(9);
  });
  test("is drawn with boxes of the cards' kinds and without ids", () => {
    const host = document.createElement("span");
    const small = chain(1);
    dress(host, planOf(sketchOf(small), (text) => engine.layout(text, "json0" as Format, "dot")), small);
    expect(host.querySelectorAll("[id], title")).toHaveLength(0);
    expect([...host.querySelectorAll(".card")].map((card) => card.textContent)).toEqual(["x", "tanh"]);
    expect(host.querySelector(".card.parameter .body")).not.toBeNull();
    expect(host.querySelectorAll(".edge polygon")).toHaveLength(1);
  });
});
