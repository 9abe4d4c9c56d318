/** Light or dark: follows the system until somebody chooses; the choice is kept. Colours are CSS variables. */
import { effect, signal } from "@preact/signals";
import { media } from "./media";
import { keep, read } from "./storage";

export type Theme = "system" | "light" | "dark";

const KEY = "chainrule.theme";
const THEMES: readonly Theme[] = ["system", "light", "dark"];

export const theme = signal<Theme>(THEMES.find((name) => name === read(KEY)) ?? "system");

const systemDark = media("(prefers-color-scheme: dark)");

/** Whether the page is dark now; what reads it in an effect or a component follows every change. */
export const isDark = (): boolean => theme.value === "dark" || (theme.value === "system" && systemDark.value);

export function toggleTheme(): void {
  theme.value = isDark() ? "light" : "dark";
  keep(KEY, theme.value);
}

effect(() => {
  document.documentElement.dataset["theme"] = theme.value;
});
