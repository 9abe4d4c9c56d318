/** Everything that can be taken away: pictures, the graph in several notations, the table, code, and the request itself. */
import { request } from "../api";
import { program, stage } from "../program/store";
import { brief, shapeText } from "../format";
import { flatten, toNumber } from "../model";
import { saveBlob, saveText } from "./save";

export type Export = "svg" | "png" | "dot" | "json" | "csv" | "latex" | "python" | "pytorch" | "curl";

const FILES: Partial<Record<Export, { name: string; type: string }>> = {
  dot: { name: "graph.dot", type: "text/vnd.graphviz" },
  json: { name: "graph.json", type: "application/json" },
  latex: { name: "derivation.tex", type: "text/x-tex" },
  python: { name: "program_chainrule.py", type: "text/x-python" },
  pytorch: { name: "program_pytorch.py", type: "text/x-python" },
};

/** Hands the reader an export; resolves to true if it went to the clipboard instead of a file. */
export async function exportAs(kind: Export): Promise<boolean> {
  const file = FILES[kind];
  if (file) {
    const collapsed = stage.graph.peek()?.drawing.collapsed ?? [];
    const headers = { "Content-Type": "application/json", Accept: "*/*" };
    const answer = await request(`/graphs?format=${kind}`, { method: "POST", headers, body: JSON.stringify({ ...program(), collapsed }) });
    saveText(await answer.text(), file.name, file.type);
  } else if (kind === "csv") saveText(tableAsCsv(), "graph.csv", "text/csv");
  else if (kind === "curl") {
    await navigator.clipboard.writeText(curl());
    return true;
  } else {
    const drawing = document.querySelector<SVGSVGElement>(".pane.here .graph:not(.undrawn) svg.drawing");
    if (!drawing) throw new Error("There is no picture.");
    const svg = standalone(drawing);
    if (kind === "svg") saveText(svg.text, "graph.svg", "image/svg+xml");
    else saveBlob(await raster(svg), "graph.png");
  }
  return false;
}

export function curl(): string {
  const body = JSON.stringify(program()).replaceAll("'", String.raw`'\''`);
  return `curl -s ${location.origin}/api/v1/graphs -H 'Content-Type: application/json' -d '${body}'`;
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function tableAsCsv(): string {
  const graph = stage.graph.peek();
  const rows = (graph?.nodes ?? []).map((node) => [
    node.id,
    node.label,
    node.op ?? node.kind,
    node.inputs.join(" "),
    shapeText(node.shape),
    node.value.data === null ? brief(node.value, 60) : flatten(node.value.data).join(" "),
    node.grad === null ? node.grad_state : node.grad.data === null ? String(toNumber(node.grad.rms)) : flatten(node.grad.data).join(" "),
  ]);
  return [["id", "name", "operation", "inputs", "shape", "value", "gradient"], ...rows].map((row) => row.map(quoted).join(",")).join("\n");
}

const STYLES = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "paint-order", "display", "marker-start", "marker-end", "stroke-linejoin"];

interface Standalone {
  text: string;
  width: number;
  height: number;
}

/** The drawing as a document of its own: all of it, also what is out of view; styles written into the elements. */
export function standalone(drawing: SVGSVGElement): Standalone {
  drawing.classList.add("whole");
  try {
    return copied(drawing);
  } finally {
    drawing.classList.remove("whole");
  }
}

function copied(drawing: SVGSVGElement): Standalone {
  const layer = drawing.querySelector<SVGGElement>("g.viewport");
  const box = layer?.getBBox() ?? { x: 0, y: 0, width: 1, height: 1 };
  const [width, height] = [Math.ceil(box.width + 32), Math.ceil(box.height + 32)];
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = drawing.querySelectorAll<SVGElement>("*");
  for (const [index, element] of copy.querySelectorAll<SVGElement>("*").entries()) {
    const style = getComputedStyle(originals[index] as SVGElement);
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value && value !== "none" && value !== "normal") element.setAttribute(name, value.replaceAll(/url\("[^"#]*(#[\w-]+)"\)/g, "url($1)"));
      else if (name === "fill" || name === "display") element.setAttribute(name, value);
    }
    for (const attribute of ["class", "style", "tabindex", "role"]) element.removeAttribute(attribute);
  }
  copy.querySelector("g")?.removeAttribute("transform");
  for (const [name, value] of Object.entries({ xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `${box.x - 16} ${box.y - 16} ${width} ${height}` })) {
    copy.setAttribute(name, String(value));
  }
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x: box.x - 16, y: box.y - 16, width, height, fill: getComputedStyle(document.documentElement).backgroundColor })) {
    ground.setAttribute(name, String(value));
  }
  copy.prepend(ground);
  copy.removeAttribute("class");
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

async function raster({ text, width, height }: Standalone): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture came out.")))));
  } finally {
    URL.revokeObjectURL(address);
  }
}
