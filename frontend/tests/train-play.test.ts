import { afterEach, beforeEach, expect, test, vi } from "vitest";

const moves = vi.hoisted(() => ({ count: 0 }));
vi.mock("../src/train/store", async () => {
  const { signal } = await import("@preact/signals");
  const session = signal({ config: { epochs: 10 }, last_step: 1000 });
  const run = signal({ session, line: { origin: { step: 0, epoch: 0, offset: 0 }, rows: 100, batchSize: 1 } });
  const step = signal(0);
  const move = (): Promise<boolean> => {
    moves.count += 1;
    step.value += 1;
    return Promise.resolve(true);
  };
  return { run, step, move, stop: () => undefined };
});

const { playing, speed, togglePlay } = await import("../src/train/play");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a run that is stopped and started again while it waits is played once", async () => {
  speed.value = 1;
  togglePlay();
  for (let press = 0; press < 4; press += 1) {
    await vi.advanceTimersByTimeAsync(100);
    togglePlay();
  }
  await vi.advanceTimersByTimeAsync(0);
  const begun = moves.count;
  await vi.advanceTimersByTimeAsync(4000);
  expect(moves.count - begun).toBe(4);
  playing.value = false;
});
