/**
 * Supervises the layout worker. `layOut(dot)` resolves to SVG; a layout that takes too long or fails ends the worker,
 * and the next request starts a fresh one. A newer request supersedes one that is still under way.
 */
import type { LayoutAnswer, LayoutRequest } from "./worker";

const TIME_LIMIT_MS = 5_000;

export class LayoutFailure extends Error {
  override name = "LayoutFailure";
}

/** The request was overtaken by a newer one; nobody needs its answer. */
export class Superseded extends Error {
  override name = "Superseded";
}

interface Job {
  ticket: number;
  resolve: (svg: string) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

export type WorkerLike = Pick<Worker, "postMessage" | "terminate" | "onmessage" | "onerror">;

const spawnWorker = (): WorkerLike => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

export class LayoutSupervisor {
  private worker: WorkerLike | null = null;
  private job: Job | null = null;
  private tickets = 0;

  constructor(
    private readonly spawn: () => WorkerLike = spawnWorker,
    private readonly limit: number = TIME_LIMIT_MS,
  ) {}

  /** Starts the worker before the first picture is asked for. */
  warm(): void {
    this.worker ??= this.start();
  }

  /** Ends the worker; a layout under way is given up. */
  stop(): void {
    this.worker?.terminate();
    this.worker = null;
    this.finish((job) => job.reject(new Superseded()));
  }

  layOut(dot: string): Promise<string> {
    if (this.job) this.finish((job) => job.reject(new Superseded()));
    this.warm();
    return new Promise((resolve, reject) => {
      const ticket = ++this.tickets;
      const timer = setTimeout(() => this.fail(`The layout took longer than ${this.limit / 1000} s.`), this.limit);
      this.job = { ticket, resolve, reject, timer };
      const message: LayoutRequest = { ticket, dot };
      this.worker?.postMessage(message);
    });
  }

  private start(): WorkerLike {
    const worker = this.spawn();
    worker.onmessage = ({ data }: MessageEvent<LayoutAnswer>) => {
      if (data.ticket !== this.job?.ticket) return;
      if ("svg" in data) this.finish((job) => job.resolve(data.svg));
      else this.fail(data.failure);
    };
    worker.onerror = (event) => {
      this.fail(event.message || "The layout worker stopped.");
    };
    return worker;
  }

  private fail(reason: string): void {
    this.worker?.terminate();
    this.worker = null;
    this.finish((job) => job.reject(new LayoutFailure(reason)));
  }

  private finish(settle: (job: Job) => void): void {
    const job = this.job;
    if (!job) return;
    clearTimeout(job.timer);
    this.job = null;
    settle(job);
  }
}
