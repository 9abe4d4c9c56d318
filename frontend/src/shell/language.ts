/**
 * A browser may say that its language is `C`, `en_US` or nothing at all, after a system's locale: no language tag, and
 * what formats numbers or dates refuses it, as the chart library does while it loads. Such a language is mended once,
 * before anything reads it. Imported before everything else.
 */

const USUAL = "en";

function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/** The tag that a system's name for a locale stands for: "de_DE.UTF-8" is "de-DE", "C" says nothing. */
export function tagOf(text: string): string {
  const tag = text.replace(/[.@].*$/, "").replaceAll("_", "-");
  return [text, tag].find(isTag) ?? USUAL;
}

export function mendLanguage(browser: Navigator): void {
  const { language, languages = [] } = browser;
  const said = [...(language === undefined ? [] : [language]), ...languages];
  if (said.every(isTag)) return;
  const mended = [...new Set(said.map(tagOf))];
  Object.defineProperty(browser, "language", { value: mended[0], configurable: true });
  Object.defineProperty(browser, "languages", { value: Object.freeze(mended), configurable: true });
}

mendLanguage(navigator);
