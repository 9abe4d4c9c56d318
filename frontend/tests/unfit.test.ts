/** Values that come with a text, as in a link, and fit none of its leaves. */
import { afterEach, expect, test, vi } from "vitest";
import { display, leaves, problem, unfit } from "../src/program/store";
import { graph, node, summary } from "./graphs";

const TYPE = { headers: { "content-type": "application/json" } };
const server = async (_: string, { body }: RequestInit): Promise<Response> =>
  (JSON.parse(String(body)) as { leaves?: object }).leaves
    ? new Response('{"detail":"there is no leaf v","title":"t","code":"unknown_leaf"}', { ...TYPE, status: 422 })
    : new Response(JSON.stringify(graph([node("w", "w", { kind: "parameter", value: summary(1) })], [], [])), TYPE);

afterEach(() => vi.unstubAllGlobals());

test("are left out, and that is said until there is another text", async () => {
  vi.stubGlobal("fetch", server);
  display("w = 1.0", { v: 2 });
  await vi.waitFor(() => expect(unfit.value).toBe(true));
  expect(leaves.value).toEqual({});
  await vi.waitFor(() => expect(problem.value).toBeNull());
  display("w = 2.0");
  expect(unfit.value).toBe(false);
});
