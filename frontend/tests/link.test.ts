import { describe, expect, test } from "vitest";
import { decodeLink, encodeLink } from "../src/share/link";

const shared = { source: "w = 1.5\nβ = w * w", leaves: { w: 2, m: [[1, 2]] }, step: 3, node: "n1", direction: "LR" as const, collapsed: ["f/g"] };

describe("links", () => {
  test("restore everything", async () => expect(await decodeLink(await encodeLink(shared))).toEqual(shared));
  test("are made of characters that survive in an address", async () => expect(await encodeLink(shared)).toMatch(/^#v1:[\w-]+$/));
  test("that are damaged, foreign or odd are none", async () => {
    const odd = [
      "", "#v2:abc", "#v1:!!!", "#v1:AAAA",
      await encodeLink({ ...shared, leaves: { "<b>": 1 } }),
      await encodeLink({ ...shared, leaves: { w: "x" as unknown as number } }),
      await encodeLink({ ...shared, step: -1 }),
      await encodeLink({ ...shared, direction: "RL" as "LR" }),
    ];
    for (const fragment of odd) expect(await decodeLink(fragment)).toBeNull();
  });
  test("that unfold to far more than they weigh are refused", async () =>
    expect(await decodeLink(await encodeLink({ ...shared, source: "x".repeat(500_000) }))).toBeNull());
});
