/**
 * A step as equations: its rule in notation, then with the numbers in it, then what comes out. Every term is tagged with
 * the value or the edge that it stands for; matrices are written as matrices. Pure.
 */
import { type Edge, type GraphNode, type Summary, elementCount, onlyElement, toNumber } from "../model";
import { inputsOf, isInvented } from "./expression";
import { type Granularity, type Play, runLength, usesOf } from "./frames";
import {
  type Meeting, type Piece, type Place, bondOf, cutAtNames, factor, madeLatex, matrixLatex, nameTerm, neededBeside, numberBeside, numberLatex, rightSide, term, valueLatex, written,
} from "./notation";
import { isItself, summedAxes } from "./ways";

/** More lines than this are not set for one step; the sentence says the rest. */
const MOST_LINES = 4;

/** The equations of a step, in LaTeX; none where several operations are taken at once. */
export function equationsAt(play: Play, position: number, granularity: Granularity): string[] {
  const event = play.events[position - 1];
  const node = event && play.nodes.get(event.node);
  if (!event || !node?.latex || runLength(play, position, granularity) > 1) return [];
  if (event.phase === "forward") return node.formula ? [forward(play, node)] : [];
  if (event.phase === "seed") return [seed(node)];
  if (event.phase === "update") return event.before && event.after ? [update(node, event.before, event.after)] : [];
  const edges = (event.edges ?? []).flatMap((id) => play.edges.get(id) ?? []).filter(({ grad }) => grad !== null);
  return [...edges.map((edge) => backward(play, node, edge)), ...sums(play, position - 1, event.accumulated ?? {})].slice(0, MOST_LINES);
}

/** Parts of an equation: what repeats the part before it is left out. */
const equal = (...parts: (string | null)[]): string => parts.filter((part, index) => part && bare(part) !== bare(parts[index - 1] ?? "")).join(" = ");

/** Without tags, to be compared. */
const bare = (latex: string): string => latex.replace(/\\htmlData\{[^{}]*\}/g, "").replace(/[{}]/g, "");

const sized = (node: GraphNode): string => `\\in \\mathbb{R}^{${node.shape.join(" \\times ")}}`;

function forward(play: Play, node: GraphNode): string {
  const inputs = inputsOf(play.nodes, node);
  const pieces = cutAtNames(rightSide(node), inputs);
  const made = madeLatex(play.nodes, node);
  const whole = valueLatex(node.value, "", "", BOTH);
  const numbers = withNumbers(play, pieces, ({ value }) => value, node.shape);
  const left = isInvented(node) ? null : term(node, node.latex);
  if (whole === null) return `${equal(left, made)} ${sized(node)}`;
  return equal(left, made, numbers, term(node, whole));
}

function seed(node: GraphNode): string {
  const result = elementCount(node.shape) === 1 ? "1" : (matrixLatex(node.grad ?? node.value) ?? "\\mathbf{1}");
  return equal(term(node, `\\partial ${node.latex}`, true), `\\frac{\\partial ${node.latex}}{\\partial ${node.latex}}`, term(node, result, true));
}

function update(node: GraphNode, before: Summary, after: Summary): string {
  const [from, to] = [valueLatex(before, "", ""), valueLatex(after, "", "")];
  return from && to ? `${term(node, node.latex)}:\\; ${from} \\;\\longrightarrow\\; ${term(node, to)}` : term(node, node.latex);
}

const BOTH: Meeting = { row: "row", column: "column" };

/**
 * A formula with the numbers of its values; null where one of them is too large to be written out, or stands where only
 * a single number can be read. In a product of two matrices a row of the left one meets a column of the right one.
 */
