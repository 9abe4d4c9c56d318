/** What becomes of answers that are not those that were asked for. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { Problem, Unreachable, fetchArray, fetchExamples, fetchGraph, fetchSweep } from "../src/api";
import { REFUSED } from "../src/text";

const JSON_TYPE = { "content-type": "application/json" };
const answering = (...answers: [body: string, status: number, headers?: Record<string, string>][]) => {
  const server = vi.fn(async () => {
    const [body, status, headers = {}] = answers[Math.min(server.mock.calls.length, answers.length) - 1] ?? ["", 500];
    return new Response(body, { status, headers });
  });
  vi.stubGlobal("fetch", server);
  return server;
};
const graph = () => fetchGraph({ source: "w = 1.0" });
const array = { source: "w = 1.0", node: "n0", which: "value" } as const;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a refusal has words", () => {
  test("the server's own", async () => {
    answering(['{"detail":"no such name","title":"t","code":"c"}', 422, JSON_TYPE]);
    await expect(graph()).rejects.toThrow("no such name");
  });
  test.each([
    [400, '{"message":"no"}', REFUSED.refused(400)],
    [400, "null", REFUSED.refused(400)],
    [403, "<h1>no</h1>", REFUSED.refused(403)],
    [413, "<h1>too large</h1>", REFUSED.tooLarge()],
    [500, "Internal Server Error", REFUSED.failed(500)],
  ])("where something else answers %i: %s", async (status, body, words) => {
    answering([body, status, /^[{n]/.test(body) ? JSON_TYPE : {}]);
    const failed = await graph().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Problem);
    expect(failed).toMatchObject({ message: words, document: { status } });
  });
});

describe("an answer of another form counts as none", () => {
  test.each(["{}", "null", "[]", '{"shape":[2],"data":[1]}'])("of an array: %s", async (body) => {
    answering([body, 200, JSON_TYPE]);
    await expect(fetchArray(array)).rejects.toThrow(Unreachable);
  });
  test("of a sweep", async () => {
    answering(["{}", 200, JSON_TYPE]);
    await expect(fetchSweep({ source: "w = 1.0", places: { w: [1] } })).rejects.toThrow(Unreachable);
  });
  test("of the examples, and is forgotten", async () => {
    answering(["{}", 200, JSON_TYPE], ['{"examples":[]}', 200, JSON_TYPE]);
    await expect(fetchExamples()).rejects.toThrow(Unreachable);
    expect(await fetchExamples()).toEqual([]);
  });
});

test("a busy server is asked for an array again, as late as it says", async () => {
  vi.useFakeTimers();
  const server = answering(['{"detail":"busy","title":"t"}', 503, { ...JSON_TYPE, "retry-after": "2" }], ['{"shape":[2],"data":[1,2]}', 200, JSON_TYPE]);
  const numbers = fetchArray(array);
  await vi.advanceTimersByTimeAsync(1900);
  expect(server).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  expect((await numbers).data).toEqual([1, 2]);
});
