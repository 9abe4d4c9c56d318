/**
 * Writes `src/answers.ts`: the types of everything that the server answers, from its published description.
 * With `--check` it only says whether the file is up to date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { type JSONSchema, compile } from "json-schema-to-typescript";

const FROM = new URL("../backend/chainrule/api/openapi.json", import.meta.url);
const TO = new URL("src/answers.ts", import.meta.url);
const BANNER = "/* What the server answers. `npm run types` writes this file from the server's description. */";
/** What the generator says of where a type is used, and the object that it is handed them in. */
const ASIDE = /\n *\*\n *\* This interface was referenced by .*\n *\* via the `.*/g;
const ASIDE_ALONE = / *\/\*\*\n *\* This interface was referenced by .*\n *\* via the `.*\n *\*\/\n/g;
const ROOT = /export interface Answers \{\}\n/;

/** The same schemas without titles, which would become types of their own, and with types for references. */
function prepared(key: string, value: unknown): unknown {
  if (key === "title" && typeof value === "string") return undefined;
  if (typeof value !== "object" || value === null || !("$ref" in value)) return value;
  const { $ref, ...rest } = value;
  return { ...rest, tsType: String($ref).split("/").at(-1) };
}

/** The names of all schemas that something refers to, directly or through others. */
function referred(part: unknown, schemas: Record<string, unknown>, found = new Set<string>()): Set<string> {
  for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    if (name === undefined || found.has(name)) continue;
    found.add(name);
    referred(schemas[name], schemas, found);
  }
  return found;
}

const { paths, components } = JSON.parse(readFileSync(FROM, "utf8"));
const operations = Object.values(paths as Record<string, Record<string, { responses: unknown }>>).flatMap(Object.values);
const answers = referred(operations.map(({ responses }) => responses), components.schemas);
const chosen = Object.fromEntries([...answers].toSorted().map((name) => [name, components.schemas[name]]));
const root: JSONSchema = { title: "Answers", type: "object", $defs: JSON.parse(JSON.stringify(chosen), prepared) };
const written = await compile(root, "Answers", {
  additionalProperties: false,
  bannerComment: BANNER,
  ignoreMinAndMaxItems: true,
  style: { printWidth: 120 },
  unreachableDefinitions: true,
});
const text = written.replace(ASIDE_ALONE, "").replace(ASIDE, "").replace(ROOT, "");

if (!process.argv.includes("--check")) {
  writeFileSync(TO, text);
} else if (readFileSync(TO, "utf8") !== text) {
  process.stderr.write("src/answers.ts is not what the server's description says: `npm run types` writes it anew.\n");
  process.exitCode = 1;
}
