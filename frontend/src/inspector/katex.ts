/** KaTeX with its style sheet, as one chunk of its own. */
import katex from "katex";
import "katex/dist/katex.min.css";

export function renderFormula(latex: string, host: HTMLElement, displayMode: boolean): void {
  katex.render(latex, host, { displayMode, throwOnError: false, output: "htmlAndMathml", trust: false, strict: false });
}
