import { expect, test } from "vitest";
import type { GraphNode, Summary } from "../src/model";
import { tableAsCsv } from "../src/share/csv";

const summary = (data: Summary["data"], mean: number, rms: number): Summary =>
  ({ shape: [], min: 0, max: 0, mean, rms, zeros: 0, nonfinite: 0, data, preview: null }) as Summary;
const node = (part: Partial<GraphNode>): GraphNode =>
  ({ id: "n0", label: "β", op: null, kind: "parameter", inputs: [], shape: [2], grad: null, grad_state: "no_path", ...part }) as GraphNode;

test("the table says which numbers are elements and which are statistics", () => {
  const csv = tableAsCsv([
    node({ value: summary([-1, -0], -0.5, 0.7), grad: summary([1, 2], 1.5, 1.58), grad_state: "computed" }),
    node({ id: "n1", op: "matmul", inputs: ["n0", "n0"], shape: [10, 10], value: summary(null, -0.25, "NaN" as unknown as number) }),
  ]);
  expect(csv.split("\r\n")).toEqual([
    "\uFEFFid,name,operation,inputs,shape,value,gradient,gradient_state,value_mean,value_rms,gradient_mean,gradient_rms",
    'n0,β,parameter,,"(2,)",-1 0,1 2,computed,-0.5,0.7,1.5,1.58',
    'n1,β,matmul,n0 n0,"(10, 10)",,,no_path,-0.25,NaN,,',
  ]);
});
