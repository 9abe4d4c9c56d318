/** Where a number stands from one to another, as a share; also where their distance is beyond the largest number. */
export function shareOf(value: number, from: number, to: number): number {
  const half = Number.isFinite(to - from) ? 1 : 0.5;
  return (value * half - from * half) / (to * half - from * half);
}
