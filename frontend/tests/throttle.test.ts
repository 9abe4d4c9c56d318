import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { throttle } from "../src/throttle";

describe("something that happens at most every so often", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("draws at once, then once for all calls of the next tenth", () => {
    const draw = vi.fn();
    const { call } = throttle(draw, 100);
    for (let index = 0; index < 50; index += 1) call();
    expect(draw).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(100);
    expect(draw).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1000);
    expect(draw).toHaveBeenCalledTimes(2);
  });

  it("never draws after it was cancelled", () => {
    const draw = vi.fn();
    const { call, cancel } = throttle(draw, 100);
    call();
    call();
    cancel();
    vi.advanceTimersByTime(1000);
    expect(draw).toHaveBeenCalledTimes(1);
    call();
    expect(draw).toHaveBeenCalledTimes(2);
  });
});
