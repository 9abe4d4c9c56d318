import { expect, test } from "vitest";
import { tellsOfStop } from "../src/program/guard";

test("a mark tells of a stop if it is this tab's or old, not if another tab is at work", () => {
  expect(tellsOfStop(null, "a", 1000)).toBe(false);
  expect(tellsOfStop("900 a", "a", 1000)).toBe(true);
  expect(tellsOfStop("900 b", "a", 1000)).toBe(false);
  expect(tellsOfStop("900 b", "a", 100_000)).toBe(true);
  expect(tellsOfStop("1", "a", 1000)).toBe(true);
});
