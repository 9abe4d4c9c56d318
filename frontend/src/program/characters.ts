/** Half a character, as a cut copy leaves it: it cannot be sent, so it is reported here, in the server's words. */
import type { ProblemDocument } from "../api";
import { EDITOR } from "../text";

const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export function halfCharacter(text: string): ProblemDocument | null {
  const found = HALF.exec(text);
  if (!found) return null;
  const before = text.slice(0, found.index).split("\n");
  const [line, column] = [before.length, (before.at(-1) ?? "").length + 1];
  const span = { line, column, end_line: line, end_column: column + 1 };
  const code = found[0].charCodeAt(0).toString(16).toUpperCase();
  return { type: "about:blank", title: EDITOR.failed, status: 422, code: "character_refused", detail: EDITOR.half(code), hint: EDITOR.halfHint, span };
}
