import { describe, expect, test } from "vitest";
import { chainOf, productLatex, productLine, wayOf } from "../src/inspector/chain";
import { numberLatex } from "../src/stepper/notation";
import type { Edge, Graph, GraphEvent } from "../src/model";
import { playOf } from "../src/stepper/frames";
import { edge, graph, node, summary, twoUses } from "./graphs";

const play = playOf(twoUses());
const sum = (products: (number | null)[]): number => products.reduce<number>((total, product) => total + (product ?? Number.NaN), 0);
const local = (text: string, value: number): Partial<Edge> => ({ grad: summary(0), local: { text, latex: text, rule: false, value } });

/** y = v₀ doubled `depth` times by adding it to itself: 2 ** depth paths. */
function doubled(depth: number): Graph {
  const nodes = Array.from({ length: depth + 1 }, (_, index) =>
    node(`n${index}`, `v${index}`, { latex: `v_{${index}}`, inputs: index ? [`n${index - 1}`, `n${index - 1}`] : [], grad: summary(2 ** (depth - index)) }),
  );
  const edges = nodes.slice(1).flatMap(({ id }, index) => [0, 1].map((slot) => edge(`n${index}`, id, slot, local("1", 1))));
  const events: GraphEvent[] = nodes.slice(1).toReversed().map(({ id }) => ({ phase: "backward", node: id, edges: [`${id}.0`, `${id}.1`] }));
  return graph(nodes, edges, [{ phase: "seed", node: `n${depth}` }, ...events]);
}

describe("the chain rule", () => {
  test("multiplies along each path, and the products add up to the gradient", () => {
    const { paths, total, waiting } = chainOf(play, play.frame(5), "n0", 6);
    expect([total, waiting]).toEqual([2, false]);
    expect(paths.map((path) => wayOf(play, path))).toEqual(["y → a", "y → h → a"]);
    expect(paths.map(productLine)).toEqual(["1 · (h = 0.4621) = 0.4621", "1 · (a = 0.5) · (1 − h² = 0.7864) = 0.3932"]);
    expect(sum(paths.map(({ product }) => product))).toBeCloseTo(Number(play.nodes.get("n0")?.grad?.data), 12);
  });
  test("knows no more than the step", () => {
    const at = (position: number) => {
      const { paths, total, waiting } = chainOf(play, play.frame(position), "n0", 6);
      return { arrived: paths.map(({ arrived }) => arrived), total, waiting };
    };
    expect(at(3)).toEqual({ arrived: [false, false], total: 2, waiting: true });
    expect(at(4)).toEqual({ arrived: [true, false], total: 2, waiting: true });
    const { paths } = chainOf(play, play.frame(4), "n0", 6);
    expect(sum(paths.filter(({ arrived }) => arrived).map(({ product }) => product))).toBeCloseTo(Number(play.frame(4).gradients.get("n0")?.data), 12);
  });
  test("leads nowhere from what is cut off or unused, and the output needs none", () => {
    const cut = structuredClone(play.graph);
    cut.events = cut.events.map((event) => (event.edges ? { ...event, edges: event.edges.filter((id) => id === "n2.0") } : event));
    const told = playOf(cut);
    expect(chainOf(told, told.frame(5), "n0", 6)).toMatchObject({ paths: [], total: 0, waiting: false });
    expect(chainOf(play, play.frame(5), "n2", 6).paths).toEqual([]);
  });
  test("counts paths that are too many to be listed, each argument on its own", () => {
    const many = playOf(doubled(40));
    const { paths, total } = chainOf(many, many.frame(many.events.length), "n0", 6);
    expect([paths.length, total]).toEqual([6, 2 ** 40]);
    const few = playOf(doubled(1));
    const both = chainOf(few, few.frame(2), "n0", 6).paths;
    expect(both.map((path) => wayOf(few, path))).toEqual(["v1 → v0 (1)", "v1 → v0 (2)"]);
    expect(sum(both.map(({ product }) => product))).toBe(2);
  });
  test("has no product where a step takes or makes several numbers", () => {
    const tensors = structuredClone(play.graph);
    for (const each of tensors.edges) each.local.value = null;
    const told = playOf(tensors);
    expect(chainOf(told, told.frame(5), "n0", 6).paths.map(({ product }) => product)).toEqual([null, null]);
  });
  test("a step that sends 0 whatever comes ends the product in 0", () => {
    const dead = structuredClone(play.graph);
    const [first, , use] = dead.edges;
    if (!first || !use) throw new Error("the fixture has edges");
    Object.assign(first, { grad: summary(0) });
    first.local.value = 0;
    (dead.edges[1] as Edge).local.value = "Infinity";
    const told = playOf(dead);
    expect(chainOf(told, told.frame(5), "n0", 6).paths.map(({ product }) => product)).toEqual([use.local.value, 0]);
  });
  test("in notation every factor is a derivative with its rule and number below it", () => {
    const written = structuredClone(play.graph);
    for (const each of written.nodes) each.latex = each.label;
    const told = playOf(written);
    const [first] = chainOf(told, told.frame(5), "n0", 6).paths;
    if (!first) throw new Error("there is a path");
    expect(productLatex(told, first)).toBe("\\underbrace{1}_{\\text{seed}} \\cdot \\underbrace{\\frac{\\partial y}{\\partial a}}_{h\\,=\\,0.4621} = 0.4621");
    expect(productLatex(play, first)).toBeNull(); // names without notation
    expect([-1.5e-7, Infinity, NaN, -2].map((number) => numberLatex(number))).toEqual(["-1.5 \\cdot 10^{-7}", "\\infty ", "\\text{NaN}", "-2"]);
  });
});
