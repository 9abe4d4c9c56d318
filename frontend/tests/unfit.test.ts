/** Values that come with a text, as in a link, and fit none of its leaves. */
import { afterEach, expect, test, vi } from "vitest";
import { display, edit, leaves, problem, setLeaf, shownText, unfit } from "../src/program/store";
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

test("and an answer that arrives while another line is half written does not take away those that fit", async () => {
  let answer: (() => void) | null = null;
  const span = { line: 1, column: 5, end_line: 1, end_column: 8 };
  const found = JSON.stringify(graph([node("w", "w", { kind: "parameter", value: summary(1), span })], [], []));
  vi.stubGlobal("fetch", () => new Promise<Response>((done) => (answer = () => done(new Response(found, TYPE)))));
  const arrives = async (): Promise<void> => {
    await vi.waitFor(() => expect(answer).not.toBeNull());
    answer?.();
    answer = null;
  };
  display("w = 1.0");
  await arrives();
  await vi.waitFor(() => expect(shownText.value).toBe("w = 1.0"));
  edit("w = 1.0\n");
  await arrives();
  setLeaf("w", 5);
  await vi.waitFor(() => expect(answer).not.toBeNull());
  edit("#w = 1.0\n"); // What a comment above it begins with.
  expect(leaves.value).toEqual({});
  await arrives();
  await new Promise((done) => setTimeout(done, 50));
  edit("#\nw = 1.0\n");
  expect(leaves.value).toEqual({ w: 5 });
});
