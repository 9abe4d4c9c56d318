/** A polite live region that speaks at most once a second, and always the latest words. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { throttle } from "../throttle";

const BETWEEN_WORDS_MS = 1000;

export function Announcer({ words }: { words: string }) {
  const spoken = useSignal("");
  const latest = useRef(words);
  latest.current = words;
  const speaker = useMemo(() => throttle(() => (spoken.value = latest.current), BETWEEN_WORDS_MS), []);
  useEffect(speaker.call, [words]);
  useEffect(() => speaker.cancel, []);
  return <p class="visually-hidden" aria-live="polite" role="status">{spoken.value}</p>;
}
