/**
 * What is calculated, on one line: with names, with numbers, and what a value is called that the program gives no name.
 * Invented names ("v4") stand nowhere: instead the expression that makes the value, or its outermost operation.
 */
import { type GraphNode, onlyElement } from "../model";
import { operationOf } from "../vocabulary";
import { amount, isShort } from "./amounts";

/** What names are made of; a name before "(" is a function, one before "=" a parameter. */
const WORD = "A-Za-z0-9_\\u0370-\\u03ff";
/** An expression that is longer than so many characters does not stand for a value inside another one. */
const LONGEST = 24;
/** In place of an operand that would make an expression too long. */
const LEFT_OUT = "…";

/** How tightly the parts of an expression hold together. */
const BOND = { choice: 0, sum: 1, product: 2, matrices: 3, power: 4, whole: 5 } as const;

/** The operation in the notation of its expression, over given operands: "a × b", "tanh(a)", "q²", "x[0, 1]". */
export function expression(node: GraphNode, inputs: GraphNode[], operands: string[]): string {
  // Constants stand in the expression as they are.
  const words = new Map(inputs.flatMap(({ label, kind }, slot) => (kind === "constant" && !/^[A-Za-z_]/.test(label) ? [] : [[label, operands[slot] ?? label]])));
  return node.expression ? renamed(node.expression, words) : `${operationOf(node)}(${operands.join(", ")})`;
}

/** A text with other words for labels. */
export function renamed(text: string, words: ReadonlyMap<string, string>): string {
  if (words.size === 0) return text;
  const labels = [...words.keys()].toSorted((first, second) => second.length - first.length).map((label) => label.replace(/[^\p{L}\p{N}_]/gu, "\\$&"));
  const operand = new RegExp(`(?<![${WORD}])(?:${labels.join("|")})(?![${WORD}(=₀-₉])`, "g");
  return text.replace(operand, (label, at: number, whole: string) => inPlace(words.get(label) ?? label, whole.slice(0, at), whole.slice(at + label.length)));
}

/** An operand between what stands before and after it: in brackets where it would run into a neighbour. */
function inPlace(operand: string, before: string, after: string): string {
  const alone = /(^|[([|⌊⌈]|, )$/.test(before) && /^($|[)\]|⌋⌉,])/.test(after);
  const raised = /^[⁰¹²³⁴⁵⁶⁷⁸⁹⁻^]/.test(after);
  if (/^[\d.e−]+$|^−∞$/.test(operand)) {
    const first = before === "" && after.startsWith(" ");
    return (operand.startsWith("−") && !alone && !first) || (raised && /e−?\d/.test(operand)) ? `(${operand})` : operand;
  }
  return alone || bondOf(operand) >= neededBeside(before, after) ? operand : `(${operand})`;
}

/** What holds an operand together where it is loosest, outside of brackets. */
function bondOf(text: string): number {
  let flat = text;
  for (let before = ""; before !== flat; ) {
    before = flat;
    flat = flat.replace(/[([|⌊⌈][^()[\]|⌊⌋⌈⌉]*[)\]|⌋⌉]/g, "□");
  }
  if (/ if | [<>=≠≤≥]+ /.test(flat)) return BOND.choice;
  if (/ [+−] |^−/.test(flat)) return BOND.sum;
  if (/ [×÷·/] /.test(flat)) return BOND.product;
  if (/ @ /.test(flat)) return BOND.matrices;
  return /[⁰¹²³⁴⁵⁶⁷⁸⁹⁻^]/.test(flat) ? BOND.power : BOND.whole;
}

/** What needs how tight a neighbour, before and behind an operand; the first that fits counts. */
const BEFORE: [RegExp, number][] = [[/[\^∂]$/, BOND.whole], [/[÷/@] $/, BOND.power], [/[×·−] ?$/, BOND.product], [/[+<>=≠≤≥] $/, BOND.sum]];
const BEHIND: [RegExp, number][] = [[/^[⁰¹²³⁴⁵⁶⁷⁸⁹⁻^ᵀ[]/, BOND.whole], [/^ @ /, BOND.matrices], [/^ [×÷·/] /, BOND.product], [/^ [+−<>=≠≤≥] /, BOND.sum]];

/** How tightly an operand must hold together between its neighbours. */
function neededBeside(before: string, after: string): number {
  const [left, right] = [BEFORE.find(([sign]) => sign.test(before)), BEHIND.find(([sign]) => sign.test(after))];
  return Math.max(left?.[1] ?? BOND.choice, right?.[1] ?? BOND.choice);
}

const memory = new WeakMap<ReadonlyMap<string, GraphNode>, Map<string, string>>();

/** What a value of a graph is called: its name, else its expression, so far as it is short. */
export function called(nodes: ReadonlyMap<string, GraphNode>, id: string): string {
  const known = memory.get(nodes) ?? new Map<string, string>();
  memory.set(nodes, known);
  const before = known.get(id);
  if (before !== undefined) return before;
  const node = nodes.get(id);
  const found = !node ? id : isInvented(node) ? (short(nodes, node) ?? node.label) : node.label;
  known.set(id, found);
  return found;
}

/** Whether the program gives a value no name of its own. */
export const isInvented = ({ name, kind, expression: text }: GraphNode): boolean => name === null && kind !== "constant" && text !== "";

/** What a value is made of, in words of the program. Of several long operands the last are left out. */
export function madeOf(nodes: ReadonlyMap<string, GraphNode>, node: GraphNode): string {
  const inputs = inputsOf(nodes, node);
  return expression(node, inputs, inputs.map(({ id }) => called(nodes, id)));
}

/** The same within a length: unnamed operands are left out, from the longest. */
function short(nodes: ReadonlyMap<string, GraphNode>, node: GraphNode): string | null {
  const inputs = inputsOf(nodes, node);
  const operands = inputs.map(({ id }) => called(nodes, id));
  const order = inputs.flatMap((input, slot) => (isInvented(input) ? [slot] : [])).toSorted((a, b) => (operands[b]?.length ?? 0) - (operands[a]?.length ?? 0));
  for (const slot of [-1, ...order]) {
    if (slot >= 0) operands[slot] = LEFT_OUT;
    const written = expression(node, inputs, operands);
    if (written.length <= LONGEST) return written;
  }
  const outermost = `${operationOf(node)}(${LEFT_OUT})`;
  return outermost.length <= LONGEST ? outermost : null;
}

export const inputsOf = (nodes: ReadonlyMap<string, GraphNode>, { inputs }: GraphNode): GraphNode[] => inputs.flatMap((id) => nodes.get(id) ?? []);

/** "loss = (w × x − y)²"; of a value without a name only what it is made of. */
export function titleOf(nodes: ReadonlyMap<string, GraphNode>, node: GraphNode): string {
  const made = madeOf(nodes, node);
  return isInvented(node) ? made : node.expression ? `${node.label} = ${made}` : node.label;
}

/** The expression with numbers in place of names; long tensors keep theirs. */
export function withNumbers(node: GraphNode, inputs: GraphNode[], name = ({ label }: GraphNode): string => label): string {
  const filled = expression(node, inputs, inputs.map((input) => (isShort(input.value) ? amount(input.value) : name(input))));
  const signed = filled.replaceAll(/−(?=NaN)/g, ""); // No sign makes it another one.
  return inputs.every(({ value }) => onlyElement(value) !== null) ? signed.replaceAll(" @ ", " × ").replaceAll("ᵀ", "") : signed;
}
