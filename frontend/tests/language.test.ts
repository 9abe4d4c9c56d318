import { expect, test } from "vitest";
import { mendLanguage, tagOf } from "../src/shell/language";

test.each([
  ["C", "en"], ["C.UTF-8", "en"], ["", "en"], ["en_US", "en-US"], ["de_DE.UTF-8", "de-DE"], ["ca_ES@valencia", "ca-ES"], ["de-CH", "de-CH"], ["zh-Hant-TW", "zh-Hant-TW"],
])("a browser that says %s speaks %s", (said, tag) => expect(tagOf(said)).toBe(tag));

test.each(["C", "", "en_US"])("with %s as its language every formatter can be made", (said) => {
  const browser = { language: said, languages: [said] } as unknown as Navigator;
  mendLanguage(browser);
  for (const tags of [browser.language, [...browser.languages]]) {
    expect(() => [new Intl.NumberFormat(tags), new Intl.DateTimeFormat(tags), new Intl.PluralRules(tags), new Intl.Collator(tags)]).not.toThrow();
  }
});

test("a language that is a tag is left alone", () => {
  const browser = Object.freeze({ language: "de-CH", languages: Object.freeze(["de-CH", "fr"]) }) as unknown as Navigator;
  expect(() => mendLanguage(browser)).not.toThrow();
});

test("it is mended before anything else of the page is loaded", () => {
  const [main = ""] = Object.values(import.meta.glob<string>("../src/main.tsx", { query: "?raw", import: "default", eager: true }));
  expect(/import .*/.exec(main)?.[0]).toBe('import "./shell/language";');
});
