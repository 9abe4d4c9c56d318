/** Asking the server while something is dragged: one question at a time, not too often, and the last one always. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { latest } from "../latest";
import { gone, noticing } from "../program/store";

const BETWEEN_MS = 250;

interface Asking {
  /** Why the last question has no answer; empty if it has one, or may get one. */
  failure: string;
  again: () => void;
}

/** Runs `ask` soon after each change of `key`, once it is `seen`, and after a failure when the server is back. */
export function useAsked(key: string, seen: boolean, ask: (abort: AbortSignal) => Promise<void>): Asking {
  const present = useRef(ask);
  present.current = ask;
  const failure = useSignal("");
  const turns = useMemo(() => {
    const attempt = async (abort: AbortSignal): Promise<void> => {
      try {
        await noticing(present.current(abort));
        failure.value = "";
      } catch (error) {
        if (!abort.aborted) failure.value = (error as Error).message;
      }
    };
    const turn = latest(attempt);
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
  const away = gone.value;
  useEffect(() => {
    if (!away && failure.peek()) turns.call();
  }, [away]);
  useEffect(() => turns.end, []);
  return { failure: failure.value, again: turns.call };
}
