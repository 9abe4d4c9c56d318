/** A formula in LaTeX; KaTeX and its fonts are loaded when the first one is shown. Until then, and on failure, its text. */
import { useEffect, useRef } from "preact/hooks";

let katex: Promise<typeof import("./katex")> | null = null;

/** A failure is forgotten, so that the next formula tries again. */
function load(): Promise<typeof import("./katex")> {
  katex ??= import("./katex").catch((failure: unknown) => {
    katex = null;
    throw failure;
  });
  return katex;
}

export function Formula({ latex, block = false }: { latex: string; block?: boolean }) {
  const host = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let over = false;
    if (host.current) host.current.textContent = latex;
    load().then(
      ({ renderFormula }) => {
        if (!over && host.current) renderFormula(latex, host.current, block);
      },
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [latex, block]);
  return <span class={block ? "formula block" : "formula"} ref={host} />;
}
