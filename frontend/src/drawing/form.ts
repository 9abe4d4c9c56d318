/**
 * The form of a card: how large it is and where each of its parts stands, for a level of detail. It is made from what the
 * card says at the end of the play; other numbers are written into the room that these have, so that nothing moves.
 */
import type { Box, Size } from "../layout/geometry";
import { type Card, type Summary, onlyElement } from "../model";
import { CARD } from "../text";
import { type Detail, SMALLEST } from "./detail";
import type { Face } from "./face";
import { howText } from "./how";
import { LONGEST, cellText, columnRooms, gradientText, isWritten, rangeText, rmsText, rowCount, valueText } from "./numbers";
import { hasStrip, stripGrid } from "./strips";

export interface Words {
  /** The class of the text. */
  part: string;
  size: number;
  /** What it says in at most so many characters. */
  say: (face: Face, room: number) => string;
}

export interface Slot extends Words {
  x: number;
  y: number;
  /** How many pixels wide it may become. */
  space: number;
  anchor?: "middle" | "end";
  /** What goes on behind it, where there is room. */
  tail?: Words;
}

export interface Field extends Box {
  of: "value" | "gradient";
  /** Where no line of words stands beside it, a word takes its place while there are no numbers. */
  alone?: boolean;
}

export interface Form extends Size {
  /** How wide the tab at the left is, with the operation's sign; 0 without one. */
  tab: number;
  /** The band of the gradient. */
  band: Box | null;
  texts: Slot[];
  brackets: Field[];
  /** Fields of colour, one for each element. */
  heat: Field[];
  /** The size of its largest text but for the sign: drawn smaller than can be read, nothing else is left. */
  largest: number;
}

/** The width of a character, in its size. */
const MONO = 0.6;
export const wide = (characters: number, size: number): number => characters * size * MONO;
export const roomIn = (space: number, size: number): number => Math.floor(space / (size * MONO) + 0.01);
/** The baseline of a text in a line. */
const baseline = (top: number, height: number, size: number): number => top + height / 2 + 0.355 * size;

const PAD = 7;
const HEAD = { height: 16, name: 12, shape: SMALLEST, gap: 9 };
const BAND = { height: 18, size: 13, how: SMALLEST, sign: 15 };
export const TAIL_GAP = 8;
const MATRIX = { value: { size: 13, row: 16 }, gradient: { size: 12, row: 15 }, gap: 8, bracket: 5 };
const ACCUMULATED = 15;
const PILL = { height: 24, size: 13 };
const GLYPH = { size: 13, height: 19, value: 18 };
const CELL = 8;
/** Colours of so few elements stand beside what they reach to. */
const BESIDE = { width: 48, height: 16, gap: 7 };
/** Room for a number whatever it becomes, in characters. */
const LEAST = 5;
const LONGEST_HOW = 24;

/** Forms are built from top to bottom; `right` is how far what stands in them reaches. */
interface Draft extends Form {
  left: number;
  right: number;
}

const draft = (tab: number): Draft => ({ width: 0, height: 3, tab, left: tab + PAD, right: tab + PAD + 24, band: null, texts: [], brackets: [], heat: [], largest: 0 });

export function formOf(card: Card, face: Face, detail: Detail): Form {
  if (card.kind === "stub" || (card.kind === "constant" && face.shape === "")) return pill(face);
  if (detail.heads === "none") return glyph(face, detail);
  const form = draft(tabWidth(face.sign));
  if (detail.heads === "all" || !face.sign || face.named) addHead(form, face);
  addNumbers(form, face, detail, "value");
  form.height += 1;
  if (detail.gradient) {
    const top = form.height;
    addNumbers(form, face, detail, "gradient");
    if (face.accumulated) addAccumulated(form, face.accumulated);
    form.band = { x: form.tab, y: top, width: 0, height: form.height - top };
  }
  return closed(form, face.sign);
}

