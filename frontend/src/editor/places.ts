/**
 * What a place in the text means: on a name the value that the name stands for there, as far as the text tells;
 * elsewhere the innermost value whose text holds the place. What a loop or several calls make of one place are as many
 * values. Pure.
 */
import type { GraphNode, Span } from "../model";

export interface Place {
  line: number;
  column: number;
}

const LETTERS = "A-Za-z0-9_\\u0370-\\u03ff\\u1f00-\\u1fff";
const WORD = new RegExp(`[${LETTERS}]+`, "g");
/** What stands before and behind a name that is given a value. */
const [BEFORE_TARGET, BEHIND_TARGET] = [new RegExp(`^[\\s(${LETTERS},=]*$`), new RegExp(`^[\\s)${LETTERS},]*(?:=(?!=)|(?:[-+*/@]|\\*\\*|//)=)`)];

export function nodesAt(nodes: GraphNode[], text: string, place: Place): string[] {
  const lines = text.split("\n");
  const line = lines[place.line - 1] ?? "";
  const comment = line.indexOf("#");
  if (comment >= 0 && place.column > comment + 1 && !/["']/.test(line)) return [];
  const word = [...line.matchAll(WORD)].find(({ index, 0: { length } }) => place.column - 1 >= index && place.column - 1 <= index + length);
  const named = word && !/^\d/.test(word[0]) && line[word.index - 1] !== "." ? meant(nodes, lines, word[0], { line: place.line, column: word.index + 1 }, new Set()) : null;
  return (named ?? innermost(nodes, place)).map(({ id }) => id);
}

const baseName = ({ name }: GraphNode): string | undefined => name?.split("#")[0];
const sameSpan = (one: Span, another: Span): boolean => order(startOf(one), startOf(another)) === 0 && order(endOf(one), endOf(another)) === 0;

/** The value of a name where it stands; those of all turns or calls inside the block that gives it. */
function meant(nodes: GraphNode[], lines: string[], name: string, at: Place, asked: Set<string>): GraphNode[] | null {
  const line = lines[at.line - 1] ?? "";
  const target = BEFORE_TARGET.test(line.slice(0, at.column - 1)) && BEHIND_TARGET.test(line.slice(at.column - 1 + name.length));
  const here = scope(lines, at.line);
  // What a function is given has no node of its own under this name, unless the function sets it anew.
  const given = here > 0 && new RegExp(`[(,]\\s*${name}(?![${LETTERS}])`).test(lines[here - 1] ?? "");
  const definitions = nodes.filter((node) => node.span && baseName(node) === name && (given ? [here] : [0, here]).includes(scope(lines, node.span.line)));
  const found = target
    ? definitions.filter(({ span }) => order(startOf(span as Span), at) >= 0).toSorted((a, b) => order(startOf(a.span as Span), startOf(b.span as Span)))[0]
    : definitions.filter(({ span }) => order(endOf(span as Span), at) <= 0).toSorted((a, b) => order(endOf(b.span as Span), endOf(a.span as Span)))[0];
  if (given && !found) return null;
  const place = found?.span;
  const alike = place && definitions.filter(({ span }) => sameSpan(span as Span, place));
  const values = (place && left(lines, place.line, at.line) ? alike?.slice(-1) : alike) ?? null;
  return (target && place?.line !== at.line ? null : values) ?? other(nodes, lines, name, target ? at.line : at.line - 1, asked) ?? values;
}

/** The value of a name that is only another name of it: `c = a`, up to a line. */
function other(nodes: GraphNode[], lines: string[], name: string, end: number, asked: Set<string>): GraphNode[] | null {
  if (asked.has(name)) return null;
  asked.add(name);
  for (let line = end; line > 0; line -= 1) {
    const alias = new RegExp(`^\\s*${name}\\s*=\\s*([${LETTERS}]+)\\s*(?:#.*)?$`).exec(lines[line - 1] ?? "")?.[1];
    if (alias) return meant(nodes, lines, alias, { line, column: (lines[line - 1] ?? "").lastIndexOf(alias) + 1 }, asked);
  }
  return null;
}

/** Where a line begins; −1 for an empty one. */
const indent = (lines: string[], line: number): number => (lines[line - 1] ?? "").search(/\S/);

/** Whether a block that one line belongs to has ended before another line. */
const left = (lines: string[], from: number, to: number): boolean =>
  lines.some((_, index) => index + 1 > from && index + 1 <= to && indent(lines, index + 1) >= 0 && indent(lines, index + 1) < indent(lines, from));

/** The line of the function that a line belongs to; 0 for none. */
function scope(lines: string[], line: number): number {
  let inner = indent(lines, line);
  for (let above = line - 1; above > 0 && inner > 0; above -= 1) {
    if (indent(lines, above) < 0 || indent(lines, above) >= inner) continue;
    inner = indent(lines, above);
    if (/^\s*def\b/.test(lines[above - 1] ?? "")) return above;
  }
  return 0;
}

const startOf = ({ line, column }: Span): Place => ({ line, column });
const endOf = ({ end_line: line, end_column: column }: Span): Place => ({ line, column });
const order = (a: Place, b: Place): number => a.line - b.line || a.column - b.column;

/** All values of the smallest piece of text that holds a place: also those of the steps of one function, as of softmax. */
function innermost(nodes: GraphNode[], place: Place): GraphNode[] {
  const holding = nodes.filter(({ span }) => span && order(startOf(span), place) <= 0 && order(endOf(span), place) >= 0);
  const extent = ({ span }: GraphNode): number => (span ? (span.end_line - span.line) * 1000 + span.end_column - span.column : Infinity);
  const least = Math.min(...holding.map(extent));
  return holding.filter((node) => extent(node) === least);
}
