/** A card that shows everything that cards can: the legend names its parts. */
import type { Card, Summary } from "../model";
import { DETAILS } from "./detail";
import type { Face } from "./face";
import { formOf } from "./form";

const ROWS = [0, 1, 2];
const COLUMNS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const wave = (pace: number, size: number): number[][] => ROWS.map((row) => COLUMNS.map((column) => size * Math.sin(pace * (column + 2.3 * row))));

const summary = (pace: number, size: number): Summary => ({ shape: [ROWS.length, COLUMNS.length], min: -size, max: size, mean: 0, rms: 0.7 * size, zeros: 0, nonfinite: 0, data: wave(pace, size), preview: null });

const card: Card = { id: "specimen", kind: "operation", node: "specimen", group: null, nodes: [] };

const face: Face = {
  title: "h",
  whole: "",
  sign: "tanh",
  named: true,
  operation: true,
  shape: "3×12",
  value: summary(0.7, 0.96),
  gradient: summary(1.9, 0.12),
  mark: "number",
  state: "",
  how: { uses: 2 },
  uses: 2,
  accumulated: null,
  finding: "!",
  limits: { value: null, gradient: null },
  spoken: "",
};

export const SPECIMEN = { card, face, form: formOf(card, face, DETAILS.find(({ name }) => name === "value") as (typeof DETAILS)[number]) };