/** With its width, which what reaches to the right edge depends on, and the sign in the middle of its tab. */
function closed({ tab, right, height, band, texts, brackets, heat }: Draft, sign: string): Form {
  const form = { tab, height: Math.ceil(height), band, texts, brackets, heat };
  const width = Math.ceil(right + PAD);
  for (const slot of form.texts) {
    if (slot.part === "shape") slot.x = width - PAD;
    else if (!slot.anchor) slot.space = width - PAD + 1 - slot.x;
  }
  if (form.band) form.band.width = width - form.band.x;
  return { ...form, width, largest: largestOf(form.texts), texts: [...signSlots(sign, tab, form.height), ...texts] };
}

const largestOf = (texts: readonly Slot[]): number => Math.max(...texts.map(({ size }) => size));

/** A name that is all there is to see: a constant, or a value that is drawn elsewhere. */
function pill({ title }: Face): Form {
  const space = wide(Math.max(1, title.length), PILL.size);
  const width = Math.ceil(space + PILL.height);
  const words: Slot = { part: "pill-text", x: width / 2, y: baseline(0, PILL.height, PILL.size), size: PILL.size, space, anchor: "middle", say: (face) => face.title };
  return { width, height: PILL.height, tab: 0, band: null, texts: [words], brackets: [], heat: [], largest: PILL.size };
}

/** A sign or a name, and below it a few digits or the colours of the elements, and the same of the gradient. */
function glyph(face: Face, detail: Detail): Form {
  const words = face.operation ? face.sign : face.title;
  const form = draft(0);
  const lines: Slot[] = [];
  const add = (part: string, size: number, height: number, characters: number, say: Words["say"]): void => {
    lines.push({ part, x: 0, y: baseline(form.height, height, size), size, space: wide(characters, size), anchor: "middle", say });
    form.right = Math.max(form.right, form.left + wide(characters, size));
    form.height += height;
  };
  const addShort = (of: "value" | "gradient", say: Words["say"]): void => {
    const summary = face[of];
    if (!hasStrip(summary)) return add(of, GLYPH.size, GLYPH.value, Math.max(LEAST, say(face, LONGEST).length), say);
    const area = heatSize(summary, detail);
    const [top, alone] = [form.height, of === "gradient"];
    form.heat.push({ of, x: 0, y: top, ...area, alone });
    form.right = Math.max(form.right, form.left + area.width);
    form.height += area.height + 4;
    if (!alone) return;
    const word = face.mark === "number" ? "" : face.state;
    const space = wide(word.length, GLYPH.size);
    lines.push({ part: "gradient", x: 0, y: baseline(top, word ? GLYPH.value : area.height, GLYPH.size), size: GLYPH.size, space, anchor: "middle", say: ({ mark, state }) => (mark === "number" ? "" : state) });
    form.right = Math.max(form.right, form.left + space);
    if (word) form.height = Math.max(form.height, top + GLYPH.value);
  };
  form.right = form.left;
  add("glyph", GLYPH.size, GLYPH.height, words.length, () => words);
  if (detail.numbers) addShort("value", ({ value }, room) => valueText(value, detail.digits, room));
  const top = form.height;
  const band = detail.gradient && flows(face);
  if (band) {
    form.height += hasStrip(face.gradient) ? 4 : 0;
    addShort("gradient", (now, room) => gradientWords(now, detail.gradientDigits, room));
  }
  const [width, height] = [Math.ceil(form.right + PAD), form.height + 2];
  for (const slot of lines) slot.x = width / 2;
  for (const field of form.heat) field.x = (width - field.width) / 2;
  return { width, height, tab: 0, band: band ? { x: 0, y: top, width, height: height - top } : null, texts: lines, brackets: [], heat: form.heat, largest: largestOf(lines) };
}

