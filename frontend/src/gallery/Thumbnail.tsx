/** A small picture of a program's graph: boxes and lines as Graphviz places them. Made when it comes into view, once. */
import { useEffect, useRef } from "preact/hooks";
import { fetchGraph } from "../api";
import { LayoutSupervisor } from "../layout/layout";

const supervisor = new LayoutSupervisor();
const pictures = new Map<string, Promise<string>>();
let queue: Promise<unknown> = Promise.resolve();

function picture(source: string): Promise<string> {
  const known = pictures.get(source);
  if (known) return known;
  const made = queue.then(async () => supervisor.layOut((await fetchGraph({ source })).drawing.dot));
  queue = made.catch(() => undefined);
  pictures.set(source, made);
  return made;
}

export function Thumbnail({ source }: { source: string }) {
  const host = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      watcher.disconnect();
      void picture(source).then(
        (svg) => {
          if (!host.current) return;
          host.current.innerHTML = svg.slice(svg.indexOf("<svg"));
          const drawn = host.current.querySelector("svg");
          for (const part of host.current.querySelectorAll("[id]")) part.removeAttribute("id");
          for (const title of host.current.querySelectorAll("title")) title.remove();
          for (const name of ["width", "height"]) drawn?.removeAttribute(name);
          drawn?.setAttribute("aria-hidden", "true");
        },
        () => undefined,
      );
    });
    watcher.observe(host.current as Element);
    return () => watcher.disconnect();
  }, [source]);
  return <span class="thumb" ref={host} />;
}
