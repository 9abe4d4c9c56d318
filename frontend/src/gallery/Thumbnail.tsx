/** A small picture of a program's graph, made when it comes into view; what was made once is kept. */
import { useEffect, useRef } from "preact/hooks";
import { fetchGraph } from "../api";
import { LayoutSupervisor } from "../layout/layout";
import type { Plan } from "../layout/plan";
import { type Miniature, dress, miniature, sketchOf } from "./miniature";

interface Picture {
  layout: Plan;
  content: Miniature;
}

const supervisor = new LayoutSupervisor();
const pictures = new Map<string, Picture>();
/** One picture at a time: the supervisor gives up a layout for a newer one. */
let queue: Promise<unknown> = Promise.resolve();
/** How many thumbnails there are; with the last one the worker goes. */
let mounted = 0;

async function make(source: string, abort: AbortSignal): Promise<Picture> {
  abort.throwIfAborted();
  const known = pictures.get(source);
  if (known) return known;
  const content = miniature(await fetchGraph({ source }, abort));
  const layout = await supervisor.layOut(sketchOf(content));
  pictures.set(source, { layout, content });
  return { layout, content };
}

function picture(source: string, abort: AbortSignal): Promise<Picture> {
  const made = queue.then(() => make(source, abort));
  queue = made.catch(() => undefined);
  return made;
}

export function Thumbnail({ source }: { source: string }) {
  const host = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const abort = new AbortController();
    const show = ({ layout, content }: Picture): void => {
      if (host.current && !abort.signal.aborted) dress(host.current, layout, content);
    };
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watcher.disconnect();
      void picture(source, abort.signal).then(show, () => undefined);
    });
    mounted++;
    watcher.observe(host.current as Element);
    return () => {
      watcher.disconnect();
      abort.abort();
      if (--mounted === 0) supervisor.stop();
    };
  }, [source]);
  return <span class="thumb" ref={host} />;
}
