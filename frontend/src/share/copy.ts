/**
 * Copies text to the clipboard. Browsers refuse without permission, and over plain http on another machine there is no
 * clipboard at all: then the text is shown, so that the reader can copy it by hand.
 */
import { signal } from "@preact/signals";

/** What could not be copied, while it is shown. */
export const byHand = signal<string | null>(null);

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    byHand.value = text;
    return false;
  }
}
