/**
 * The loss of a linear model as a surface over two of its parameters. For a mean squared error it is a paraboloid, so
 * six numbers, summed once over the training rows, give the loss at any place. Pure.
 */

/** Over `u` and `v`: uu·u² + vv·v² + uv·u·v + u·u + v·v + one. */
export interface Paraboloid {
  uu: number;
  vv: number;
  uv: number;
  u: number;
  v: number;
  one: number;
}

/** The mean over rows of (p·u + q·v + r)². */
export function paraboloid(rows: readonly (readonly [p: number, q: number, r: number])[]): Paraboloid {
  const sum = { uu: 0, vv: 0, uv: 0, u: 0, v: 0, one: 0 };
  for (const [p, q, r] of rows) {
    sum.uu += p * p;
    sum.vv += q * q;
    sum.uv += 2 * p * q;
    sum.u += 2 * p * r;
    sum.v += 2 * q * r;
    sum.one += r * r;
  }
  const count = rows.length;
  return { uu: sum.uu / count, vv: sum.vv / count, uv: sum.uv / count, u: sum.u / count, v: sum.v / count, one: sum.one / count };
}

export const lossOver = (form: Paraboloid, u: number, v: number): number =>
  form.uu * u * u + form.vv * v * v + form.uv * u * v + form.u * u + form.v * v + form.one;

/** Where it is smallest; null if that is a whole line. */
export function minimum({ uu, vv, uv, u, v }: Paraboloid): [number, number] | null {
  const determinant = 4 * uu * vv - uv * uv;
  return Math.abs(determinant) < 1e-12 ? null : [(uv * v - 2 * vv * u) / determinant, (uv * u - 2 * uu * v) / determinant];
}

/** Columns with mean 0 and (population) standard deviation 1, as the server makes them; constants become 0. */
export function standardised(column: readonly number[]): number[] {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  const spread = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);
  return column.map((value) => (value - mean) / (spread || 1));
}

/** Frame around all places, a little wider, never without extent. */
export function extent(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const margin = 0.15 * (high - low) || 1;
  return [low - margin, high + margin];
}
