/** A card that shows everything that cards can: the legend names its parts. */
import type { Card, Summary } from "../model";
import { shapeText, signed } from "../format";
import { NUMBERS } from "../text";
import { magnitudeCells } from "../vocabulary";
import type { Face } from "./face";
import type { Grid } from "./strips";

const ROWS = [0, 1, 2];
const COLUMNS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const wave = (pace: number): Grid => ROWS.map((row) => COLUMNS.map((column) => Math.sin(pace * (column + 2.3 * row))));

const summary: Summary = { shape: [ROWS.length, COLUMNS.length], min: -1, max: 1, mean: 0.21, rms: 0.64, zeros: 0, nonfinite: 0, data: null };

const card: Card = { id: "specimen", kind: "operation", node: "specimen", group: null, nodes: [], width: 176, height: 112 };

const face: Face = {
  title: "h",
  expression: "",
  shape: shapeText(summary.shape),
  badge: "tanh",
  value: `${NUMBERS.mean(signed(0.21, 2))} ${NUMBERS.rms("0.64")}`,
  valueBad: false,
  gradient: NUMBERS.rms("0.073"),
  mark: "number",
  cells: magnitudeCells(0.073),
  beyond: 0,
  accumulated: "",
  uses: 2,
  finding: "!",
  valueStrip: { source: summary, grid: wave(0.7), limit: 1 },
  gradientStrip: { source: summary, grid: wave(1.9), limit: 1 },
  computed: true,
  spoken: "",
};

export const SPECIMEN = { card, face };
