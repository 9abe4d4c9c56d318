/**
 * The layout worker: DOT in, Graphviz's SVG out. What Graphviz throws, as it does when there is no picture, goes back as
 * a failure; the supervisor then ends this worker and starts another. Warnings beside a picture are not looked at.
 */
import { Graphviz } from "@hpcc-js/wasm-graphviz";

export interface LayoutRequest {
  ticket: number;
  dot: string;
}

/** Sent once, when Graphviz is loaded. */
export interface Ready {
  ready: true;
}

export type WorkerMessage = LayoutAnswer | Ready;

export type LayoutAnswer = { ticket: number; svg: string } | { ticket: number; failure: string };

/** What nobody reads in the answer: the page's own thread shall not have to parse it. */
const UNREAD = /<!--[^>]*-->\n|<title>[^<]*<\/title>\n/g;

/** Browsers compile a function of WebAssembly when it is first called: a small layout has them compiled early. */
const EXERCISE = 'digraph { node [shape=box label=""] subgraph cluster_a { a -> b } a -> c -> d; b -> d }';

const loading = Graphviz.load().then((graphviz) => {
  graphviz.layout(EXERCISE, "svg", "dot");
  return graphviz;
});
loading.then(() => postMessage({ ready: true } satisfies Ready), () => undefined); // A failure comes out with the first layout.

addEventListener("message", async ({ data }: MessageEvent<LayoutRequest>) => {
  let answer: LayoutAnswer;
  try {
    const graphviz = await loading;
    answer = { ticket: data.ticket, svg: graphviz.layout(data.dot, "svg", "dot").replaceAll(UNREAD, "") };
  } catch (error) {
    answer = { ticket: data.ticket, failure: error instanceof Error ? error.message : String(error) };
  }
  postMessage(answer);
});
