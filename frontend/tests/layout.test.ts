/** The layout's own text, its answer, bands, and the level that the size of the type decides. */
import { type Format, Graphviz } from "@hpcc-js/wasm-graphviz";
import { describe, expect, test } from "vitest";
import { type Box, boundingBox, corners, distance, inside, overlaps, roundedWay, samples, shortened } from "../src/layout/geometry";
import { inBands } from "../src/layout/bands";
import { type Plan, type Sketch, planOf } from "../src/layout/plan";
import { type Wire, layoutText, readAnswer } from "../src/layout/text";

const graphviz = await Graphviz.load();
const engine = (text: string): string => graphviz.layout(text, "json0" as Format, "dot");

const boxes = (count: number, width = 100, height = 50) => Array.from({ length: count }, () => ({ width, height }));
const chain = (count: number): Wire[] => Array.from({ length: count - 1 }, (_, index) => ({ from: index, to: index + 1, spine: index > 0 }));
const sketch = (rest: Partial<Sketch>): Sketch => ({
  levels: [{ smallest: 11, boxes: boxes(12) }], wires: chain(12), room: { width: 675, height: 700 }, flows: ["TB", "LR"], type: 11, most: 2, parts: 0, ...rest,
});
const plan = (rest: Partial<Sketch> = {}): Plan => planOf(sketch(rest), engine);

describe("the layout's text", () => {
  const wires = [{ from: 0, to: 2, spine: false }, { from: 1, to: 2, spine: true }];
  test("names boxes and lines by their numbers, and holds a spine short", () => {
    const text = layoutText(boxes(3), wires, "LR");
    expect(text).toContain("rankdir=LR");
    expect(text).toContain("0 -> 2 [id=0]");
    expect(text).toContain("1 -> 2 [id=1 weight=4]");
    expect(text).toContain("2 [width=1.3889 height=0.6944]");
  });
  test("has what nothing leads to first", () => {
    const text = layoutText(boxes(3), [{ from: 2, to: 0, spine: false }, { from: 1, to: 0, spine: false }], "TB");
    expect(["1 [", "2 [", "0 ["].map((box) => text.indexOf(`\n${box}`)).every((at, index, all) => at > (all[index - 1] ?? 0))).toBe(true);
  });
  test("its answer comes back as numbers, y downwards, every line from its source to its target", () => {
    const { boxes: placed, curves } = readAnswer(engine(layoutText(boxes(3), wires, "TB")), boxes(3), wires);
    expect(placed[0]?.y).toBeLessThan(placed[2]?.y ?? 0);
    expect(placed[0]).toMatchObject({ width: 100, height: 50 });
    for (const [index, curve] of curves.entries()) {
      expect(curve.length % 3).toBe(1);
      expect(curve[0]?.y).toBeCloseTo((placed[index]?.y ?? 0) + 50, 0);
      expect(curve.at(-1)?.y).toBeCloseTo(placed[2]?.y ?? 0, 0);
    }
  });
  test("tells two lines between the same boxes apart", () => {
    const twice = [{ from: 0, to: 1, spine: false }, { from: 0, to: 1, spine: false }];
    const { curves } = readAnswer(engine(layoutText(boxes(2), twice, "TB")), boxes(2), twice);
    expect(curves.map(({ length }) => length > 0)).toEqual([true, true]);
    expect(curves[0]).not.toEqual(curves[1]);
  });
});

const bandsOf = ({ bands }: Pick<Plan, "bands">): number => Math.max(...bands) + 1;
const behind = ({ boxes: placed, curves, crosses }: Plan): number =>
  curves.filter((_, line) => crosses[line]).flatMap((curve) => samples(curve, 3)).filter((point) => placed.some((box) => inside({ ...point, width: 0, height: 0 }, { x: box.x + 1, y: box.y + 1, width: box.width - 2, height: box.height - 2 }))).length;
const overlapping = (placed: readonly Box[]): number => placed.flatMap((one, index) => placed.slice(index + 1).filter((other) => overlaps(one, other))).length;

