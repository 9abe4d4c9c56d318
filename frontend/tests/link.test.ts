import { describe, expect, test } from "vitest";
import { type Shared, decodeLink, encodeLink } from "../src/share/link";

const shared: Shared = {
  source: "w = 1.5\nβ = w * w", leaves: { w: 2, m: [[1, 2]] }, step: 3, node: "n1", direction: "LR", collapsed: ["f/g"], colourBy: "gradient", scope: "graph", pathOnly: true,
};

describe("links", () => {
  test("restore everything", async () => expect(await decodeLink(await encodeLink(shared))).toEqual(shared));
  test("that say nothing about the view show the plain one", async () => {
    const bare = { source: "w = 1.0" } as Shared;
    expect(await decodeLink(await encodeLink(bare))).toMatchObject({ ...bare, direction: "TB", colourBy: "kind", scope: "card", pathOnly: false });
  });
  test("are made of characters that survive in an address", async () => expect(await encodeLink(shared)).toMatch(/^#v1:[\w-]+$/));
  test("that are damaged, foreign or odd are none", async () => {
    const odd = [
      "", "#v2:abc", "#v1:!!!", "#v1:AAAA",
      await encodeLink({ ...shared, leaves: { "<b>": 1 } }),
      await encodeLink({ ...shared, leaves: { w: "x" as unknown as number } }),
      await encodeLink({ ...shared, step: -1 }),
      await encodeLink({ ...shared, direction: "RL" as "LR" }),
      await encodeLink({ ...shared, colourBy: "mood" as "value" }),
      await encodeLink({ ...shared, pathOnly: 1 as unknown as boolean }),
    ];
    for (const fragment of odd) expect(await decodeLink(fragment)).toBeNull();
  });
  test("that unfold to far more than they weigh are refused", async () =>
    expect(await decodeLink(await encodeLink({ ...shared, source: "x".repeat(500_000) }))).toBeNull());
});
