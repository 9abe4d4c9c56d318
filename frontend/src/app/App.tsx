/** The whole page: header, the room that the address asks for, and the banner when the server is gone. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Explore } from "../explore/Explore";
import { evaluate, gone } from "../program/store";
import { Gallery } from "../gallery/Gallery";
import { ShareTools } from "../share/ShareTools";
import { SHELL } from "../text";
import { Train } from "../train/Train";
import { Header } from "./Header";
import { Help } from "./Help";
import { Icon } from "../shell/Icon";
import { IconButton } from "../shell/IconButton";
import { listen } from "../shell/keyboard";
import { place } from "../shell/router";

const open = signal<"help" | "examples" | null>(null);
const close = (): void => {
  open.value = null;
};

export function App() {
  useEffect(() => listen({ help: () => (open.value = "help") }), []);
  const exploring = place.value !== "train";
  return (
    <>
      {place.value !== "embed" && (
        <Header>
          {exploring && (
            <>
              <button type="button" class="tool" aria-label={SHELL.examples} onClick={() => (open.value = "examples")}><Icon name="gallery" /><span>{SHELL.examples}</span></button>
              <ShareTools />
            </>
          )}
          <IconButton icon="help" label={SHELL.help} title={`${SHELL.help} (?)`} onClick={() => (open.value = "help")} />
        </Header>
      )}
      {gone.value && (
        <div class="banner" role="alert">
          <span>{SHELL.gone}</span>
          <button type="button" onClick={evaluate}>{SHELL.retry}</button>
        </div>
      )}
      <main id="main" class={place.value}>
        {exploring && <h1 class="visually-hidden">{SHELL.exploreTitle}</h1>}
        {exploring ? <Explore /> : <Train />}
      </main>
      {open.value === "help" && <Help onClose={close} />}
      {open.value === "examples" && <Gallery onClose={close} />}
    </>
  );
}
