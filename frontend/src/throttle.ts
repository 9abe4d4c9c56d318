/** Work that is called for more often than it is done; the last call is always followed. */
export interface Paced {
  call: () => void;
  cancel: () => void;
}

/** Calls `work` at once, then at most every `milliseconds`. */
export function throttle(work: () => void, milliseconds: number): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const run = (): void => {
    timer = undefined;
    last = performance.now();
    work();
  };
  return {
    call: () => {
      if (timer === undefined) {
        const wait = last + milliseconds - performance.now();
        if (wait <= 0) run();
        else timer = setTimeout(run, wait);
      }
    },
    cancel: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

/** Calls `work` when nobody has called for so many milliseconds, but at the latest so long after the first call. */
export function atRest(work: () => void, milliseconds: number, longest = Infinity): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due: number | null = null;
  const cancel = (): void => {
    clearTimeout(timer);
    due = null;
  };
  const run = (): void => {
    due = null;
    work();
  };
  return {
    call: () => {
      const now = performance.now();
      due ??= now + longest;
      clearTimeout(timer);
      timer = setTimeout(run, Math.min(milliseconds, due - now));
    },
    cancel,
  };
}
