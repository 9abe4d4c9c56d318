/** A step of the backward pass as a sentence: what comes in, what it is multiplied with, where it goes, and what stands there then. */
import { capital } from "../counts";
import { plain } from "../format";
import { type Edge, type GraphEvent, type GraphNode, type Summary, elementCount, onlyElement, toNumber } from "../model";
import { amount, bracket, code, inBrief, isShort, sizeOf } from "./amounts";
import { called, titleOf } from "./expression";
import { type Play, usesOf } from "./frames";
import { localWords, unbroadcast, wayBack } from "./ways";

export function backwardSentence(play: Play, index: number, event: GraphEvent, node: GraphNode): string {
  const upstream = node.grad ? `Upstream ${amount(node.grad).replace(/^shape/, "of shape")}` : "";
  const edges = (event.edges ?? []).map((id) => play.edges.get(id)).filter((edge) => edge !== undefined);
  const sends = joined(edges.map((edge) => sendingClause(play, node, edge)));
  const receivers = Object.entries(event.accumulated ?? {}).map(([id, total]) => totalWords(play, index, id, total));
  const what = capital([upstream, ...sends].filter(Boolean).join("; "));
  return [`${code(titleOf(play.nodes, node))}.`, what && `${what}.`, ...receivers].filter(Boolean).join(" ");
}

/** A clause about one value: what stands before its name, the name, and what follows. */
type Clause = [before: string, name: string, after: string];

/** Clauses as text; neighbours that differ in the name only are said together. */
function joined(clauses: Clause[]): string[] {
  const groups: { before: string; names: string[]; after: string }[] = [];
  for (const [before, name, after] of clauses) {
    const last = groups.at(-1);
    if (last?.before === before && last.after === after) last.names.push(name);
    else groups.push({ before, names: [name], after });
  }
  return groups.map(({ before, names, after }) => {
    const [name = ""] = names;
    const twice = names.length > 1 && names.every((other) => other === name);
    return `${before}${twice ? `${name}, ${names.length === 2 ? "twice" : `${names.length} times`}` : names.join(" and to ")}${after}`;
  });
}

function sendingClause(play: Play, node: GraphNode, edge: Edge): Clause {
  const target = code(called(play.nodes, edge.source));
  if (!edge.grad) return ["sends its share to ", target, ""]; // Answers of the largest graphs do not say how much.
  const undone = unbroadcast(edge) && `, ${unbroadcast(edge)}`;
  const number = edge.local.value === null ? null : toNumber(edge.local.value);
  const upstream = onlyElement(node.grad);
  const sent = onlyElement(edge.grad);
  if (number !== null && upstream !== null && sent !== null) {
    const local = localWords(play.nodes, edge, number);
    const stopped = sent === 0 && Number.isNaN(upstream * number); // 0 whatever comes, as behind a dead relu.
    return [`${local}, sends ${stopped ? "" : `${plain(upstream)} × ${bracket(number)} = `}${plain(sent)} to `, target, undone];
  }
  const result = undone && !isShort(edge.grad) && elementCount(edge.grad.shape) > 0 ? sizeOf(edge.grad) : amount(edge.grad);
  const way = wayBack(play.nodes, node, play.nodes.get(edge.source), edge);
  return [`sends ${way} to `, target, way === "upstream" && !undone ? "" : `${undone}: ${result}`];
}

/** What stands at a receiver where that is more than what was sent: "`a` has 0.4621 + 0.3932 = 0.8553 now."; else nothing. */
function totalWords(play: Play, index: number, id: string, total: Summary): string {
  const before = play.events.slice(0, index).findLast(({ accumulated }) => accumulated && id in accumulated)?.accumulated?.[id];
  const sent = usesOf(play, id).flatMap(({ arrival, edge }) => (arrival === index && edge.grad ? [edge.grad] : []));
  if (!before && sent.length < 2) return "";
  const name = code(called(play.nodes, id));
  const parts = [...(before ? [before] : []), ...sent].map(onlyElement);
  const [first, ...added] = parts;
  if (before && added.length > 0 && added.every((part) => part === 0)) return `That adds 0: ${name} keeps ${inBrief(total)}.`;
  if (!parts.includes(null) && first !== undefined && added.length > 0) {
    return `${name} has ${parts.map((part, place) => (place ? bracket : plain)(part as number)).join(" + ")} = ${inBrief(total)} now.`;
  }
  return before ? `${name} had ${inBrief(before)} and has ${inBrief(total)} now.` : `${name} has ${inBrief(total)} now.`;
}
