/** Graphs for tests, shaped exactly as the server sends them. Nothing of this is shipped. */
import type { Edge, Graph, GraphEvent, GraphNode, NestedNumbers, Summary } from "../src/model";
import { flatten } from "../src/model";
import { unmarked } from "../src/stepper/amounts";
import { sentence } from "../src/stepper/sentences";

/** What is said at a step, without the marks for code. */
export const said = (...step: Parameters<typeof sentence>): string => unmarked(sentence(...step));

export function summary(data: NestedNumbers): Summary {
  const shape: number[] = [];
  for (let part = data; Array.isArray(part); part = part[0] as NestedNumbers) shape.push(part.length);
  const values = flatten(data);
  const finite = values.filter(Number.isFinite);
  return {
    shape,
    min: Math.min(...values),
    max: Math.max(...values),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    rms: Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length),
    zeros: values.filter((value) => value === 0).length,
    nonfinite: values.length - finite.length,
    data,
    preview: null,
  };
}

export function node(id: string, label: string, rest: Partial<GraphNode> = {}): GraphNode {
  const value = rest.value ?? summary(0);
  return {
    id, name: label, label, latex: "", expression: "", kind: "operation", op: null, symbol: null, params: {}, inputs: [],
    shape: value.shape, dtype: "float64", requires_grad: true, uses: 1, group: "", value, grad: null,
    grad_state: "computed", formula: null, span: null, accumulated_grad: null, ...rest,
  };
}

export function edge(source: string, target: string, slot: number, rest: Partial<Edge> = {}): Edge {
  return {
    id: `${target}.${slot}`, source, target, slot, grad: null, unbroadcast_from: null,
    local: { text: "", latex: "", rule: false, value: null }, before: null, after: null, ...rest,
  };
}

export function graph(nodes: GraphNode[], edges: Edge[], events: GraphEvent[]): Graph {
  return {
    version: 1, structure: nodes.map(({ op }) => op).join(), output: nodes.at(-1)?.id ?? "", nodes, edges, groups: [],
    events, findings: [], stats: { nodes: nodes.length, elements: nodes.length, forward_us: null, backward_us: null },
    drawing: {
      collapsed: [], blocks: [],
      cards: nodes.map(({ id, kind }) => ({ id, kind, node: id, group: null, nodes: [id] })),
      lines: edges.map(({ id, source, target }) => ({ id, source, target, edges: [id] })),
    },
  };
}

/** `h = tanh(a); y = h * a` at a = 0.5: `a` is used twice. */
export function twoUses(): Graph {
  const a = 0.5;
  const h = Math.tanh(a);
  const local = 1 - h * h;
  const total = h + a * local;
  const nodes = [
    node("n0", "a", { kind: "parameter", value: summary(a), grad: summary(total), uses: 2 }),
    node("n1", "h", { op: "tanh", symbol: "tanh", expression: "tanh(a)", inputs: ["n0"], value: summary(h), grad: summary(a) }),
    node("n2", "y", { kind: "output", op: "mul", symbol: "×", expression: "h × a", inputs: ["n1", "n0"], value: summary(h * a), grad: summary(1) }),
  ];
  const edges = [
    edge("n0", "n1", 0, { grad: summary(a * local), local: { text: "1 − h²", latex: "1 - h^2", rule: false, value: local }, before: summary(h), after: summary(total) }),
    edge("n1", "n2", 0, { grad: summary(a), local: { text: "a", latex: "a", rule: false, value: a }, after: summary(a) }),
    edge("n0", "n2", 1, { grad: summary(h), local: { text: "h", latex: "h", rule: false, value: h }, after: summary(h) }),
  ];
  const events: GraphEvent[] = [
    { phase: "forward", node: "n1" },
    { phase: "forward", node: "n2" },
    { phase: "seed", node: "n2" },
    { phase: "backward", node: "n2", edges: ["n2.0", "n2.1"], accumulated: { n1: summary(a), n0: summary(h) } },
    { phase: "backward", node: "n1", edges: ["n1.0"], accumulated: { n0: summary(total) } },
  ];
  return graph(nodes, edges, events);
}

/** `y = a + b + c`, its two additions folded into one Σ card, as the server folds longer chains. */
export function foldedSum(): Graph {
  const leaves = ["a", "b", "c"].map((name, index) => node(`n${index}`, name, { kind: "parameter", value: summary(1), grad: summary(1) }));
  const first = node("n3", "v3", { name: null, op: "add", symbol: "+", inputs: ["n0", "n1"], value: summary(2), grad: summary(1) });
  const total = node("n4", "y", { kind: "output", op: "add", symbol: "+", inputs: ["n3", "n2"], value: summary(3), grad: summary(1) });
  const edges = [edge("n0", "n3", 0), edge("n1", "n3", 1), edge("n3", "n4", 0), edge("n2", "n4", 1)];
  const made = graph([...leaves, first, total], edges, [{ phase: "forward", node: "n3" }, { phase: "forward", node: "n4" }]);
  made.drawing.cards = made.drawing.cards.filter(({ id }) => id !== "n3");
  const folded = made.drawing.cards.at(-1);
  if (folded) Object.assign(folded, { kind: "sum", nodes: ["n3", "n4"] });
  return made;
}
