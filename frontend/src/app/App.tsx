/** The whole page: header, the room that the address asks for, and what has to be said over it. */
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Embed } from "../explore/Embed";
import { Explore } from "../explore/Explore";
import { Gallery } from "../gallery/Gallery";
import { shownExample } from "../share/shown";
import { ByHand } from "../share/ByHand";
import { ShareTools } from "../share/ShareTools";
import { stage } from "../program/store";
import { SHELL } from "../text";
import { Train } from "../train/Train";
import { Banner } from "./Banner";
import { Header } from "./Header";
import { Help } from "./Help";
import { Icon } from "../shell/Icon";
import { IconButton } from "../shell/IconButton";
import { listen } from "../shell/keyboard";
import { Refusal } from "../shell/refusals";
import { place } from "../shell/router";

const open = signal<"help" | "examples" | null>(null);
const close = (): void => {
  open.value = null;
};

export function App() {
  useEffect(() => listen({ help: () => (open.value = "help") }), []);
  const exploring = place.value !== "train";
  const title = exploring ? shownExample.value?.title : SHELL.train;
  useEffect(() => {
    document.title = title ? `${title} · ${SHELL.name}` : SHELL.name;
  }, [title]);
  const top = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => watchHeight(top.current as HTMLElement), []);
  return (
    <>
      {exploring && <button type="button" class="skip" onClick={() => stage.picture.peek()?.focus()}>{SHELL.skip}</button>}
      <div ref={top}>
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
        {exploring && <Banner />}
      </div>
      <main id="main" class={`page-${place.value}`}>
        {exploring && <h1 class="visually-hidden">{SHELL.exploreTitle}</h1>}
        {place.value === "embed" ? <Embed /> : exploring ? <Explore /> : <Train />}
      </main>
      <ByHand />
      <Refusal />
      {open.value === "help" && <Help onClose={close} />}
      {open.value === "examples" && <Gallery onClose={close} />}
    </>
  );
}

/** The pages fill the window below what stands on top, which wraps in narrow windows and with large text. */
function watchHeight(top: HTMLElement): () => void {
  const watcher = new ResizeObserver(() => document.documentElement.style.setProperty("--top", `${top.getBoundingClientRect().height}px`));
  watcher.observe(top);
  return () => watcher.disconnect();
}
