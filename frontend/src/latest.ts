/**
 * Runs a task so that the last call always arrives: while one run is under way, further calls wait as one; `interrupt`
 * aborts the run instead of waiting for it. Answers of aborted runs are dropped. A run may `release` its place as soon as
 * it has its answer: the next one is then under way while the answer is being shown.
 */

export interface Latest {
  call: (options?: { interrupt?: boolean }) => void;
  abort: () => void;
  /** Whether a run is under way. */
  busy: () => boolean;
}

export function latest(run: (signal: AbortSignal, release: () => void) => Promise<void>): Latest {
  let running: AbortController | null = null;
  let waiting = false;

  const start = (): void => {
    waiting = false;
    const controller = new AbortController();
    running = controller;
    const release = (): void => {
      if (running !== controller) return;
      running = null;
      if (waiting) start();
    };
    void run(controller.signal, release).finally(release);
  };

  return {
    busy: () => running !== null,
    call: ({ interrupt = false } = {}) => {
      if (running && !interrupt) waiting = true;
      else {
        running?.abort();
        start();
      }
    },
    abort: () => {
      waiting = false;
      running?.abort();
      running = null;
    },
  };
}
