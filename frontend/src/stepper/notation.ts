/**
 * Formulas in notation, cut at the names of their values, so that each can be tagged, coloured, and replaced by what it
 * is made of or by its numbers. Tags are attributes, which the page reads where a term is pointed at. Pure.
 */
import { inRow, plain } from "../format";
import { type GraphNode, type Summary, elementCount, flatten, onlyElement } from "../model";
import { called, inputsOf, isInvented } from "./expression";

type Nodes = ReadonlyMap<string, GraphNode>;

/** The place of a value in a formula, or of its gradient. */
export interface Place {
  id: string;
  gradient: boolean;
  /** Whether it stands in an exponent or an index, where only single numbers can be read. */
  raised: boolean;
}

export type Piece = string | Place;

const GRADIENT = "\\partial ";
/** Groups of letters that are words, not values. */
const WORDS = /^\\(?:operatorname|text|texttt|mathtt|mathrm)\{(?:[^{}\\]|\\.)*\}/;
const LETTER = /[A-Za-z]/;

/** A formula as the pieces between the names of these values. */
export function cutAtNames(latex: string, values: GraphNode[]): Piece[] {
  const names = values
    .flatMap(({ id, latex: name, kind }) => (name && kind !== "constant" ? [{ id, name, gradient: false }, { id, name: GRADIENT + name, gradient: true }] : []))
    .toSorted((first, second) => second.name.length - first.name.length);
  const pieces: Piece[] = [];
  const groups: boolean[] = [];
  let text = "";
  for (let at = 0; at < latex.length; ) {
    const found = names.find(({ name }) => latex.startsWith(name, at) && isWhole(latex, at, name));
    if (found) {
      if (text) pieces.push(text);
      text = "";
      pieces.push({ id: found.id, gradient: found.gradient, raised: groups.includes(true) || /[\^_]$/.test(latex.slice(0, at)) });
      at += found.name.length;
      continue;
    }
    const rest = latex.slice(at);
    const token = (WORDS.exec(rest) ?? /^(?:\\[A-Za-z]+|\\.|[^])/.exec(rest))?.[0] ?? "";
    if (token === "{") groups.push(/[\^_]$/.test(latex.slice(0, at)));
    if (token === "}") groups.pop();
    text += token;
    at += token.length;
  }
  return text ? [...pieces, text] : pieces;
}

/** Whether a name is not the beginning, the end or the middle of something else. "e" with an exponent is Euler's number. */
function isWhole(latex: string, at: number, name: string): boolean {
  const [before, after] = [latex[at - 1] ?? "", latex[at + name.length] ?? ""];
  if (LETTER.test(name[0] ?? "") && (LETTER.test(before) || before === "\\")) return false;
  if (name === "e" && after === "^") return false;
  return after !== "_" && !(LETTER.test(name.at(-1) ?? "") && LETTER.test(after));
}

/** The formula with something else in the place of each value. */
export const written = (pieces: Piece[], write: (place: Place, before: string, after: string) => string): string =>
  pieces.map((piece, index) => (typeof piece === "string" ? piece : write(piece, textOf(pieces.slice(0, index)), textOf(pieces.slice(index + 1))))).join("");

/** What stands beside a place, other values standing for themselves. */
const textOf = (pieces: Piece[]): string => pieces.map((piece) => (typeof piece === "string" ? piece : "x")).join("");

/** A term that says which value it is, or whose gradient. */
export const term = (node: GraphNode, latex: string, gradient = false): string =>
  `\\htmlData{node=${node.id},kind=${gradient ? "gradient" : node.kind}}{${latex}}`;

/** A term that is the local derivative along an edge. */
export const factor = (edge: string, latex: string): string => `\\htmlData{edge=${edge},kind=local}{${latex}}`;

/** A value as a term: under its name, or as the expression that makes it, each part of which is a term of its own. */
export function nameTerm(nodes: Nodes, node: GraphNode, before = "", after = ""): string {
  if (!isInvented(node) || !node.formula) return term(node, node.latex);
  const latex = madeLatex(nodes, node);
  return term(node, isFree(before, after) || bondOf(latex) >= neededBeside(before, after) ? latex : `\\left(${latex}\\right)`);
}

/** What a value is made of, in notation. Where its words leave operands out, so does this. */
export function madeLatex(nodes: Nodes, node: GraphNode): string {
  const pieces = cutAtNames(rightSide(node), inputsOf(nodes, node));
  const shortened = isInvented(node) && called(nodes, node.id).includes("…");
  return written(pieces, ({ id }, before, after) => {
    const input = nodes.get(id);
    if (!input) return "";
    return shortened && isInvented(input) ? term(input, "\\ldots ") : nameTerm(nodes, input, before, after);
  });
}

/** The formula without the name of its result. */
export const rightSide = ({ formula }: GraphNode): string => formula?.forward.slice(formula.forward.indexOf(" = ") + 3) ?? "";

export const numberLatex = (number: number): string => inLatex(plain(number));

function inLatex(text: string): string {
  if (text === "NaN") return "\\text{NaN}";
  return text.replaceAll("−", "-").replace("∞", "\\infty ").replace(/e(-?\d+)/, " \\cdot 10^{$1}");
}

