/** Where a text defines its leaves, so that values set by sliders survive changes of other parts of the text. Pure. */
import type { GraphNode, NestedNumbers, Span } from "../model";

/** The piece of a text at a span. */
export function textAt(text: string, { line, column, end_line: endLine, end_column: endColumn }: Span): string {
  const lines = text.split("\n").slice(line - 1, endLine);
  return lines.map((piece, index) => piece.slice(index === 0 ? column - 1 : 0, index === endLine - line ? endColumn - 1 : undefined)).join("\n");
}

/** The text with another piece at a span. */
export function withTextAt(text: string, span: Span, piece: string): string {
  const lines = text.split("\n");
  const [first = "", last = ""] = [lines[span.line - 1], lines[span.end_line - 1]];
  return [...lines.slice(0, span.line - 1), first.slice(0, span.column - 1) + piece + last.slice(span.end_column - 1), ...lines.slice(span.end_line)].join("\n");
}

/** What stands to the right of each assignment to a name, to the end of the text. */
function definitions(text: string, name: string): string[] {
  const found = text.matchAll(new RegExp(`^[ \\t]*${name}[ \\t]*=(?!=)[ \\t]*`, "gm"));
  return [...found].map((match) => text.slice(match.index + match[0].length));
}

/** Of other values for leaves those that a new text leaves alone: the leaf's literal still stands where it stood. */
export function untouched(values: Record<string, NestedNumbers>, nodes: GraphNode[], before: string, after: string): Record<string, NestedNumbers> {
  const stays = (name: string): boolean => {
    const [base = ""] = name.split("#");
    const span = nodes.find((node) => node.name === name && node.inputs.length === 0)?.span;
    if (!span) return false;
    const literal = textAt(before, span);
    const from = before.split("\n").slice(0, span.line - 1).join("\n").length + (span.line > 1 ? 1 : 0) + span.column - 1;
    const [old, present] = [definitions(before, base), definitions(after, base)];
    const rest = present[old.indexOf(before.slice(from))];
    return old.length === present.length && rest !== undefined && rest.startsWith(literal) && /^[ \t]*(?:[#;\n]|$)/.test(rest.slice(literal.length));
  };
  return Object.fromEntries(Object.entries(values).filter(([name]) => stays(name)));
}

/** Names that models give to what they learn. */
const LEARNT = /^(?:[wbθβγ]|theta|beta|gamma|weights?|bias|coef|slope|intercept)(?:[_\d]|$)/i;
export const isLearnt = (name: string): boolean => LEARNT.test(name);
