import { describe, expect, test, vi } from "vitest";
import { latest } from "../src/latest";
import { lazily } from "../src/lazy";
import { LayoutFailure, LayoutSupervisor, Superseded, type WorkerLike } from "../src/layout/layout";
import type { Sketch } from "../src/layout/plan";
import { byHand, copyText } from "../src/share/copy";

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("the last call always arrives", () => {
  test("calls during a run become one more run", async () => {
    const ends: (() => void)[] = [];
    const run = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
    const task = latest(run);
    task.call();
    task.call();
    task.call();
    expect(run).toHaveBeenCalledTimes(1);
    ends[0]?.();
    await settle();
    expect(run).toHaveBeenCalledTimes(2);
    ends[1]?.();
    await settle();
    expect(run).toHaveBeenCalledTimes(2);
  });
  test("a run that has its answer lets the next one begin", () => {
    const releases: (() => void)[] = [];
    const run = vi.fn((_: AbortSignal, release: () => void) => (releases.push(release), new Promise<void>(() => undefined)));
    const task = latest(run);
    task.call();
    task.call();
    releases[0]?.();
    expect(run).toHaveBeenCalledTimes(2);
    releases[0]?.();
    expect(run).toHaveBeenCalledTimes(2);
  });
  const recorded = () => {
    const runs: { signal: AbortSignal; answered: () => void; end: () => void }[] = [];
    const idle = vi.fn<() => void>();
    const task = latest((signal, answered) => new Promise((end) => void runs.push({ signal, answered, end })), idle);
    return { runs, idle, task };
  };
  test("no more than two runs are under way, and an answer that was overtaken is dropped", async () => {
    const { runs, task, idle } = recorded();
    const call = (): void => (task.call(), task.call());
    call();
    runs[0]?.answered();
    call();
    runs[1]?.answered();
    expect(runs).toHaveLength(2);
    runs[1]?.end();
    await vi.waitFor(() => expect(runs).toHaveLength(3));
    expect(runs.map(({ signal }) => signal.aborted)).toEqual([true, false, false]);
    expect(idle).not.toHaveBeenCalled();
    runs[2]?.end();
    await vi.waitFor(() => expect(idle).toHaveBeenCalledTimes(1));
  });
  test("a run that was answered while another answer was being read is read next, and lets the third begin", async () => {
    const { runs, task, idle } = recorded();
    task.call();
    task.call();
    runs[0]?.answered();
    runs[1]?.answered();
    task.call();
    runs[0]?.end();
    await vi.waitFor(() => expect(runs).toHaveLength(3));
    runs[2]?.end();
    await vi.waitFor(() => expect(idle).toHaveBeenCalledTimes(1));
    expect(runs.map(({ signal }) => signal.aborted)).toEqual([false, true, false]);
  });
  test("who gives up also drops the answer that is being read", () => {
    const { runs, task } = recorded();
    task.call();
    runs[0]?.answered();
    task.abort();
    expect(runs[0]?.signal.aborted).toBe(true);
  });
  test("an interrupt aborts the run under way", () => {
    const signals: AbortSignal[] = [];
    const task = latest((signal) => (signals.push(signal), new Promise(() => undefined)));
    task.call();
    task.call({ interrupt: true });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });
});

class FakeWorker implements WorkerLike {
  onmessage: Worker["onmessage"] = null;
  onerror: Worker["onerror"] = null;
  terminated = false;
  constructor(private readonly starting = 0) {
    setTimeout(() => this.onmessage?.call(this as unknown as Worker, { data: { ready: true } } as MessageEvent), starting);
  }
  /** A sketch whose type is 0 cannot be laid out, one whose type is 99 takes for ever; the plan of others has their scale. */
  postMessage({ ticket, sketch: { type } }: { ticket: number; sketch: Sketch }): void {
    const answer = type === 0 ? { ticket, failure: "syntax error" } : { ticket, plan: { scale: type } };
    if (type !== 99) setTimeout(() => this.onmessage?.call(this as unknown as Worker, { data: answer } as MessageEvent), this.starting);
  }
  terminate(): void {
    this.terminated = true;
  }
}

describe("layout", () => {
  const [bad, good, slow] = [0, 11, 99].map((type) => ({ levels: [], wires: [], room: { width: 1, height: 1 }, flows: [], type, most: 1, parts: 0 })) as unknown as [Sketch, Sketch, Sketch];
  test("a failure ends the worker, and the next layout gets a fresh one", async () => {
    const workers: FakeWorker[] = [];
    const supervisor = new LayoutSupervisor(() => (workers.push(new FakeWorker()), workers.at(-1) as FakeWorker));
    await expect(supervisor.layOut(bad)).rejects.toThrow(LayoutFailure);
    expect(workers[0]?.terminated).toBe(true);
    await expect(supervisor.layOut(good)).resolves.toEqual({ scale: 11 });
    expect(workers).toHaveLength(2);
  });
  test("one that takes too long is stopped", async () => {
    const supervisor = new LayoutSupervisor(() => new FakeWorker(), 5);
    await expect(supervisor.layOut(slow)).rejects.toThrow("longer than");
  });
  test("the time of starting is not counted", async () => {
    const supervisor = new LayoutSupervisor(() => new FakeWorker(40), 20);
    await expect(supervisor.layOut(good)).resolves.toEqual({ scale: 11 });
  });
  test("a newer request supersedes", async () => {
    const supervisor = new LayoutSupervisor(() => new FakeWorker());
    const first = supervisor.layOut(slow);
    const second = supervisor.layOut(good);
    await expect(first).rejects.toThrow(Superseded);
    await expect(second).resolves.toEqual({ scale: 11 });
  });
});

describe("lazily", () => {
  test("loads once", async () => {
    const load = vi.fn(async () => 7);
    const get = lazily(load);
    expect(await Promise.all([get(), get()])).toEqual([7, 7]);
    expect(load).toHaveBeenCalledTimes(1);
  });
  test("a failure is tried again", async () => {
    const load = vi.fn<() => Promise<number>>().mockRejectedValueOnce(new Error("gone")).mockResolvedValue(7);
    const get = lazily(load);
    await expect(get()).rejects.toThrow("gone");
    expect(await get()).toBe(7);
  });
});

describe("copying", () => {
  test("what the clipboard refuses is shown, to be copied by hand", async () => {
    vi.stubGlobal("navigator", {});
    expect(await copyText("an address")).toBe(false);
    expect(byHand.value).toBe("an address");
    vi.unstubAllGlobals();
  });
});