/** A number between its neighbours: in brackets where its sign or its power of ten would run into them. */
export function numberBeside(number: number, before: string, after: string): string {
  const latex = numberLatex(number);
  const plainly = !latex.startsWith("-") && !latex.includes("cdot");
  return plainly || isFree(before, after) || (before === "" && / ?[+\-=]/.test(after.slice(0, 2))) ? latex : `\\left(${latex}\\right)`;
}

/** Rows and columns that are written out, at most. */
const MOST = 4;
const DIGITS = 3;

/** How the rows and columns of a matrix meet those of the result: each cell knows the ones that it takes part in. */
export interface Meeting {
  row: "row" | "column" | null;
  column: "row" | "column" | null;
}

const rowsAndColumns = (shape: readonly number[]): [number, number] => (shape.length === 1 ? [1, shape[0] ?? 1] : [shape[0] ?? 1, shape[1] ?? 1]);

/**
 * A small vector or matrix in brackets; null where it is too large or has more axes. Where it is repeated to the shape of
 * a result, `spread`, the rows and columns that it does not have are written as ghosts of those that it has.
 */
export function matrixLatex(summary: Summary, { row, column }: Meeting = { row: null, column: null }, spread: readonly number[] = []): string | null {
  const { shape, data } = summary;
  const [rows, columns] = rowsAndColumns(shape);
  const [high, wide] = rowsAndColumns(spread);
  const ghosts = spread.length > 0 && spread.length <= 2 && high <= MOST && wide <= MOST && (high === rows || rows === 1) && (wide === columns || columns === 1);
  const [down, across] = ghosts ? [high, wide] : [rows, columns];
  if (data === null || shape.length > 2 || rows > MOST || columns > MOST || elementCount(shape) === 0) return null;
  const values = flatten(data);
  const cell = (i: number, j: number): string => {
    const at = { row: down > 1 || row === "row" ? i : null, column: across > 1 || column === "column" ? j : null };
    const marks = [row && at[row] !== null && `i=${at[row]}`, column && at[column] !== null && `j=${at[column]}`].filter(Boolean);
    const ghost = i >= rows || j >= columns;
    if (ghost) marks.push("ghost=1");
    const number = inLatex(inRow([values[(rows === 1 ? 0 : i) * columns + (columns === 1 ? 0 : j)] ?? Number.NaN], DIGITS).replace("+", ""));
    return marks.length > 0 ? `\\htmlData{cell=1,${marks.join(",")}}{${number}}` : number;
  };
  const lines = Array.from({ length: down }, (_, i) => Array.from({ length: across }, (__, j) => cell(i, j)).join(" & "));
  return `\\begin{bmatrix}${lines.join(" \\\\ ")}\\end{bmatrix}`;
}

/** A number or a small matrix; null where it is too large. */
export function valueLatex(summary: Summary, before: string, after: string, meeting?: Meeting, spread?: readonly number[]): string | null {
  const only = onlyElement(summary);
  return only === null ? matrixLatex(summary, meeting, spread) : numberBeside(only, before, after);
}

/** Whether nothing stands beside a place that could run into it. */
const isFree = (before: string, after: string): boolean => /(^|\\left[([|]|\{|, ?|= )$/.test(before) && /^($|\\right|\}|,| =)/.test(after);

const BOND = { choice: 0, sum: 1, product: 2, power: 3, whole: 4 } as const;

/** What holds a formula together where it is loosest. */
export function bondOf(latex: string): number {
  let flat = latex.replace(/\\htmlData\{[^{}]*\}/g, "");
  for (let before = ""; before !== flat; ) {
    before = flat;
    flat = flat.replace(/\{[^{}]*\}/g, "□").replace(/\\left[([|](?:(?!\\left|\\right).)*\\right[)\]|]/g, "□");
  }
  if (/[<>]| = |\\[gln]e /.test(flat)) return BOND.choice;
  if (/ [+-] |^-/.test(flat)) return BOND.sum;
  if (/\\cdot|\\odot|\\,|\\sum/.test(flat)) return BOND.product;
  return /\^/.test(flat) ? BOND.power : BOND.whole;
}

/** What needs how tight a neighbour, before and behind a place; the first that fits counts. */
const BEFORE: [RegExp, number][] = [[/\\partial $/, BOND.whole], [/(?<!\\right)(?:\\(?:cdot|odot|sum|times) |\\,|-) ?$/, BOND.product], [/(?:[+<>=]|\\ne|\\[gl]e) $/, BOND.sum]];
const BEHIND: [RegExp, number][] = [[/^\^/, BOND.whole], [/^(?: \\(?:cdot|odot|times)|\\,)/, BOND.product], [/^ (?:[+\-<>=]|\\ne|\\[gl]e)/, BOND.sum]];

/** How tightly a part must hold together between its neighbours. */
export function neededBeside(before: string, after: string): number {
  const [left, right] = [BEFORE.find(([sign]) => sign.test(before)), BEHIND.find(([sign]) => sign.test(after))];
  return Math.max(left?.[1] ?? BOND.choice, right?.[1] ?? BOND.choice);
}
