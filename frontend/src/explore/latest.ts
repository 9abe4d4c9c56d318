/**
 * Runs a task so that the last call always arrives: while one run is under way, further calls wait as one; `interrupt`
 * aborts the run instead of waiting for it. Answers of aborted runs are dropped.
 */

export interface Latest {
  call: (options?: { interrupt?: boolean }) => void;
  abort: () => void;
}

export function latest(run: (signal: AbortSignal) => Promise<void>): Latest {
  let running: AbortController | null = null;
  let waiting = false;

  const start = (): void => {
    waiting = false;
    const controller = new AbortController();
    running = controller;
    void run(controller.signal).finally(() => {
      if (running !== controller) return;
      running = null;
      if (waiting) start();
    });
  };

  return {
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
