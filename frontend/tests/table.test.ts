import { expect, test } from "vitest";
import { playOf } from "../src/stepper/frames";
import { tableAsTsv } from "../src/table/tsv";
import { summary, twoUses } from "./graphs";

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