function withNumbers(play: Play, pieces: Piece[], of: (node: GraphNode, place: Place) => Summary | null, result: number[]): string | null {
  const roles = meetings(play, pieces, of, result);
  let complete = true;
  const latex = written(pieces, (place, before, after) => {
    const node = play.nodes.get(place.id);
    const summary = node && of(node, place);
    const role = roles.get(place);
    const number = summary && (place.raised && onlyElement(summary) === null ? null : valueLatex(summary, before, after, role, role === BOTH ? result : []));
    complete &&= number !== null && number !== undefined;
    return node && number ? term(node, number, place.gradient) : "";
  });
  const count = pieces.filter((piece) => typeof piece !== "string").length;
  const repeated = new Set(pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece.id]))).size < count;
  const matrices = pieces.some((piece) => typeof piece !== "string" && elementCount(play.nodes.get(piece.id)?.shape ?? []) > 1);
  return complete && count > 0 && !(repeated && matrices) ? latex : null;
}

/** How each operand's cells meet those of the result: in a product of matrices, or element by element. */
function meetings(play: Play, pieces: Piece[], of: (node: GraphNode, place: Place) => Summary | null, result: number[]): Map<Place, Meeting> {
  const places = pieces.filter((piece) => typeof piece !== "string");
  const [left, right] = places;
  const between = pieces.filter((piece) => typeof piece === "string").join("|");
  const product = /^(\^\{\\top\}\|?)?\\,(\|\^\{\\top\})?$/.test(between) && left && right && places.length === 2;
  if (product) {
    const after = (place: Place): Piece => pieces[pieces.indexOf(place) + 1] ?? "";
    const turned = (place: Place): boolean => String(after(place)).startsWith("^{\\top}");
    return new Map([[left, { row: turned(left) ? "column" : "row", column: null }], [right, { row: null, column: turned(right) ? "row" : "column" }]]);
  }
  const alike = places.every((place) => {
    const node = play.nodes.get(place.id);
    const shape = (node && of(node, place)?.shape) ?? [];
    return shape.length <= result.length && shape.every((size, axis) => size === 1 || size === result[axis + result.length - shape.length]);
  });
  return new Map(alike && elementCount(result) > 1 ? places.map((place) => [place, BOTH]) : []);
}

/** "∂a = upstream · local = contribution": with each number over what it is, or as matrices. */
function backward(play: Play, node: GraphNode, edge: Edge): string {
  const source = play.nodes.get(edge.source);
  if (!source || !edge.grad) return "";
  const several = usesOf(play, source.id).filter(({ arrival }) => arrival !== null).length > 1;
  const left = `${gradientTerm(play, source)} ${several ? "\\mathrel{+}=" : "="} `;
  const [up, sent] = [onlyElement(node.grad), onlyElement(edge.grad)];
  if (edge.local.value !== null && up !== null && sent !== null) {
    const local = toNumber(edge.local.value);
    const rule = isItself(edge.local.text, local) || edge.local.rule ? "" : `:\\; ${localLatex(play, node, edge)}`;
    const product = `\\underbrace{${term(node, numberLatex(up), true)}}_{\\text{upstream}} \\cdot \\underbrace{${factor(edge.id, numberBeside(local, "\\cdot", ""))}}_{\\text{local}${rule}}`;
    return `${left}${product} = ${term(source, numberLatex(sent), true)}`;
  }
  const pieces = contributionPieces(play, node, edge);
  const names = named(play, pieces);
  const spread = edge.unbroadcast_from ?? edge.grad.shape;
  const numbers = withNumbers(play, pieces, (value, { gradient }) => (gradient ? value.grad : value.value), spread);
  const axes = summedAxes(edge);
  // What is pointed at in a sum over rows lights the column that it is the sum of.
  const result = valueLatex(edge.grad, "", "", { row: axes.includes(spread.length - 2) ? null : "row", column: axes.includes(spread.length - 1) ? null : "column" });
  const said = equal(names, numbers);
  if (result === null) return `${left}${said} ${sized(source)}`;
  const shown = term(source, result, true);
  if (axes.length > 0) return `${left}${said} \\xrightarrow{\\text{summed over axis ${axes.join(", ")}}} ${shown}`;
  const spreads = node.shape.join() !== edge.grad.shape.join() && !edge.local.rule;
  return bare(said).endsWith(bare(result)) ? left + said : `${left}${said} ${spreads ? "\\xrightarrow{\\text{to every element}}" : "="} ${shown}`;
}

