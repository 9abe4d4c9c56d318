/** The rooms of the page: a folder imports only from folders that stand before it. */
import { expect, test } from "vitest";

/** In the order of the data: from drawing and playing any graph, over the program of Explore, to whole pages. */
const ROOMS = [
  "", "fonts", "styles", "shell", "layout", "cards", "stepper", "drawing", "program", "leaves", "share", "editor", "plot", "inspector", "table", "gallery", "explore", "train", "app",
];

const sources = import.meta.glob<string>("../src/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
/** Words belong to the foundations, beside the files that are in no folder. */
const room = (file: string): string => (!file.includes("/") || file.startsWith("text/") ? "" : file.slice(0, file.indexOf("/")));

const imports = Object.entries(sources).flatMap(([path, text]) => {
  const file = path.replace("../src/", "");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map((match) => {
    const target = new URL(match[1] ?? "", `file:///${file}`).pathname.slice(1);
    return { file, from: room(file), to: room(target) };
  });
});

test("every folder has its place in the order", () => {
  expect(imports.length).toBeGreaterThan(200);
  expect([...new Set(imports.flatMap(({ from, to }) => [from, to]))].filter((name) => !ROOMS.includes(name))).toEqual([]);
});

test("no folder imports from a later one", () => {
  const backwards = imports.filter(({ file, from, to }) => file !== "main.tsx" && ROOMS.indexOf(to) > ROOMS.indexOf(from));
  expect(backwards).toEqual([]);
});
