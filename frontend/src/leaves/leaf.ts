/** Leaves as the rows show them: which can be set, the range of a slider, and how a kind is switched in the text. */
import { plain } from "../format";
import { textAt, withTextAt } from "../program/literals";
import { type Graph, type GraphNode, type NestedNumbers, type Span, elementCount, flatten, isShaped } from "../model";

/** Matrices up to this many rows and columns are edited in a grid. */
export const GRID_SIZE = 8;

export interface Range {
  min: number;
  max: number;
  step: number;
}

/** Named leaves, in the order of the program. */
export function settableLeaves(graph: Graph): GraphNode[] {
  return graph.nodes.filter(({ kind, name, inputs }) => name !== null && inputs.length === 0 && (kind === "data" || kind === "parameter"));
}

/**
 * Of values by name the one that is a leaf's; undefined where it has none. A program may use any name, also those that
 * objects know; and while another program is on its way a value may belong to a leaf of the same name in another shape.
 */
export function valueFor({ name, shape }: GraphNode, values: Record<string, NestedNumbers>): NestedNumbers | undefined {
  const value = name !== null && Object.hasOwn(values, name) ? values[name] : undefined;
  return value !== undefined && isShaped(value, shape) ? value : undefined;
}

/** Between these the ends of a range, their distance and a step in it are ordinary numbers. */
const [LEAST, MOST] = [1e-300, 5e307];

/** A range around a value: symmetric about zero, to a round limit, in 200 steps a side. The largest numbers have one side. */
export function rangeAround(value: number): Range {
  if (Number.isFinite(value) && Math.abs(value) > MOST) {
    const [min, max] = value < 0 ? [-Number.MAX_VALUE, 0] : [0, Number.MAX_VALUE];
    return { min, max, step: 1e306 };
  }
  const size = Number.isFinite(value) && value !== 0 ? Math.min(MOST / 2, Math.max(LEAST, Math.abs(value))) : 1;
  const decade = Number(`1e${Math.floor(Math.log10(size * 2))}`);
  const round = [1, 2, 5, 10].find((digit) => digit * decade >= size * 2 * (1 - 1e-12)) ?? 10;
  const limit = Number((round * decade).toPrecision(12));
  return { min: -limit, max: limit, step: Number((limit / 200).toPrecision(12)) };
}

/** What is wrong with a range, if anything; it must hold the present value. */
export function rangeProblem({ min, max, step }: Range, present: number): "order" | "step" | "outside" | null {
  if (!(min < max) || !Number.isFinite(max - min)) return "order";
  if (!(step > 0 && step <= max - min)) return "step";
  return present < min || present > max ? "outside" : null;
}

/** How a leaf is edited: with a slider, in a grid, or (too large, or of rank 3 and more) not here. */
export function editorFor({ shape }: GraphNode): "slider" | "grid" | "none" {
  if (elementCount(shape) === 1) return "slider";
  const [rows = 1, columns = 1] = shape.length === 1 ? [1, shape[0]] : shape;
  return shape.length <= 2 && rows <= GRID_SIZE && columns <= GRID_SIZE && elementCount(shape) > 0 ? "grid" : "none";
}

/** The value of a one-element leaf with another number in it, in the same shape. */
export function inShape(shape: number[], value: number): NestedNumbers {
  return shape.reduceRight<NestedNumbers>((inner) => [inner], value);
}

/** Nested lists out of all elements in row order. */
export function shaped(values: number[], shape: number[]): NestedNumbers {
  const [first, ...rest] = shape;
  if (first === undefined) return values[0] ?? 0;
  const size = elementCount(rest);
  return Array.from({ length: first }, (_, row) => shaped(values.slice(row * size, (row + 1) * size), rest));
}

/** Nested lists with one element replaced; `index` has one number per axis. */
export function replaced(values: NestedNumbers, index: number[], value: number): NestedNumbers {
  const [first, ...rest] = index;
  if (first === undefined || !Array.isArray(values)) return value;
  return values.map((inner, position) => (position === first ? replaced(inner, rest, value) : inner));
}

/** A call that makes a leaf, whatever library it names, and what is in its brackets. */
const CALL = /^((?:\w+\.)*)(data|tensor|array|asarray|as_tensor|param|parameter|Parameter|Value)\s*\(([\s\S]*)\)$/;
const PARAMETERS = new Set(["param", "parameter", "Parameter", "Value"]);
const REQUIRES = /\s*,\s*requires_grad\s*=\s*(True|False)\b/;

/** What a literal holds, without the call around it. */
export const argumentsOf = (literal: string): string => {
  const bare = literal.replace(REQUIRES, "");
  return CALL.exec(bare)?.[3] ?? bare;
};

/** What the text says of a leaf that has another value now; null where it has none, or the same number. */
export function literalOf(leaf: GraphNode, values: Record<string, NestedNumbers>, text: string): string | null {
  const value = valueFor(leaf, values);
  if (value === undefined || !leaf.span) return null;
  const literal = textAt(text, leaf.span);
  const [only, ...others] = flatten(value);
  const said = argumentsOf(literal).replace(/[[\](),\s]/g, "");
  return others.length === 0 && said !== "" && Number(said) === only ? null : literal;
}

/** Numbers that leaves have now, by the literals that say another one: several where one literal makes several leaves. */
export function ghosts(graph: Graph, values: Record<string, NestedNumbers>, text: string): { span: Span; now: string }[] {
  const found = new Map<string, { span: Span; now: string }>();
  for (const leaf of Object.keys(values).length > 0 ? settableLeaves(graph) : []) {
    if (!leaf.span || elementCount(leaf.shape) !== 1 || literalOf(leaf, values, text) === null) continue;
    const place = Object.values(leaf.span).join();
    const now = plain(flatten(valueFor(leaf, values) ?? [])[0] ?? Number.NaN);
    const before = found.get(place);
    found.set(place, { span: leaf.span, now: before ? `${before.now}, ${now}` : now });
  }
  return [...found.values()];
}

/** Numbers between commas are a tuple, but would be several arguments of a call. */
const inBrackets = (literal: string): string => (/^[^([]*,/.test(literal) ? `(${literal})` : literal);

/** The program with a leaf's kind switched between data and parameter; null where its own text does not decide that. */
export function switchedKind(source: string, leaf: GraphNode): string | null {
  if (!leaf.span) return null;
  const written = textAt(source, leaf.span);
  const bare = written.replace(REQUIRES, "");
  const [, library = "", maker = "", inner = ""] = CALL.exec(bare) ?? [];
  const made = (kind: "data" | "param"): string => withTextAt(source, leaf.span as Span, `${kind}(${maker ? inner : inBrackets(bare)})`);
  if (leaf.kind !== "parameter") {
    return library.startsWith("torch.") && maker.endsWith("tensor") ? withTextAt(source, leaf.span, `${bare.slice(0, -1)}, requires_grad=True)`) : made("param");
  }
  if (REQUIRES.test(written)) return withTextAt(source, leaf.span, bare);
  return maker && !PARAMETERS.has(maker) ? null : made("data");
}

/** The program with leaves made parameters where it can be: from the last one on, so that the places of the others stay true. */
export function asParameters(source: string, leaves: GraphNode[]): string {
  const place = ({ span }: GraphNode): number => (span ? span.line * 1e6 + span.column : 0);
  return leaves.filter(({ kind }) => kind === "data").toSorted((one, other) => place(other) - place(one)).reduce((text, leaf) => switchedKind(text, leaf) ?? text, source);
}
