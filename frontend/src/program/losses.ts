/** The losses of a program's moments as a curve of a fixed size, however many there are. Pure. */
import { type Scalar, toNumber } from "../model";

export const CURVE = { width: 1000, height: 100 };

export interface LossCurve {
  /** What an SVG path draws. */
  path: string;
  log: boolean;
  /** Where losses are not finite, across the width. */
  bad: number[];
}

/** So many times the smallest loss the largest is, before they are drawn on a logarithmic scale. */
const DECADES = 100;
/** More places across than this nobody sees apart; of several losses at one place the smallest and the largest are drawn. */
const MOST_PLACES = 250;

/** `count` moments take the whole width, also where not all of their losses are known. */
export function lossCurve(losses: readonly (Scalar | null)[], count: number): LossCurve {
  const numbers = losses.map((loss) => (loss === null ? null : toNumber(loss)));
  const finite = numbers.filter((loss) => loss !== null && Number.isFinite(loss)) as number[];
  const [low, high] = [smallest(finite), largest(finite)];
  const log = low > 0 && high / low >= DECADES;
  const scale = log ? Math.log10 : (value: number): number => value;
  const room = scale(high) - scale(low);
  const x = (index: number): number => (count > 1 ? (index / (count - 1)) * CURVE.width : CURVE.width / 2);
  const y = (loss: number): number => (room > 0 ? (1 - (scale(loss) - scale(low)) / room) * CURVE.height : CURVE.height / 2);

  const size = Math.max(1, Math.ceil(numbers.length / MOST_PLACES));
  const bad: number[] = [];
  let path = "";
  let begun = false;
  for (let start = 0; start < numbers.length; start += size) {
    const here = numbers.slice(start, start + size);
    const inside = here.filter((loss) => loss !== null && Number.isFinite(loss)) as number[];
    const odd = here.findIndex((loss) => loss !== null && !Number.isFinite(loss));
    if (odd >= 0) bad.push(x(start + odd));
    for (const loss of inside.length > 1 ? ends(inside) : inside) {
      path += `${begun ? "L" : "M"}${x(start).toFixed(1)} ${y(loss).toFixed(1)}`;
      begun = true;
    }
    if (inside.length === 0) begun = false;
  }
  return { path, log, bad };
}

const smallest = (values: readonly number[]): number => values.reduce((least, value) => Math.min(least, value), Infinity);
const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), -Infinity);

/** The smallest and the largest of several, in their order. */
function ends(values: number[]): number[] {
  const [low, high] = [smallest(values), largest(values)];
  return values.indexOf(low) <= values.indexOf(high) ? [low, high] : [high, low];
}
