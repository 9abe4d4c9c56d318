import { describe, expect, test } from "vitest";
import { better, dotOf, dress, miniature } from "../src/gallery/miniature";
import { edge, graph, node } from "./graphs";

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
  test("names of groups never reach Graphviz", () => {
    const odd = { boxes: [{ id: 'a"b -> c', kind: "group", label: 'a"b' }], lines: [] };
    expect(dotOf(odd, "TB")).not.toContain('a"b');
  });
  test("a long chain goes on in another row", () => {
    expect(dotOf(chain(8), "LR").match(/constraint=false/g)).toHaveLength(1);
    expect(dotOf(chain(3), "LR")).not.toContain("constraint=false");
  });
  test("lies on its side where it is larger so", () => {
    const [tall, wide, square] = ["40 300", "300 60", "100 100"].map((size) => `<svg viewBox="0 0 ${size}">`) as [string, string, string];
    expect(better(tall, wide)).toBe(wide);
    expect(better(square, square)).toBe(square);
    expect(better(wide, tall)).toBe(wide);
  });
  test("is drawn with boxes of the cards' kinds and without ids", () => {
    const host = document.createElement("span");
    const box = '<g id="b0" class="node"><title>b0</title><polygon points="40,-25 0,-25 0,0 40,0 40,-25"/></g>';
    dress(host, `<?xml?><svg width="50pt" height="30pt" viewBox="0 0 50 30"><g class="graph"><polygon points="0,0"/>${box}</g></svg>`, chain(0));
    expect(host.querySelectorAll("[id], title, polygon")).toHaveLength(0);
    expect(host.querySelector(".card.parameter .body")?.getAttribute("width")).toBe("40");
    expect(host.querySelector(".card")?.textContent).toBe("x");
  });
});
