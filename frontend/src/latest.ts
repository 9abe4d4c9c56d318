/**
 * Runs a task so that the last call always arrives: while one run is under way, further calls wait as one; `interrupt`
 * aborts the run instead of waiting for it. Answers of aborted runs are dropped. A run may say that it is `answered`: the
 * next one is then under way while the answer is being read and shown. No more than two are, and an answer never comes
 * out after a later one. `idle` is called when nothing is under way any more.
 */

export interface Latest {
  call: (options?: { interrupt?: boolean }) => void;
  abort: () => void;
}

interface Run {
  controller: AbortController;
  answered: boolean;
}

export function latest(task: (signal: AbortSignal, answered: () => void) => Promise<void>, idle: () => void = () => undefined): Latest {
  let asking: Run | null = null;
  let reading: Run | null = null;
  let waiting = false;

  const start = (): void => {
    waiting = false;
    const run: Run = { controller: new AbortController(), answered: false };
    asking = run;
    const answered = (): void => {
      run.answered = true;
      if (run === asking) proceed();
    };
    const end = (): void => {
      if (run !== asking && run !== reading) return; // It was aborted.
      if (run === asking) {
        reading?.controller.abort(); // It has been overtaken.
        asking = null;
      }
      reading = null;
      proceed();
    };
    void task(run.controller.signal, answered).finally(end);
  };

  const proceed = (): void => {
    if (asking?.answered && !reading) [asking, reading] = [null, asking];
    if (!asking && waiting) start();
    if (!asking && !reading) idle();
  };

  const abort = (): void => {
    waiting = false;
    asking?.controller.abort();
    reading?.controller.abort();
    asking = reading = null;
  };

  return {
    call: ({ interrupt = false } = {}) => {
      if (interrupt) abort();
      if (asking) waiting = true;
      else start();
    },
    abort,
  };
}
