import { beforeEach, describe, expect, test, vi } from "vitest";
import { Problem, fetchExamples, patiently } from "../src/api";
import { earlierPrograms, keepProgram, ownProgram } from "../src/program/own";

describe("the reader's own programs", () => {
  beforeEach(() => localStorage.clear());
  test("grow while they are written", () => {
    keepProgram("a", "");
    keepProgram("ab", "a");
    expect([ownProgram(), earlierPrograms()]).toEqual(["ab", []]);
  });
  test("are put aside when writing begins in another text, and are never twice there", () => {
    keepProgram("mine", "");
    keepProgram("example, changed", "example");
    keepProgram("example, changed twice", "example, changed");
    expect([ownProgram(), earlierPrograms()]).toEqual(["example, changed twice", ["mine"]]);
    keepProgram("mine", "");
    expect([ownProgram(), earlierPrograms()]).toEqual(["mine", ["example, changed twice"]]);
  });
  test("survive odd contents of the storage", () => {
    localStorage.setItem("chainrule.earlier", "{");
    expect(earlierPrograms()).toEqual([]);
  });
});

const busy = (seconds: number | null): Problem => new Problem({ type: "", title: "", status: 503, detail: "busy", code: "busy" }, seconds);

describe("a busy server", () => {
  test("is asked again as late as it says, a few times", async () => {
    const ask = vi.fn().mockRejectedValueOnce(busy(0)).mockResolvedValueOnce("answer");
    expect(await patiently(ask)).toBe("answer");
    const never = vi.fn().mockRejectedValue(busy(0));
    await expect(patiently(never)).rejects.toThrow("busy");
    expect(never).toHaveBeenCalledTimes(4);
  });
  test("is not asked again when it does not say when, or much later", async () => {
    for (const seconds of [null, 3600]) {
      const ask = vi.fn().mockRejectedValue(busy(seconds));
      await expect(patiently(ask)).rejects.toThrow("busy");
      expect(ask).toHaveBeenCalledTimes(1);
    }
  });
});

test("the gallery is asked for once, and a failure is forgotten", async () => {
  const answer = (): Response => Response.json({ examples: [] });
  const fetched = vi.spyOn(globalThis, "fetch").mockRejectedValueOnce(new TypeError("no network")).mockImplementation(() => Promise.resolve(answer()));
  await expect(fetchExamples()).rejects.toThrow();
  expect(await fetchExamples()).toEqual([]);
  expect(await fetchExamples()).toEqual([]);
  expect(fetched).toHaveBeenCalledTimes(2);
  fetched.mockRestore();
});
