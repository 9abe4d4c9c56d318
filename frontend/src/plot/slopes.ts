/**
 * The slope of a sampled curve itself, measured by differences, beside the gradient that the samples come with. The two
 * differ where a gradient was cut on its way back; then the curve is drawn by its own slopes. Pure.
 */
import type { Sample } from "./curve";

/** Between places of one measurement, as a share of the width: closer ones would measure rounding. */
const APART = 1 / 2500;
/** A difference that nobody sees is none. */
const VISIBLE = 0.01;
const ROUNDING = 1e-11;

export interface Slope {
  value: number;
  /** How far off it may be. */
  error: number;
}

type Place = Pick<Sample, "x" | "y">;

/** The slope at a place of the curve; null where the samples around it do not tell. */
export function slopeAt(samples: Sample[], at: Place): Slope | null {
  const apart = APART * ((samples.at(-1)?.x ?? 0) - (samples[0]?.x ?? 0));
  const before = (from: Place): Sample | undefined => samples.findLast(({ x }) => x <= from.x - apart);
  const after = (from: Place): Sample | undefined => samples.find(({ x }) => x >= from.x + apart);
  const [left, right] = [before(at), after(at)];
  const [further, beyond] = [left && before(left), right && after(right)];
  if (!left || !right || !further || !beyond) return null;
  // Three parabolas: on a smooth curve they agree, and how well says how good they are; at a kink or a jump they do not.
  const found = [through(at, left, right), through(at, left, further), through(at, right, beyond)];
  if (!found.every(Number.isFinite)) return null;
  const height = Math.max(...[at, left, right, further, beyond].map(({ y }) => Math.abs(y)));
  return { value: found[0] ?? 0, error: 4 * (Math.max(...found) - Math.min(...found)) + (ROUNDING * height) / apart };
}

/** The slope at the first place of the parabola through three. */
function through(at: Place, one: Place, other: Place): number {
  const [h, k] = [one.x - at.x, other.x - at.x];
  return (((one.y - at.y) / h) * k - ((other.y - at.y) / k) * h) / (k - h);
}

/** Whether a gradient cannot be the slope that was measured. */
export function contradicts({ value, error }: Slope, gradient: number): boolean {
  const apart = Math.abs(gradient - value);
  return apart > error && apart > VISIBLE * Math.max(Math.abs(gradient), Math.abs(value));
}

/** The curve with slopes that can be drawn: the gradients, but the curve's own where there are none or they are not its slopes. */
export function drawable(samples: Sample[]): Sample[] {
  const wrong = samples.map((sample, index) => {
    if (!Number.isFinite(sample.y) || !Number.isFinite(sample.slope)) return null;
    const [before, after] = [rise(samples[index - 1], sample), rise(sample, samples[index + 1])];
    if (sample.slope >= Math.min(before, after) && sample.slope <= Math.max(before, after)) return false;
    const own = slopeAt(samples, sample);
    return own && contradicts(own, sample.slope);
  });
  // The ends, where nothing can be measured, are as those beside them.
  const isWrong = (index: number): boolean => (wrong[index] ?? wrong[index + 1] ?? wrong[index + 2] ?? wrong[index - 1] ?? wrong[index - 2]) === true;
  return withSlopes(samples).map((sample, index, all) => (isWrong(index) ? { ...sample, slope: gentler(all, index) } : sample));
}

/** The same samples; of a curve without any gradient, with slopes that were measured. */
export function withSlopes(samples: Sample[]): Sample[] {
  if (samples.some(({ slope }) => Number.isFinite(slope))) return samples;
  return samples.map((sample, index) => ({ ...sample, slope: gentler(samples, index) }));
}

const rise = (from: Sample | undefined, to: Sample | undefined): number => (from && to ? (to.y - from.y) / (to.x - from.x) : Number.NaN);

/** The gentler of the slopes to both sides, 0 at a turn: on a smooth curve about right, at a step that of its flat side. */
function gentler(samples: Sample[], index: number): number {
  const sides = [rise(samples[index - 1], samples[index]), rise(samples[index], samples[index + 1])].filter(Number.isFinite);
  const [one, other = one] = sides;
  if (one === undefined || other === undefined) return 0;
  return one * other <= 0 ? 0 : Math.sign(one) * Math.min(Math.abs(one), Math.abs(other));
}