/** Signs are large, names of operations as large as they fit; a long one goes on in another line. */
const signSize = (sign: string): number => (sign.length <= 2 ? 17 : sign.length <= 4 ? 13 : 12);
const signLines = (sign: string): string[] => (sign.length <= 8 ? [sign] : sign.split(/(?<=_)|(?=\()/));
const SIGN_LINE = 14;

function tabWidth(sign: string): number {
  return Math.ceil(Math.max(24, ...signLines(sign).map((line) => wide(line.length, signSize(line)) + 9)));
}

function signSlots(sign: string, tab: number, height: number): Slot[] {
  const lines = signLines(sign);
  return lines.map((line, index): Slot => {
    const size = signSize(line);
    const y = height / 2 + (index - (lines.length - 1) / 2) * SIGN_LINE + 0.355 * size;
    return { part: "sign", x: tab / 2, y, size, space: tab, anchor: "middle", say: () => line };
  });
}

/** Name and shape. */
function addHead(form: Draft, { title, shape }: Face): void {
  form.texts.push({ part: "title", x: form.left, y: baseline(form.height, HEAD.height, HEAD.name), size: HEAD.name, space: 0, say: (face) => face.title });
  const name = form.left + wide(title.length, HEAD.name);
  const whole = shape ? name + HEAD.gap + wide(shape.length, HEAD.shape) : name;
  if (shape) form.texts.push({ part: "shape", x: 0, y: baseline(form.height, HEAD.height, HEAD.shape), size: HEAD.shape, space: 0, anchor: "end", say: (face) => face.shape });
  form.right = Math.max(form.right, whole);
  form.height += HEAD.height;
}

const flows = ({ mark }: Pick<Face, "mark">): boolean => mark !== "not_required" && mark !== "no_path";

/** A value, or a gradient behind its sign: a number, a matrix, or fields of colour with what they reach to. */
function addNumbers(form: Draft, face: Face, detail: Detail, of: "value" | "gradient"): void {
  const summary = face[of];
  const back = of === "gradient" && flows(face);
  if (back) form.texts.push({ part: "mark", x: form.left, y: baseline(form.height, BAND.height, BAND.size), size: BAND.size, space: BAND.sign, say: () => CARD.gradientRow });
  const from = form.left + (back ? BAND.sign : 0);
  if (summary && detail.matrices && isWritten(summary)) addMatrix(form, face, summary, of, from);
  else if (hasStrip(summary)) addHeat(form, face, summary, detail, of, from);
  else if (of === "value") addValue(form, face, detail);
  else addGradient(form, face, detail, from);
}

function addValue(form: Draft, face: Face, { value: size, digits }: Detail): void {
  const height = size + (size > 13 ? 4 : 3);
  const words = valueText(face.value, digits, LONGEST);
  form.texts.push({ part: "value", x: form.left, y: baseline(form.height, height, size), size, space: 0, say: ({ value }, room) => valueText(value, digits, room) });
  form.right = Math.max(form.right, form.left + wide(Math.max(LEAST, words.length), size));
  form.height += height;
}

/** A gradient as a number or, where it is none, in words. */
const gradientWords = ({ gradient, mark, state }: Face, digits: number, room: number): string => (mark === "number" ? gradientText(gradient, digits, room) : state);

function addGradient(form: Draft, face: Face, { gradientDigits, how }: Detail, from: number): void {
  const words = gradientWords(face, gradientDigits, LONGEST);
  const slot: Slot = { part: "gradient", x: from, y: baseline(form.height, BAND.height, BAND.size), size: BAND.size, space: 0, say: (now, room) => gradientWords(now, gradientDigits, room) };
  let right = from + wide(Math.max(words.length, LEAST), BAND.size);
  if (how) {
    slot.tail = { part: "how", size: BAND.how, say: (now, room) => howText(now.how, room) };
    const tail = howText(face.how, LONGEST_HOW);
    if (tail) right = from + wide(words.length, BAND.size) + TAIL_GAP + wide(tail.length, BAND.how);
  }
  form.texts.push(slot);
  form.right = Math.max(form.right, right);
  form.height += BAND.height;
}

function addAccumulated(form: Draft, accumulated: Summary): void {
  const words = (summary: Summary): string => CARD.accumulated(onlyElement(summary) === null ? rmsText(summary) : gradientText(summary, 3, LONGEST));
  form.texts.push({ part: "accumulated", x: form.left, y: baseline(form.height - 2, ACCUMULATED, SMALLEST), size: SMALLEST, space: 0, say: (face) => (face.accumulated ? words(face.accumulated) : "") });
  form.right = Math.max(form.right, form.left + wide(words(accumulated).length, SMALLEST));
  form.height += ACCUMULATED;
}

function addMatrix(form: Draft, face: Face, summary: Summary, of: "value" | "gradient", from: number): void {
  const { size, row } = MATRIX[of];
  const digits = of === "value" ? 3 : 2;
  const [rows, columns] = [rowCount(summary), columnRooms(summary, digits)];
  const top = form.height + 1;
  const width = columns.reduce((sum, room) => sum + wide(room, size), MATRIX.gap * (columns.length - 1));
  let x = from + MATRIX.bracket;
  form.brackets.push({ of, x: from, y: top, width: width + 2 * MATRIX.bracket, height: rows * row });
  for (const [column, room] of columns.entries()) {
    x += wide(room, size);
    for (let line = 0; line < rows; line += 1) {
      const place = line * columns.length + column;
      form.texts.push({ part: `${of} element`, x, y: baseline(top + line * row, row, size), size, space: wide(room, size), anchor: "end", say: (now, most) => (of === "gradient" && !hasNumbers(now) ? "" : cellText(now[of], place, digits, most)) });
    }
    x += MATRIX.gap;
  }
  if (of === "gradient") addState(form, face, { x: from + MATRIX.bracket, y: top, height: rows * row }, hasNumbers);
  form.right = Math.max(form.right, from + width + 2 * MATRIX.bracket);
  form.height = top + rows * row + 2;
}

/** Whether a gradient is shown by its elements: of zeros a word says more, and an element that is not finite says so itself. */
const hasNumbers = ({ mark }: Face): boolean => mark === "number" || mark === "nonfinite";

/** Where a gradient's numbers would be, a word says why there are none. */
function addState(form: Draft, face: Face, { x, y, height }: Omit<Box, "width">, shown: (face: Face) => boolean): void {
  form.texts.push({ part: "gradient", x, y: baseline(y, height, BAND.size), size: BAND.size, space: 0, say: (now) => (shown(now) ? "" : now.state) });
  if (!shown(face)) form.right = Math.max(form.right, x + wide(face.state.length, BAND.size));
}

/** What the elements reach to, and their colours below; of few elements beside it. */
function addHeat(form: Draft, face: Face, summary: Summary, detail: Detail, of: "value" | "gradient", from: number): void {
  const area = heatSize(summary, detail);
  const words = of === "value" ? (now: Face): string => rangeText(now.value) : (now: Face): string => (now.mark === "number" && now.gradient ? rmsText(now.gradient) : now.state);
  let [x, top] = [from, form.height];
  if (detail.ranges) {
    form.texts.push({ part: of, x: from, y: baseline(form.height, BAND.height, BAND.size), size: BAND.size, space: 0, say: words });
    const right = from + wide(words(face).length, BAND.size);
    form.right = Math.max(form.right, right);
    if (area.height <= BESIDE.height && area.width <= BESIDE.width) x = right + BESIDE.gap;
    else top += BAND.height - 1;
  } else if (of === "gradient") addState(form, face, { x: from, y: form.height, height: BAND.height }, ({ mark }) => mark === "number");
  const height = Math.max(area.height + 5, top === form.height && (of === "gradient" || detail.ranges) ? BAND.height : 0);
  form.heat.push({ of, x, y: top + (height - area.height) / 2, ...area, alone: of === "gradient" && !detail.ranges });
  form.right = Math.max(form.right, x + area.width);
  form.height = top + height;
}

function heatSize(summary: Summary, { cells }: Detail): Size {
  const grid = stripGrid(summary);
  const columns = Math.max(1, ...grid.map((row) => row.length));
  return { width: CELL * Math.min(columns, cells.across), height: CELL * Math.min(grid.length, cells.down) };
}
