/** A formula in LaTeX; KaTeX and its fonts are loaded when the first one is shown. Until then, and on failure, its text. */
import { useEffect, useRef } from "preact/hooks";

let katex: Promise<typeof import("./katex")> | null = null;

export function Formula({ latex, block = false }: { latex: string; block?: boolean }) {
  const host = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let over = false;
    katex ??= import("./katex");
    void katex.then(({ renderFormula }) => {
      if (!over && host.current) renderFormula(latex, host.current, block);
    });
    return () => {
      over = true;
    };
  }, [latex, block]);
  return <span class={block ? "formula block" : "formula"} ref={host} />;
}
