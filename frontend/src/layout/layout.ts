/**
 * Supervises the layout worker. `layOut(sketch)` resolves to a plan; a layout that takes too long or fails ends the worker,
 * and the next request starts a fresh one. A newer request supersedes one that is still under way. The time in which a
 * fresh worker loads Graphviz is not counted as layout: on a busy machine it takes seconds.
 */
import type { Plan, Sketch } from "./plan";
import type { LayoutRequest, WorkerMessage } from "./worker";

const TIME_LIMIT_MS = 5_000;
const START_LIMIT_MS = 30_000;

export class LayoutFailure extends Error {
  override name = "LayoutFailure";
}

/** The request was overtaken by a newer one; nobody needs its answer. */
export class Superseded extends Error {
  override name = "Superseded";
}

interface Job {
  ticket: number;
  resolve: (plan: Plan) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

export type WorkerLike = Pick<Worker, "postMessage" | "terminate" | "onmessage" | "onerror">;

const spawnWorker = (): WorkerLike => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

export class LayoutSupervisor {
  private worker: WorkerLike | null = null;
  private job: Job | null = null;
  private ready = false;
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

  layOut(sketch: Sketch): Promise<Plan> {
    if (this.job) this.finish((job) => job.reject(new Superseded()));
    this.warm();
    return new Promise((resolve, reject) => {
      const ticket = ++this.tickets;
      this.job = { ticket, resolve, reject, timer: this.allow(this.ready ? this.limit : START_LIMIT_MS) };
      const message: LayoutRequest = { ticket, sketch };
      this.worker?.postMessage(message);
    });
  }

  private allow(time: number): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.fail(`The layout took longer than ${time / 1000} s.`), time);
  }

  private start(): WorkerLike {
    const worker = this.spawn();
    this.ready = false;
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if ("ready" in data) {
        this.ready = true;
        if (!this.job) return;
        clearTimeout(this.job.timer);
        this.job.timer = this.allow(this.limit);
        return;
      }
      if (data.ticket !== this.job?.ticket) return;
      if ("plan" in data) this.finish((job) => job.resolve(data.plan));
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

let early: LayoutSupervisor | null = null;

/** Starts the worker of the first picture before the page is built: nothing takes longer than loading Graphviz. */
export function startEarly(): void {
  early = new LayoutSupervisor();
  early.warm();
}

/** A supervisor whose worker has been started: the early one, if nobody has taken it yet. */
export function takeSupervisor(): LayoutSupervisor {
  const taken = early ?? new LayoutSupervisor();
  early = null;
  taken.warm();
  return taken;
}
