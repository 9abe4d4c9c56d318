import { describe, expect, test } from "vitest";
import { blocksOf } from "../src/cards/blocks";
import { drawingOf } from "../src/cards/cards";
import { foldedAtFirst, foldingOf, refolded } from "../src/cards/folding";
import { createStage } from "../src/stepper/stage";
import type { Edge, Graph, GraphNode } from "../src/model";
import { edge, graph, node } from "./graphs";

/** `for i in range(turns): h = tanh(w * h)`, and what is left over of it. */
function loop(turns: number): Graph {
  const nodes: GraphNode[] = [node("w", "w", { kind: "parameter", uses: turns }), node("h", "h", { kind: "data" })];
  const edges: Edge[] = [];
  let last = "h";
  for (let turn = 1; turn <= turns; turn += 1) {
    const rest = { turn: `for i/${turn}` };
    nodes.push(node(`m${turn}`, "", { op: "mul", inputs: ["w", last], ...rest }), node(`t${turn}`, "h", { op: "tanh", inputs: [`m${turn}`], ...rest }));
    edges.push(edge("w", `m${turn}`, 0), edge(last, `m${turn}`, 1), edge(`m${turn}`, `t${turn}`, 0));
    last = `t${turn}`;
  }
  nodes.push(node("loss", "loss", { kind: "output", op: "square", inputs: [last] }));
  edges.push(edge(last, "loss", 0));
  return graph(nodes, edges, []);
}

const drawn = (shown: Graph, list: string[]) => drawingOf(shown, list).cards.map(({ id }) => id);

describe("blocks", () => {
  const around = (group: string, turn: string) => {
    const values = [turn, turn.replace(/\d+$/, "9"), turn.replace(/\/\d+/, "/8")].map((at, index) => node(`n${index}`, "n", { op: "exp", group, ...(at ? { turn: at } : {}) }));
    return blocksOf(graph(values, [], [])).around("n0").map(({ block }) => block.path);
  };
  test("are not made of a loop of which there is one turn, whichever that is", () => {
    const once = (turn: number) => blocksOf(graph([node("n", "n", { op: "exp", group: "net", turn: `for epoch/${turn}` })], [], [])).all.map(({ path }) => path);
    expect([once(3), once(4)]).toEqual([["net"], ["net"]]);
  });
  test("hold the groups of a value, and the loops around or inside them", () => {
    expect(around("f#2/g", "")).toEqual(["f#2", "f#2/g"]);
    expect(around("step#2", "for t/2")).toEqual(["for t", "for t/2/step#2"]);
    expect(around("f/g", "f/for i/7")).toEqual(["f", "f/for i", "f/for i/7/g"]);
    expect(around("", "for i/2/for j/1")).toEqual(["for i", "for i/2/for j"]);
  });
  test("hold a leaf that is read in one turn only, and none that several turns read", () => {
    const blocks = blocksOf(loop(3));
    expect(blocks.around("w")).toEqual([]);
    expect(blocks.around("h").map(({ turn }) => turn)).toEqual([1]);
  });
});

describe("folding", () => {
  test("a loop is one card, or one turn between what comes before and behind it, or all turns", () => {
    const four = loop(4);
    expect(drawn(four, ["for i"])).toEqual(["w", "b0", "loss"]);
    expect(drawn(four, ["for i@3"])).toEqual(["w", "b0-before", "m3", "t3", "b0-behind", "loss"]);
    expect(drawn(four, [])).toHaveLength(11);
    expect(drawingOf(four, ["for i@3"]).lines.map(({ source, target }) => `${source}>${target}`)).toEqual(["w>b0-before", "w>m3", "b0-before>m3", "m3>t3", "w>b0-behind", "t3>b0-behind", "b0-behind>loss"]);
  });
  test("every value is in exactly one card, whatever is folded", () => {
    const four = loop(4);
    for (const list of [[], ["for i"], ["for i@1"], ["for i@4"]]) {
      expect(drawingOf(four, list).cards.flatMap(({ nodes }) => nodes).toSorted()).toEqual(four.nodes.map(({ id }) => id).toSorted());
    }
  });
  test("a list says nothing of what is not there, and a turn stays within the loop", () => {
    const blocks = blocksOf(loop(4));
    expect(foldingOf(["g", "g@2", "for i@9"], blocks)).toEqual({ closed: new Set(), turns: new Map([["for i", 4]]) });
    expect(refolded(["a", "for i@2"], { path: "for i" }, "card")).toEqual(["a", "for i"]);
    expect(refolded(["a", "for i@2"], { path: "for i" }, 3)).toEqual(["a", "for i@3"]);
  });
  test("a short loop opens with all its turns, a long one at its last, hundreds of groups folded", () => {
    expect(drawingOf(loop(3), null).collapsed).toEqual([]);
    expect(drawingOf(loop(748), null).collapsed).toEqual(["for i@748"]);
    expect(drawingOf(loop(748), null).cards).toHaveLength(5);
    const calls = graph(Array.from({ length: 90 }, (_, k) => node(`n${k}`, "", { op: "exp", group: `f${k}` })), [], []);
    const { all } = blocksOf(calls);
    expect(foldedAtFirst({ all, around: () => [] }, (list) => drawingOf(calls, list).cards.length)).toHaveLength(90);
  });
});

