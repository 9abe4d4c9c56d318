/**
 * One operation as a function of one of its inputs, where it works element by element: a program of two lines that the
 * server can sample, and the places at which the graph has values of it. Pure.
 */
import { type Edge, type GraphNode, flatten, onlyElement } from "../model";

export interface LocalFunction {
  source: string;
  /** The input's elements, those that are known. */
  places: number[];
  /** The results at these places. */
  values: number[];
}

const OPERATORS: Record<string, string> = { add: "+", sub: "-", mul: "*", div: "/", pow_tensor: "**" };
const OF_TWO = new Set(["maximum", "minimum"]);

/** Null where an element of the result depends on several of the input, or on numbers that differ from element to element. */
export function localFunction(node: GraphNode, edge: Edge, inputs: GraphNode[]): LocalFunction | null {
  const input = inputs[edge.slot];
  const result = input && !edge.local.rule && input.shape.join() === node.shape.join() ? written(node, edge.slot, inputs) : null;
  if (!input || !result || input.value.data === null || node.value.data === null) return null;
  const [places, values] = [flatten(input.value.data), flatten(node.value.data)];
  const at = places[0] ?? Number.NaN;
  return Number.isFinite(at) ? { source: `x = ${at}\ny = ${result}\n`, places, values } : null;
}

function written(node: GraphNode, slot: number, inputs: GraphNode[]): string | null {
  const op = node.op ?? "";
  if (inputs.length === 1) return op === "neg" ? "-x" : op === "pow" ? `x ** ${inBrackets(node.params["exponent"])}` : called(op, node.params);
  const other = inputs.length === 2 ? onlyElement(inputs[1 - slot]?.value) : null;
  if (other === null || !Number.isFinite(other)) return null;
  const [left, right] = slot === 0 ? ["x", `(${other})`] : [`(${other})`, "x"];
  const operator = OPERATORS[op];
  return operator ? `${left} ${operator} ${right}` : OF_TWO.has(op) ? `${op}(${left}, ${right})` : null;
}

const inBrackets = (number: unknown): string => (typeof number === "number" ? `(${number})` : "");

function called(op: string, params: Record<string, unknown>): string | null {
  const given = Object.entries(params).filter(([, value]) => value !== null);
  if (!given.every(([, value]) => typeof value === "number" || typeof value === "boolean")) return null;
  return `${op}(${["x", ...given.map(([name, value]) => `${name}=${typeof value === "boolean" ? (value ? "True" : "False") : String(value)}`)].join(", ")})`;
}
