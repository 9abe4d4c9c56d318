/** Counts in words: "1,234 values". */

/** "1,234.5": by hand, because a browser takes some 20 ms to get its own formatter ready, when the picture is due. */
export function grouped(amount: number): string {
  const [whole = "", fraction] = String(Math.round(amount * 1000) / 1000).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? `.${fraction}` : "");
}

/** "1 operation", "5 operations". */
export function count(amount: number, noun: string): string {
  return `${grouped(amount)} ${noun}${amount === 1 ? "" : "s"}`;
}

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(turn: number): string {
  const ending = turn % 100 > 10 && turn % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][turn % 10] ?? "th");
  return `${turn}${ending}`;
}

/** "w", "w and b", "w, b and c"; from five on only how many: "5 leaves". */
export function listed(names: string[], one: string, many: string): string {
  if (names.length > 4) return `${names.length} ${many}`;
  const [last = one, ...others] = names.toReversed();
  return others.length > 0 ? `${others.toReversed().join(", ")} and ${last}` : last;
}

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
