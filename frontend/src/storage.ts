/** Small things that are kept on this machine: the text, the theme, the widths of columns. */

/** What is kept on this machine; a browser that refuses storage is no error. */
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
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

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* Private windows may refuse; the choice then lasts as long as the page. */
  }
}
