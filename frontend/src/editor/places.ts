/**
 * What a place in the text means: on a name the value that the name stands for there, as far as the text tells;
 * elsewhere the innermost value whose text holds the place. Pure.
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

export function nodeAt(nodes: GraphNode[], text: string, place: Place): string | null {
  const lines = text.split("\n");
  const line = lines[place.line - 1] ?? "";
  const comment = line.indexOf("#");
  if (comment >= 0 && place.column > comment + 1 && !/["']/.test(line)) return null;
  const word = [...line.matchAll(WORD)].find(({ index, 0: { length } }) => place.column - 1 >= index && place.column - 1 <= index + length);
  const named = word && !/^\d/.test(word[0]) && line[word.index - 1] !== "." ? meant(nodes, lines, word[0], { line: place.line, column: word.index + 1 }, new Set()) : null;
  return named ?? innermost(nodes, place);
}

/** The value of a name where it stands. */
function meant(nodes: GraphNode[], lines: string[], name: string, at: Place, asked: Set<string>): string | null {
  const line = lines[at.line - 1] ?? "";
  const target = BEFORE_TARGET.test(line.slice(0, at.column - 1)) && BEHIND_TARGET.test(line.slice(at.column - 1 + name.length));
  const here = scope(lines, at.line);
  const definitions = nodes.filter((node) => node.span && node.name?.split("#")[0] === name && [0, here].includes(scope(lines, node.span.line)));
  // Of values with the same text, as in a loop, the first stands for all.
  const found = target
    ? definitions.filter(({ span }) => order(startOf(span as Span), at) >= 0).toSorted((a, b) => order(startOf(a.span as Span), startOf(b.span as Span)))[0]
    : definitions.filter(({ span }) => order(endOf(span as Span), at) <= 0).toSorted((a, b) => order(endOf(b.span as Span), endOf(a.span as Span)))[0];
  const end = target ? at.line : at.line - 1;
  return (found && (!target || found.span?.line === at.line) ? found.id : null) ?? other(nodes, lines, name, end, asked) ?? found?.id ?? null;
}

/** The value of a name that is only another name of it: `c = a`, up to a line. */
function other(nodes: GraphNode[], lines: string[], name: string, end: number, asked: Set<string>): string | null {
  if (asked.has(name)) return null;
  asked.add(name);
  for (let line = end; line > 0; line -= 1) {
    const alias = new RegExp(`^\\s*${name}\\s*=\\s*([${LETTERS}]+)\\s*(?:#.*)?$`).exec(lines[line - 1] ?? "")?.[1];
    if (alias) return meant(nodes, lines, alias, { line, column: (lines[line - 1] ?? "").lastIndexOf(alias) + 1 }, asked);
  }
  return null;
}

/** The line of the function that a line belongs to; 0 for none. */
function scope(lines: string[], line: number): number {
  const indent = (at: number): number => (lines[at - 1] ?? "").search(/\S/);
  let inner = indent(line);
  for (let above = line - 1; above > 0 && inner > 0; above -= 1) {
    if (indent(above) < 0 || indent(above) >= inner) continue;
    inner = indent(above);
    if (/^\s*def\b/.test(lines[above - 1] ?? "")) return above;
  }
  return 0;
}

const startOf = ({ line, column }: Span): Place => ({ line, column });
const endOf = ({ end_line: line, end_column: column }: Span): Place => ({ line, column });
const order = (a: Place, b: Place): number => a.line - b.line || a.column - b.column;

function innermost(nodes: GraphNode[], place: Place): string | null {
  const holding = nodes.filter(({ span }) => span && order(startOf(span), place) <= 0 && order(endOf(span), place) >= 0);
  const extent = ({ span }: GraphNode): number => (span ? (span.end_line - span.line) * 1000 + span.end_column - span.column : Infinity);
  return holding.length === 0 ? null : holding.reduce((best, node) => (extent(node) < extent(best) ? node : best)).id;
}
