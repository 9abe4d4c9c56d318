/**
 * Which module a parameter belongs to: `net.lin.weight`, read in `net/lin`, is drawn and folded there. The program says
 * that by its name; one that is read elsewhere, too, belongs to what is around all of its readers.
 */
import type { Graph } from "../model";

/** By leaf the path of its module, where it has one. */
export function modulesOf({ nodes, edges }: Pick<Graph, "nodes" | "edges">): Map<string, string> {
  const groups = new Map(nodes.map(({ id, group, turn }) => [id, turn ? "" : group]));
  const readers = new Map<string, string[]>();
  for (const { source, target } of edges) readers.set(source, [...(readers.get(source) ?? []), groups.get(target) ?? ""]);
  const homes = new Map<string, string>();
  for (const { id, op, name, group } of nodes) {
    const [first, ...others] = op === null && group === "" && name?.includes(".") ? (readers.get(id) ?? []) : [];
    const home = first === undefined ? "" : others.reduce(common, named(first, name ?? ""));
    if (home) homes.set(id, home);
  }
  return homes;
}

/** As much of a path as a name begins with. */
function named(path: string, name: string): string {
  const parts = path.split("/");
  const words = name.split(".");
  let known = 0;
  while (known < parts.length && known < words.length - 1 && parts[known]?.replace(/#\d+$/, "") === words[known]) known += 1;
  return parts.slice(0, known).join("/");
}

function common(one: string, other: string): string {
  const [parts, others] = [one.split("/"), other.split("/")];
  const apart = parts.findIndex((part, index) => part !== others[index]);
  return (apart < 0 ? parts : parts.slice(0, apart)).join("/");
}
