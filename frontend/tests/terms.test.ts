import { expect, test } from "vitest";
import { explained } from "../src/shell/Terms";
import { TERMS } from "../src/text";

test("each word is explained where it first stands, and no letter is lost", () => {
  const words = "h = tanh(a). Upstream 0.5; local 1 − h² = 0.7864, sends upstream × local to a.";
  const parts = explained(words);
  expect(parts.map(({ text }) => text).join("")).toBe(words);
  expect(parts.filter(({ meaning }) => meaning).map(({ text }) => text)).toEqual(["Upstream", "local"]);
  expect(explained("The backward pass starts at leafy.").filter(({ meaning }) => meaning).map(({ text }) => text)).toEqual(["backward pass"]);
  expect(explained("")).toEqual([]);
});

test("the glossary is short", () => expect(TERMS.length).toBeLessThanOrEqual(7));