describe("bands", () => {
  test("make a long chain larger, with nothing over anything else and no line behind a card", () => {
    const wrapped = plan();
    expect(bandsOf(wrapped)).toBeGreaterThan(1);
    expect(wrapped.scale).toBeGreaterThan(1);
    expect(overlapping(wrapped.boxes)).toBe(0);
    expect(behind(wrapped)).toBe(0);
  });
  test("are not made where all is as large without", () => expect(plan({ levels: [{ smallest: 11, boxes: boxes(4) }], wires: chain(4) }).bands).toEqual([0, 0, 0, 0]));
  test("are read in order: a later rank is never in an earlier band", () => {
    const { boxes: placed } = plan({ flows: ["TB"] });
    for (const [index, box] of placed.slice(1).entries()) {
      const before = placed[index] as Box;
      expect(box.x > before.x + before.width || (Math.abs(box.x - before.x) < 1 && box.y > before.y)).toBe(true);
    }
  });
  test("are not cut where more than three lines would cross", () => {
    const many: Wire[] = [...chain(12), ...[2, 3, 4, 5].map((to) => ({ from: 0, to: to + 6, spine: false }))];
    const cut = plan({ wires: many, room: { width: 1600, height: 400 }, flows: ["TB"] });
    const bandOf = (index: number): number => new Set(cut.boxes.slice(0, index + 1).map(({ x }) => Math.round(x / 150))).size;
    expect(bandOf(7) === bandOf(2) || bandsOf(cut) === 1).toBe(true);
  });
  test("lines that skip a band go round it", () => {
    const skipping = plan({ wires: [...chain(12), { from: 0, to: 11, spine: false }], room: { width: 900, height: 300 }, flows: ["TB"] });
    expect(bandsOf(skipping)).toBeGreaterThan(2);
    expect(behind(skipping)).toBe(0);
  });
  test("in rows are columns with x and y exchanged", () => {
    const laid = readAnswer(engine(layoutText(boxes(12), chain(12), "LR")), boxes(12), chain(12));
    const rows = inBands(laid, chain(12), "LR", { width: 700, height: 675 }, 2);
    expect(bandsOf(rows)).toBeGreaterThan(1);
    expect(rows.boxes[0]?.y).toBeLessThan(rows.boxes[11]?.y ?? 0);
    expect(rows.boxes[0]).toMatchObject({ width: 100, height: 50 });
  });
  test("their size holds everything", () => {
    const { boxes: placed, curves, width, height } = plan();
    const all = boundingBox([...placed.flatMap(corners), ...curves.flatMap((curve) => samples(curve, 5))]);
    expect(all.width).toBeLessThanOrEqual(width + 1);
    expect(all.height).toBeLessThanOrEqual(height + 1);
  });
});

describe("the level", () => {
  const levels = [200, 120, 40].map((width) => ({ smallest: 11, boxes: boxes(20, width, width / 2) }));
  const at = (room: number, type = 11): Plan => plan({ levels, wires: chain(20), room: { width: room, height: room }, type, parts: 1 });
  test("is the first at which all of the type is as large as asked for", () => {
    expect([1400, 700, 400].map((room) => at(room).level)).toEqual([0, 1, 2]);
    for (const room of [1400, 700, 400]) expect(at(room).scale * 11).toBeGreaterThanOrEqual(11);
  });
  test("of a lecture hall, where type is larger, has less detail in the same room", () => expect(at(1400, 22).level).toBeGreaterThan(at(1400).level));
  test("where none is large enough is the one for parts, drawn as large as asked for", () => {
    expect(at(150)).toMatchObject({ level: 1, whole: false, scale: 1 });
    expect(at(1400)).toMatchObject({ whole: true });
  });
  test("the preferred direction stays unless another is clearly larger", () => {
    const square = (flows: Sketch["flows"]): string => plan({ levels: [{ smallest: 11, boxes: boxes(3) }], wires: chain(3), flows }).flow;
    expect(square(["TB", "LR"])).toBe("TB");
    expect(plan({ levels: [{ smallest: 11, boxes: boxes(3) }], wires: chain(3), room: { width: 900, height: 60 } }).flow).toBe("LR");
  });
});

describe("geometry", () => {
  const curve = [0, 10, 20, 30].map((y) => ({ x: 0, y }));
  test("points along a curve lie close together, whatever its length", () => {
    const found = samples([...curve, { x: 0, y: 130 }, { x: 0, y: 230 }, { x: 0, y: 330 }], 10);
    expect(found.at(-1)).toEqual({ x: 0, y: 330 });
    expect(found.slice(1).every((point, index) => distance(point, found[index] ?? point) < 20)).toBe(true);
  });
  test("an arrowhead shortens its wire", () => expect(shortened(curve, 10)[0]?.y).toBeCloseTo(10, 0));
  test("a way round corners keeps its ends and rounds the rest", () => {
    const way = roundedWay([{ x: 0, y: 0 }, { x: 50, y: 0 }, { x: 50, y: 50 }], 7);
    expect([way[0], way.at(-1)]).toEqual([{ x: 0, y: 0 }, { x: 50, y: 50 }]);
    expect(way.length % 3).toBe(1);
    expect(Math.min(...samples(way, 1).map((point) => distance(point, { x: 50, y: 0 })))).toBeGreaterThan(1);
  });
});
