/**
 * A formula. KaTeX and its fonts are loaded when the first one is shown; until then, and while they cannot be had, the
 * same stands there in plain notation.
 */
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { isUp } from "../api";

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30_000;

const katex = signal<typeof import("./katex") | null>(null);
let asked = false;

/** Loads KaTeX once; where that fails, it is tried again as soon as the server is back. */
function load(): void {
  if (asked) return;
  asked = true;
  const attempt = (wait: number): Promise<void> =>
    import("./katex").then(
      (loaded) => void (katex.value = loaded),
      () => later(wait),
    );
  const later = (wait: number): void => void setTimeout(() => void look(wait), wait);
  const look = async (wait: number): Promise<void> => {
    const next = Math.min(2 * wait, LONGEST_WAIT_MS);
    if (!document.hidden && (await isUp())) void attempt(next);
    else later(document.hidden ? wait : next);
  };
  void attempt(FIRST_WAIT_MS);
}

interface Props {
  latex: string;
  /** The same in plain notation. */
  plain: string;
  block?: boolean;
  /** Called when it has been set anew. */
  drawn?: () => void;
}

export function Formula({ latex, plain, block = false, drawn }: Props) {
  const host = useRef<HTMLSpanElement>(null);
  const setter = katex.value;
  useEffect(load, []);
  useLayoutEffect(() => {
    if (!setter || !host.current) return;
    setter.renderFormula(latex, host.current, block);
    drawn?.();
  }, [setter, latex, block]);
  const place = block ? "formula block" : "formula";
  return setter ? <span key="set" class={place} ref={host} /> : <span key="plain" class={`${place} num`}>{plain}</span>;
}
