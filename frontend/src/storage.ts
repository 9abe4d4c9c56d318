/** Small things that are kept on this machine: the text, the theme, the widths of columns. */

type Place = "localStorage" | "sessionStorage";

/** What is kept on this machine, or (`sessionStorage`) for this tab alone; a browser that refuses storage is no error. */
export function read(key: string, place: Place = "localStorage"): string | null {
  try {
    return window[place].getItem(key);
  } catch {
    return null;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    /* Nothing was kept. */
  }
}

export function keep(key: string, value: string, place: Place = "localStorage"): void {
  try {
    window[place].setItem(key, value);
  } catch {
    /* Private windows may refuse; the choice then lasts as long as the page. */
  }
}
