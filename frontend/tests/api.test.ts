/** What becomes of answers that are not those that were asked for. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { Problem, Unreachable, fetchArray, fetchExamples, fetchGraph, fetchSweep } from "../src/api";
import { gone, noticing } from "../src/program/store";
import { REFUSED } from "../src/text";
import { stepArrays } from "../src/train/api";
import { attempt, missing, refused } from "../src/train/failures";

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
    await expect(graph()).rejects.toThrow("No such name.");
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

test("a setting that is refused is called as the form calls it", async () => {
  answering(['{"detail":"lr must be from 0 to 1","title":"t","code":"c","field":"lr"}', 422, JSON_TYPE]);
  await attempt("look", async () => void (await graph()));
  expect(refused.value).toBe("Learning rate must be from 0 to 1.");
});

describe("an answer of another form counts as none", () => {
  test.each(["{}", "null", "[]", '{"shape":[2],"data":[1]}'])("of an array: %s", async (body) => {
    answering([body, 200, JSON_TYPE]);
    await expect(fetchArray(array)).rejects.toThrow(Unreachable);
    await expect(stepArrays("s", 3).numbers("n0", "value")).rejects.toThrow(Unreachable);
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

test.each([
  ["a program", async () => (await fetchArray(array)).data],
  ["a step of training", () => stepArrays("s", 3).numbers("n0", "value")],
])("a busy server is asked for an array of %s again, as late as it says", async (_, ask) => {
  vi.useFakeTimers();
  const server = answering(['{"detail":"busy","title":"t"}', 503, { ...JSON_TYPE, "retry-after": "2" }], ['{"shape":[2],"data":[1,2]}', 200, JSON_TYPE]);
  const numbers = ask();
  await vi.advanceTimersByTimeAsync(1900);
  expect(server).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(await numbers).toEqual([1, 2]);
});

/** Every call is lost on its way; the server itself is there, or not. */
const lost = (up: boolean): void => {
  vi.stubGlobal("fetch", async (url: string) => (up && url === "/healthz" ? new Response("{}", { headers: JSON_TYPE }) : new Response("", { status: 502 })));
};

describe("one call that is lost does not mean that the server is gone", () => {
  test.each([true, false])("in Explore, if it answers otherwise: %s", async (up) => {
    lost(up);
    await expect(noticing(fetchArray(array))).rejects.toThrow(Unreachable);
    await vi.waitFor(() => expect(gone.value).toBe(!up));
  });
  test("in Train, where the banner says which of both it is, until the answer comes", async () => {
    lost(true);
    await attempt("look", async () => void (await stepArrays("s", 3).numbers("n0", "value")));
    await vi.waitFor(() => expect(missing.value).toBe("partly"));
    lost(false);
    await attempt("look", async () => void (await stepArrays("s", 3).numbers("n0", "value")));
    await vi.waitFor(() => expect(missing.value).toBe("gone"));
    await attempt("look", async () => undefined);
    expect(missing.value).toBe(null);
  });
});
