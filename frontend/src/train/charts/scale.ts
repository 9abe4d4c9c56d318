/**
 * The vertical scale of a chart. The chart library has no marks for numbers beyond 1e17 or below 1e-16 and none within
 * a decade of a logarithmic axis: so it is given numbers of an ordinary size, and its marks from here. Pure.
 */

export interface Scale {
  /** A value as the chart library draws it; null where it has no place. */
  place: (value: number) => number | null;
  /** The value at a place. */
  value: (place: number) => number;
}

/** Marks at most, of decades or within them. */
const MOST = 6;
/** The decade of the machine's largest numbers. */
const LARGEST = 308;
const ORDINARY = { low: 1e-6, high: 1e9 };

/** A linear scale in units of a power of ten, if values are out of the ordinary. */
export function linear(values: Iterable<number>): Scale {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  if (largest === 0 || (largest >= ORDINARY.low && largest <= ORDINARY.high)) return { place: (value) => value, value: (place) => place };
  const exponent = Math.floor(Math.log10(largest));
  const power = (value: number, by: number): number => Number(`${value}e${by}`) || scaled(value, by);
  return { place: (value) => power(value, -exponent), value: (place) => power(place, exponent) };
}

/** In two steps, since the power itself may be no number of the machine. */
function scaled(value: number, by: number): number {
  const half = Math.trunc(by / 2);
  return value * 10 ** half * 10 ** (by - half);
}

export const logarithmic: Scale = {
  place: (value) => (value > 0 ? Math.log10(value) : null),
  value: (place) => 10 ** place,
};

/** Places of a logarithmic axis that get a line and a number: whole decades, or where fewer than two are in view the
 * numbers that begin with 1, 2, 5, or with any digit. */
export function decades(low: number, high: number): number[] {
  const stride = Math.max(1, Math.ceil((high - low) / MOST));
  const whole = places(low, high, [1]).filter((place) => Math.round(place) % stride === 0);
  if (whole.length > 1) return whole;
  const found = [[1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]].map((digits) => places(low, high, digits)).find((some) => some.length > 1);
  return found ?? within(10 ** low, 10 ** high).map(Math.log10);
}

function places(low: number, high: number, digits: number[]): number[] {
  const found: number[] = [];
  for (let decade = Math.floor(low); decade <= high; decade += 1) {
    for (const digit of digits) {
      const place = decade + Math.log10(digit);
      if (place >= low && place <= Math.min(high, LARGEST)) found.push(place);
    }
  }
  return found;
}

/** Round numbers between two that are close to each other. */
function within(low: number, high: number): number[] {
  const rough = (high - low) / 3;
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