/** What an edge sends, as an equation of its own. */
export function contributionLatex(play: Play, edge: Edge): string {
  const node = play.nodes.get(edge.target);
  return node ? backward(play, node, edge) : "";
}

/** "∂h/∂a = 1 − h² = 0.7864"; of a rule that is no derivative of numbers, what it sends. */
export function ruleLatex(play: Play, edge: Edge): string {
  const [node, source] = [play.nodes.get(edge.target), play.nodes.get(edge.source)];
  if (!node || !source) return "";
  const rule = localLatex(play, node, edge);
  if (edge.local.rule) return `${gradientTerm(play, source)} \\mathrel{+}= ${rule}`;
  const over = (value: GraphNode): string => (isInvented(value) ? `\\left(${madeLatex(play.nodes, value)}\\right)` : value.latex);
  const value = edge.local.value === null ? null : numberLatex(toNumber(edge.local.value));
  return equal(`\\frac{\\partial ${over(node)}}{\\partial ${over(source)}}`, rule, value);
}

/** "∂a" as a term; of a value without a name over the expression that makes it. */
function gradientTerm(play: Play, node: GraphNode): string {
  return term(node, isInvented(node) ? `\\partial \\left(${madeLatex(play.nodes, node)}\\right)` : `\\partial ${node.latex}`, true);
}

/** The rule of an edge in notation, over names. */
const localLatex = (play: Play, node: GraphNode, edge: Edge): string => named(play, cutAtNames(edge.local.latex, [node, ...inputsOf(play.nodes, node)]));

function named(play: Play, pieces: Piece[]): string {
  return written(pieces, ({ id, gradient }, before, after) => {
    const value = play.nodes.get(id);
    return !value ? "" : gradient ? gradientTerm(play, value) : nameTerm(play.nodes, value, before, after);
  });
}

/** What an edge sends, cut at names: the rule itself, or the gradient times the local derivative. */
function contributionPieces(play: Play, node: GraphNode, { local }: Edge): Piece[] {
  const values = [node, ...inputsOf(play.nodes, node)];
  if (local.rule) return cutAtNames(local.latex, values);
  const gradient: Place = { id: node.id, gradient: true, raised: false };
  if (local.latex === "1" || local.latex === "") return [gradient];
  if (local.latex === "-1") return ["-", gradient];
  const times = node.shape.length > 0 ? " \\odot " : " \\cdot ";
  const bracketed = bondOf(local.latex) >= neededBeside(times, "") ? local.latex : `\\left(${local.latex}\\right)`;
  return [gradient, ...cutAtNames(times + bracketed, values)];
}

/** "∂a = 0.4621 + 0.3932 = 0.8553": where something stood there before, or several parts came at once. */
function sums(play: Play, index: number, accumulated: Record<string, Summary>): string[] {
  return Object.entries(accumulated).flatMap(([id, total]) => {
    const node = play.nodes.get(id);
    const before = play.events.slice(0, index).findLast(({ accumulated: old }) => old && id in old)?.accumulated?.[id];
    const sent = usesOf(play, id).flatMap(({ arrival, edge }) => (arrival === index && edge.grad ? [edge.grad] : []));
    const parts = [...(before ? [before] : []), ...sent];
    const set = parts.map((part, place) => valueLatex(part, place > 0 ? "+ " : "", place + 1 < parts.length ? " +" : ""));
    const whole = valueLatex(total, "", "");
    if (!node?.latex || parts.length < 2 || set.includes(null) || whole === null) return [];
    return [equal(gradientTerm(play, node), set.join(" + "), term(node, whole, true))];
  });
}

