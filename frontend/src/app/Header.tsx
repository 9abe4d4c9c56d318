/** The header: name, the two pages, and tools that pages put in through `children`. */
import type { ComponentChildren } from "preact";
import { SHELL } from "../text";
import { isDark, toggleTheme } from "../theme";
import { IconButton } from "../shell/IconButton";
import { addressIn } from "../root";
import { follow, place } from "../shell/router";

export function Header({ children }: { children?: ComponentChildren }) {
  const dark = isDark();
  const label = dark ? SHELL.toLight : SHELL.toDark;
  return (
    <header class="header">
      <div class="header-row">
      <a class="brand" href={addressIn("")} onClick={follow}>
        <svg width="30" height="18" viewBox="0 0 30 18" aria-hidden="true"><circle cx="7" cy="9" r="4.6" /><circle cx="23" cy="9" r="4.6" /><path d="M18.4 9H11.6M14.6 6l-3 3 3 3" /></svg>
        {SHELL.name}
      </a>
      <nav aria-label={SHELL.navigation}>
        <a href={addressIn("")} onClick={follow} aria-current={place.value === "explore" ? "page" : undefined}>{SHELL.explore}</a>
        <a href={addressIn("train")} onClick={follow} aria-current={place.value === "train" ? "page" : undefined}>{SHELL.train}</a>
      </nav>
      <div class="header-tools">
        {children}
        <IconButton icon={dark ? "sun" : "moon"} label={label} onClick={toggleTheme} />
      </div>
      </div>
    </header>
  );
}
