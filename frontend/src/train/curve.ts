/**
 * Losses into curves that can be drawn: thinned to as many points as a chart has room for, and smoothed. Pure.
 */

export interface Points {
  x: number[];
  y: (number | null)[];
}

const finite = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

/**
 * Means over buckets of equal width. `losses[i]` belongs to step `first + i`; a bucket's x is its last step. What is
 * not finite is left out; a bucket without anything finite is a gap.
 */
export function thinned(losses: readonly number[], first: number, most: number): Points {
  const size = Math.max(1, Math.ceil(losses.length / most));
  const points: Points = { x: [], y: [] };
  for (let start = 0; start < losses.length; start += size) {
    const end = Math.min(start + size, losses.length);
    let sum = 0;
    let count = 0;
    for (let index = start; index < end; index += 1) {
      const loss = losses[index];
      if (!finite(loss)) continue;
      sum += loss;
      count += 1;
    }
    points.x.push(first + end - 1);
    points.y.push(count ? sum / count : null);
  }
  return points;
}

/** An exponential moving average without the bias of its beginning; `span` is the number of points it looks back on. */
export function smoothed(values: readonly (number | null)[], span: number): (number | null)[] {
  const keep = 1 - 1 / Math.max(1, span);
  let sum = 0;
  let weight = 0;
  return values.map((value) => {
    if (value === null) return null;
    sum = keep * sum + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return span <= 1 ? value : sum / weight;
  });
}

/** Losses that are looked at together: a single one may be small by the luck of its batch. */
const WINDOW = 10;
/** So many times its first loss, a batch's loss may be anyway. */
const ORDINARY = 10;

/**
 * The last step, counted from the first loss, at which a run that exploded was still well: `losses[i]` is that of the
 * state after `i` steps. Its recent losses stayed within the range of the first ten, if later ones ever did, or else in the
 * order of the first; from there, back over every loss that was higher than the ten before it.
 */
export function beforeExplosion(losses: readonly number[]): number {
  const highest = losses.map((_, index) => Math.max(...losses.slice(Math.max(0, index - WINDOW + 1), index + 1)));
  const lastWithin = (limit: number): number => highest.findLastIndex((level) => level <= limit);
  const returned = lastWithin(highest[WINDOW - 1] ?? Number.NaN);
  let well = Math.max(0, returned >= 2 * WINDOW - 1 ? returned : lastWithin(ORDINARY * (losses[0] ?? Number.NaN)));
  while (well > 0 && (losses[well] as number) > (highest[well - 1] as number)) well -= 1;
  return well;
}

/** The map with one entry more, in order of its steps; above `most` every second one goes, but for the ends. */
export function extended<Value>(entries: ReadonlyMap<number, Value>, step: number, value: Value, most: number): Map<number, Value> {
  const all = [...[...entries].filter(([other]) => other !== step), [step, value] as const].toSorted(([a], [b]) => a - b);
  return new Map(all.length > most ? all.filter((_, index) => index % 2 === 0 || index === all.length - 1) : all);
}

/** Several curves over their own x, joined over one: `[x, y1, y2, ...]` with `undefined` where a curve has no point. */
export function joined(curves: readonly Points[]): [number[], ...(number | null | undefined)[][]] {
  const x = [...new Set(curves.flatMap((curve) => curve.x))].toSorted((a, b) => a - b);
  const columns = curves.map((curve) => {
    const at = new Map(curve.x.map((value, index) => [value, curve.y[index] ?? null]));
    return x.map((value) => at.get(value));
  });
  return [x, ...columns];
}
