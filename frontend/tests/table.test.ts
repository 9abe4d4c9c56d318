import { describe, expect, test } from "vitest";
import type { GraphNode } from "../src/model";
import { playOf } from "../src/stepper/frames";
import { type Sorting, moves, ordered, pressed } from "../src/table/order";
import { tableAsTsv } from "../src/table/tsv";
import { node, summary, twoUses } from "./graphs";

test("the copied table has every digit, plain signs, and what is known at the moment", () => {
  const graph = twoUses();
  const [first] = graph.nodes;
  if (first) Object.assign(first, { value: summary(-0.1234567890123), shape: [] });
  const { frame } = playOf(graph);
  const rows = (position: number): string[][] => tableAsTsv(graph.nodes, frame(position)).split("\n").map((row) => row.split("\t"));
  expect(rows(graph.events.length)[0]?.slice(0, 2)).toEqual(["Name", "Operation"]);
  expect(rows(graph.events.length)[1]?.[4]).toBe("-0.1234567890123");
  expect(rows(graph.events.length)[3]?.[5]).toBe("1");
  expect(rows(0)[3]?.slice(4, 6)).toEqual(["", "—"]);
});

describe("the order of the rows", () => {
  const nodes = [node("n0", "w10", { value: summary(-5) }), node("n1", "w₂", { value: summary(3) }), node("n2", "w1", { value: summary("NaN") }), node("n3", "b", { value: summary(3) })];
  const gradients = new Map([["n0", summary(0)], ["n1", summary(-7)], ["n3", summary(2)]]);
  const frame = { ...playOf(twoUses()).frame(0), computed: new Set(["n0", "n1", "n2", "n3"]), gradients };
  const labels = (column: number, descending = false, now: GraphNode[] = nodes): string =>
    ordered(nodes.map((one) => ({ node: one, inputs: "" })), new Map(now.map((one) => [one.id, one])), frame, { column, descending }).map((row) => row.node.label).join(" ");

  test("is natural for names, by value for numbers and by size for gradients", () => {
    expect([labels(0), labels(0, true)]).toEqual(["b w1 w₂ w10", "w10 w₂ w1 b"]);
    expect([labels(4), labels(4, true)]).toEqual(["w10 w₂ b w1", "w₂ b w10 w1"]);
    expect([labels(5), labels(5, true)]).toEqual(["w10 b w₂ w1", "w₂ b w10 w1"]);
  });
  test("is that of the values as they are now, and of computation where nothing differs", () => {
    expect(labels(4, false, nodes.map((one) => ({ ...one, value: summary(one.id === "n3" ? -9 : 1) })))).toBe("b w10 w₂ w1");
    expect([labels(2), labels(2, true)]).toEqual(["w10 w₂ w1 b", "w10 w₂ w1 b"]);
  });
  test("goes up, down and back by pressing, and moves with numbers only where it is by numbers", () => {
    let now: Sorting | null = null;
    const states = [0, 0, 0, 4, 5, 5].map((column) => (now = pressed(now, column)));
    const up = (column: number): Sorting => ({ column, descending: false });
    expect(states).toEqual([up(0), { column: 0, descending: true }, null, up(4), up(5), { column: 5, descending: true }]);
    expect(states.map(moves)).toEqual([false, false, false, true, true, true]);
  });
});
