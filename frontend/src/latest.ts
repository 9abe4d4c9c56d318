/**
 * Runs a task so that the last call always arrives: while one run is under way, further calls wait as one; `interrupt`
 * aborts the run instead of waiting for it. Answers of aborted runs are dropped. A run may `release` its place as soon as
 * it is answered: the next one is then under way while the answer is being read and shown. No more than two are, and
 * an answer never comes out after a later one.
 */

export interface Latest {
  call: (options?: { interrupt?: boolean }) => void;
  abort: () => void;
  /** Whether a run is under way. */
  busy: () => boolean;
}

export function latest(run: (signal: AbortSignal, release: () => void) => Promise<void>): Latest {
  let running: AbortController | null = null;
  /** The run that has been answered, but is not yet over. */
  let released: AbortController | null = null;
  let waiting = false;

  const start = (): void => {
    waiting = false;
    const controller = new AbortController();
    running = controller;
    const leave = (): void => {
      if (running !== controller) return;
      running = null;
      if (waiting) start();
    };
    const release = (): void => {
      if (running !== controller || released) return;
      released = controller;
      leave();
    };
    const end = (): void => {
      if (released === controller) released = null;
      else if (running === controller) {
        released?.abort(); // It has been overtaken.
        released = null;
      }
      leave();
    };
    void run(controller.signal, release).finally(end);
  };

  const abort = (): void => {
    waiting = false;
    running?.abort();
    released?.abort();
    running = released = null;
  };

  return {
    busy: () => running !== null,
    call: ({ interrupt = false } = {}) => {
      if (running && !interrupt) waiting = true;
      else {
        if (interrupt) abort();
        start();
      }
    },
    abort,
  };
}
