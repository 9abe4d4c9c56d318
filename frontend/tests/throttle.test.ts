import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { atRest, throttle } from "../src/throttle";

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

describe("something that waits for rest", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("happens once, so long after the last call", () => {
    const work = vi.fn();
    const { call } = atRest(work, 300);
    for (let index = 0; index < 10; index += 1) {
      call();
      vi.advanceTimersByTime(100);
    }
    expect(work).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it("happens now and then where rest does not come", () => {
    const work = vi.fn();
    const { call } = atRest(work, 300, 1000);
    for (let index = 0; index < 30; index += 1) {
      call();
      vi.advanceTimersByTime(100);
    }
    expect(work).toHaveBeenCalledTimes(3);
  });

  it("never happens after it was cancelled", () => {
    const work = vi.fn();
    const { call, cancel } = atRest(work, 300);
    call();
    cancel();
    vi.advanceTimersByTime(1000);
    expect(work).not.toHaveBeenCalled();
  });
});
