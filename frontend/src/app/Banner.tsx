/** What Explore has to say as a whole: the server is gone, or the address could not be shown. */
import { useEffect, useRef } from "preact/hooks";
import { gone, stage } from "../program/store";
import { notice, retry } from "../share/address";
import { IconButton } from "../shell/IconButton";
import { ADDRESS, SHELL } from "../text";

function dismiss(): void {
  notice.value = "";
  stage.picture.peek()?.focus();
}

export function Banner() {
  const host = useRef<HTMLDivElement>(null);
  const shown = gone.value || notice.value !== "";
  // The workbench fills the window: it has to know how much of it is taken.
  useEffect(() => {
    if (!host.current) return undefined;
    const { style } = document.documentElement;
    const watcher = new ResizeObserver(() => style.setProperty("--banner", `${host.current?.offsetHeight ?? 0}px`));
    watcher.observe(host.current);
    return () => {
      watcher.disconnect();
      style.removeProperty("--banner");
    };
  }, [shown]);
  if (!shown) return null;
  return (
    <div class="banners" ref={host}>
      {gone.value && (
        <div class="banner" role="alert">
          <span>{SHELL.gone}</span>
          <button type="button" onClick={retry}>{SHELL.retry}</button>
        </div>
      )}
      {notice.value !== "" && (
        <div class="banner note-banner" role="status">
          <span>{notice.value}</span>
          <IconButton icon="close" label={ADDRESS.dismiss} onClick={dismiss} />
        </div>
      )}
    </div>
  );
}
