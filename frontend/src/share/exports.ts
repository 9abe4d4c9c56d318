/** Everything that can be taken away: pictures, the graph in several notations, the table, code, and the request itself. */
import { Problem, Unreachable, request } from "../api";
import { program, problem, shownText, source, stage } from "../program/store";
import { ROOT } from "../root";
import { EXPORT, SHARE, sentence } from "../text";
import { keepState } from "./address";
import { shownExample } from "./shown";
import { copyText } from "./copy";
import { tableAsCsv } from "./csv";
import { raster, standalone } from "./picture";
import { saveBlob, saveText } from "./save";

export type Export = "svg" | "png" | "dot" | "json" | "csv" | "latex" | "python" | "pytorch" | "curl" | "embed";

const FILES: Partial<Record<Export, { ending: string; type: string }>> = {
  dot: { ending: ".dot", type: "text/vnd.graphviz" },
  json: { ending: ".json", type: "application/json" },
  latex: { ending: ".tex", type: "text/x-tex" },
  python: { ending: "_chainrule.py", type: "text/x-python" },
  pytorch: { ending: "_pytorch.py", type: "text/x-python" },
};

/** Why nothing was handed out, in words for the reader. */
class Refusal extends Error {}

export function whyNot(error: unknown): string {
  if (error instanceof Problem) return EXPORT.refused(error.message);
  if (error instanceof Unreachable) return EXPORT.gone;
  return error instanceof Refusal ? error.message : EXPORT.failed;
}

/** Hands the reader an export; resolves to true if it went to the clipboard instead of a file. */
export async function exportAs(kind: Export): Promise<boolean> {
  if (kind === "curl") return copyText(curl());
  if (problem.peek()) throw new Refusal(EXPORT.refused(sentence(problem.peek()?.detail || problem.peek()?.title || "")));
  if (stage.stale.peek() || source.peek() !== shownText.peek()) throw new Refusal(EXPORT.stale);
  if (kind === "embed") {
    const link = await keepState();
    if (link === null) throw new Refusal(SHARE.none);
    return copyText(frameTag(link, EXPORT.frame(shownExample.peek()?.title ?? outputLabel())));
  }
  const name = fileName();
  const file = FILES[kind];
  if (file) {
    const collapsed = stage.outline.peek()?.drawing.collapsed ?? [];
    const headers = { "Content-Type": "application/json", Accept: "*/*" };
    const answer = await request(`/graphs?format=${kind}`, { method: "POST", headers, body: JSON.stringify({ ...program(), collapsed }) });
    saveText(await answer.text(), name + file.ending, file.type);
  } else if (kind === "csv") saveText(tableAsCsv(stage.graph.peek()?.nodes ?? []), `${name}.csv`, "text/csv");
  else {
    const drawing = document.querySelector<SVGSVGElement>(".pane.here .graph:not(.undrawn) svg.drawing");
    if (!drawing) throw new Refusal(EXPORT.undrawn);
    stage.picture.peek()?.complete();
    const svg = standalone(drawing, EXPORT.title(shownExample.peek()?.title ?? outputLabel()));
    if (kind === "svg") saveText(svg.text, `${name}.svg`, "image/svg+xml");
    else saveBlob(await raster(svg), `${name}.png`);
  }
  return false;
}

const outputLabel = (): string => {
  const graph = stage.graph.peek();
  return graph?.nodes.find(({ id }) => id === graph.output)?.label ?? "";
};

/** "diamond", "zero-grad-wrong"; for other programs what their output is called. */
const fileName = (): string => shownExample.peek()?.name ?? (outputLabel().replaceAll(/[^\p{L}\p{N}_-]+/gu, "") || "graph");

/** The tag that shows what is at an address within another page. */
export function frameTag(address: string, title: string): string {
  const attribute = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const framed = address.replace(/^(https?:\/\/[^/?#]+(?:\/[^/?#]+)*)\/(?=$|[?#])/, "$1/embed");
  return `<iframe src="${attribute(framed)}" title="${attribute(title)}" width="100%" height="600" style="border: 0"></iframe>`;
}

export function curl(): string {
  const body = JSON.stringify(program()).replaceAll("'", String.raw`'\''`);
  return `curl -s ${location.origin}${ROOT}api/v1/graphs -H 'Content-Type: application/json' -d '${body}'`;
}
