/** Calls `work` at once, then at most every `milliseconds`; the last call always happens. */
export function throttle(work: () => void, milliseconds: number): { call: () => void; cancel: () => void } {
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
