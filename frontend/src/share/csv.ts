/** The table of all values, for spreadsheets: elements where they are known, and statistics in columns of their own. */
import { shapeText } from "../format";
import { type GraphNode, type Summary, flatten, toNumber } from "../model";

/** Excel reads Greek names only behind this mark. */
const BYTE_ORDER_MARK = "\uFEFF";
const COLUMNS = ["id", "name", "operation", "inputs", "shape", "value", "gradient", "gradient_state", "value_mean", "value_rms", "gradient_mean", "gradient_rms"];

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** All elements, or nothing where there are too many for a cell. */
const elements = (summary: Summary | null): string => (summary && summary.data !== null ? flatten(summary.data).map(String).join(" ") : "");

const number = (value: unknown): string => String(toNumber(value as number));

export function tableAsCsv(nodes: GraphNode[]): string {
  const rows = nodes.map(({ id, label, op, kind, inputs, shape, value, grad, grad_state: state }) => [
    id, label, op ?? kind, inputs.join(" "), shapeText(shape),
    elements(value), elements(grad), state,
    number(value.mean), number(value.rms), grad ? number(grad.mean) : "", grad ? number(grad.rms) : "",
  ]);
  return BYTE_ORDER_MARK + [COLUMNS, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");
}