test("a parameter is in the module that it is named after, or in what is around all that read it", () => {
  const parameter = (name: string) => node(name, name, { kind: "parameter" });
  const nodes = [parameter("net.a.weight"), parameter("net.a.shared"), parameter("w"), parameter("other.weight")];
  const reads = (id: string, group: string, inputs: string[]) => {
    nodes.push(node(id, "", { op: "mul", group, inputs }));
    return inputs.map((input, slot) => edge(input, id, slot));
  };
  const edges = [...reads("n1", "net/a", ["net.a.weight", "net.a.shared"]), ...reads("n2", "net/b", ["n1", "net.a.shared", "w", "other.weight"])];
  const blocks = blocksOf(graph(nodes, edges, []));
  const inside = (id: string) => blocks.around(id).map(({ block }) => block.path);
  expect([inside("net.a.weight"), inside("net.a.shared"), inside("w"), inside("other.weight")]).toEqual([["net", "net/a"], ["net"], [], []]);
});

describe("calls that do the same", () => {
  const ops = ["matmul", "tanh"];
  /** Calls one after the other, each of these operations. */
  const calls = (groups: string[], each: (group: string) => string[] = () => ops): Graph => {
    const nodes: GraphNode[] = [node("x", "x", { kind: "data" })];
    const edges: Edge[] = [];
    for (const group of groups) {
      for (const op of each(group)) {
        const last = nodes.at(-1)?.id ?? "";
        const next = node(`n${nodes.length}`, "", { op, group, inputs: [last] });
        nodes.push(next);
        edges.push(edge(last, next.id, 0));
      }
    }
    return graph(nodes, edges, []);
  };
  const blocks = (shown: Graph) => blocksOf(shown).all.map(({ path, turns }) => `${path} ${turns}`);

  test("are the turns of one block, whether a function or the modules of a list", () => {
    expect(blocks(calls(["layer", "layer#2", "layer#3"]))).toEqual(["layer 3"]);
    expect(blocks(calls(["net/blocks/0", "net/blocks/1", "net/blocks/2"]))).toEqual(["net 0", "net/blocks 3"]);
    expect(drawn(calls(["layer", "layer#2", "layer#3"]), ["layer@3"])).toEqual(["b0-before", "n5", "n6"]);
  });
  test("hold what is called in them", () => {
    const inner = calls(["layer/act", "layer#2/act#2", "layer#3/act#3"]);
    expect(blocks(inner)).toEqual(["layer 3", "layer/1/act 0", "layer/2/act#2 0", "layer/3/act#3 0"]);
  });
  test("stay what they are where one does something else, and where there are two", () => {
    expect(blocks(calls(["layer", "layer#2", "layer#3"], (group) => (group === "layer#2" ? ["exp"] : ops)))).toEqual(["layer 0", "layer#2 0", "layer#3 0"]);
    expect(blocks(calls(["layer", "layer#2"]))).toEqual(["layer 0", "layer#2 0"]);
    expect(blocks(calls(["net/a", "net/0", "net/1", "net/2"]))).toEqual(["net 0", "net/a 0", "net/0 0", "net/1 0", "net/2 0"]);
  });
  test("open at one of them where all would be too many", () => {
    const deep = calls(Array.from({ length: 12 }, (_, index) => (index ? `layer#${index + 1}` : "layer")));
    expect(drawingOf(deep, null).collapsed).toEqual(["layer@12"]);
  });
});

test("a stage follows a value to its turn, folds a loop to a card, and opens it at its last turn", () => {
  const stage = createStage();
  stage.show(loop(30));
  const shown = () => stage.outline.value?.drawing.collapsed;
  expect(shown()).toEqual(["for i@30"]);
  stage.openTurns("t7");
  expect(shown()).toEqual(["for i@7"]);
  stage.toggleGroup("for i");
  expect(shown()).toEqual(["for i"]);
  stage.toggleGroup("for i");
  expect(shown()).toEqual(["for i@30"]);
  stage.turnTo("for i", "all");
  expect(shown()).toEqual([]);
});
