/** The table as text for a spreadsheet: what it shows at a moment, with every digit and an ordinary minus. Pure. */
import { shapeText } from "../format";
import { type GraphNode, type Summary, flatten, toNumber } from "../model";
import { type Frame, gradientMark, valueAt } from "../stepper/frames";
import { TABLE } from "../text";
import { GRADIENT_MARKS, operationOf } from "../vocabulary";

/** All elements, or mean and root mean square where there are too many for a cell. */
const numbers = (summary: Summary): string =>
  summary.data === null ? `mean ${toNumber(summary.mean)} rms ${toNumber(summary.rms)}` : flatten(summary.data).map(String).join(" ");

function gradient(node: GraphNode, frame: Frame): string {
  const arrived = frame.gradients.get(node.id);
  const mark = gradientMark(node, arrived);
  return arrived && (mark === "number" || mark === "nonfinite" || mark === "zero") ? numbers(arrived) : GRADIENT_MARKS[mark].sample;
}

function shown(node: GraphNode, frame: Frame): string {
  const value = valueAt(frame, node);
  return value ? numbers(value) : "";
}

export function tableAsTsv(nodes: GraphNode[], frame: Frame): string {
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  const rows = nodes.map((node) => [
    node.label,
    operationOf(node),
    node.inputs.map((id) => labels.get(id) ?? id).join(", "),
    shapeText(node.shape),
    shown(node, frame),
    gradient(node, frame),
    String(node.uses),
  ]);
  return [TABLE.columns, ...rows].map((row) => row.join("\t")).join("\n");
}
