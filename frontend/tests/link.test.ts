import { CompressionStream, DecompressionStream } from "node:stream/web";
import { describe, expect, test } from "vitest";
import { type Shared, decodeLink, encodeLink } from "../src/share/link";

Object.assign(globalThis, { CompressionStream, DecompressionStream }); // which the simulated browser lacks

const shared: Shared = {
  source: "w = 1.5\nβ = w * w", leaves: { w: 2, "w#2": 3, m: [[1, 2]] }, step: 3, node: "n1", moment: 12, direction: "LR", collapsed: ["f/g"], colourBy: "gradient", scope: "graph", pathOnly: true, example: "a-neuron",
};

const restored = async (fragment: string): Promise<Shared | null> => {
  const reading = await decodeLink(fragment);
  return reading && "shared" in reading ? reading.shared : null;
};

describe("links", () => {
  test("restore everything", async () => expect(await restored(await encodeLink(shared))).toEqual(shared));
  test("that say nothing about the view show the plain one", async () => {
    const bare = { source: "w = 1.0" } as Shared;
    expect(await restored(await encodeLink(bare))).toMatchObject({ ...bare, direction: "auto", colourBy: "kind", scope: "card", pathOnly: false, example: null });
  });
  test("are made of characters that survive in an address", async () => expect(await encodeLink(shared)).toMatch(/^#v1:[\w-]+$/));
  test("name leaves as the language does, also in Greek", async () => {
    const leaves = { w: 1, β: 2, w_1: 3, θ2: [4] };
    expect(await restored(await encodeLink({ ...shared, leaves }))).toMatchObject({ leaves });
  });
  test("that are damaged or odd say so", async () => {
    const odd = [
      "#v1:!!!", "#v1:AAAA", "#v1:",
      await encodeLink({ ...shared, leaves: { "<b>": 1 } }),
      await encodeLink({ ...shared, leaves: { _w: 1 } }),
      await encodeLink({ ...shared, leaves: { "2w": 1 } }),
      await encodeLink({ ...shared, leaves: { w: "x" as unknown as number } }),
      await encodeLink({ ...shared, leaves: { m: [[1], 2] } }),
      await encodeLink({ ...shared, leaves: { m: [[1], [2, 3]] } }),
      await encodeLink({ ...shared, step: -1 }),
      await encodeLink({ ...shared, direction: "RL" as "LR" }),
      await encodeLink({ ...shared, colourBy: "mood" as "value" }),
      await encodeLink({ ...shared, pathOnly: 1 as unknown as boolean }),
      await encodeLink({ ...shared, example: "no name" }),
    ];
    for (const fragment of odd) expect(await decodeLink(fragment)).toEqual({ fault: "damaged" });
  });
  test("of a later version are told from damaged ones", async () => expect(await decodeLink("#v2:abc")).toEqual({ fault: "newer" }));
  test("that lead to a place on the page are none of ours", async () => {
    for (const fragment of ["", "#main"]) expect(await decodeLink(fragment)).toBeNull();
  });
  test("that unfold to far more than they weigh are refused", async () =>
    expect(await decodeLink(await encodeLink({ ...shared, source: "x".repeat(500_000) }))).toEqual({ fault: "damaged" }));
});
