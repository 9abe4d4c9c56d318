/**
 * KaTeX with its style sheet, as one chunk of its own. A formula in display style is still set inline, because KaTeX
 * breaks long lines only there.
 */
import katex from "katex";
import "katex/dist/katex.min.css";

/** Of all commands that touch the page only attributes that say which value a term is. */
const isTag = ({ command }: { command: string }): boolean => command === "\\htmlData";

export function renderFormula(latex: string, host: HTMLElement, display: boolean): void {
  katex.render(display ? `\\displaystyle ${latex}` : latex, host, { throwOnError: false, output: "htmlAndMathml", trust: isTag, strict: false });
}
