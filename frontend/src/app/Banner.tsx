/** What Explore has to say as a whole: the server is gone, or the address could not be shown. */
import { useRef } from "preact/hooks";
import { gone, stage } from "../program/store";
import { notice, retry } from "../share/address";
import { IconButton } from "../shell/IconButton";
import { useHeir } from "../shell/focus";
import { ADDRESS, SHELL } from "../text";

export function Banner() {
  const host = useRef<HTMLDivElement>(null);
  useHeir(host, () => stage.picture.peek()?.focus());
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
          <IconButton icon="close" label={ADDRESS.dismiss} onClick={() => (notice.value = "")} />
        </div>
      )}
    </div>
  );
}
