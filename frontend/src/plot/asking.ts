/** Asking the server while something is dragged: one question at a time, not too often, and the last one always. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import { latest } from "../latest";

const BETWEEN_MS = 250;

/** Runs `ask` soon after each change of `key`, once it is `seen`; a question that fails leaves everything as it is. */
export function useAsked(key: string, seen: boolean, ask: (abort: AbortSignal) => Promise<void>): void {
  const present = useRef(ask);
  present.current = ask;
  const turns = useMemo(() => {
    const turn = latest((abort) => present.current(abort).catch(() => undefined));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const go = (): void => {
      timer = undefined;
      turn.call();
    };
    return {
      call: () => {
        timer ??= setTimeout(go, BETWEEN_MS);
      },
      end: () => {
        clearTimeout(timer);
        turn.abort();
      },
    };
  }, []);
  useEffect(() => {
    if (seen) turns.call();
  }, [key, seen]);
  useEffect(() => turns.end, []);
}
