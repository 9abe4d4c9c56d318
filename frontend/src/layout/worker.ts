/**
 * The layout worker: a sketch in, a plan out. What Graphviz throws goes back as a failure; the supervisor then ends this
 * worker and starts another. Answers are kept: a room of another size asks for the same layouts again.
 */
import { type Format, Graphviz } from "@hpcc-js/wasm-graphviz";
import { type Engine, type Plan, type Sketch, planOf } from "./plan";

export interface LayoutRequest {
  ticket: number;
  sketch: Sketch;
}

/** Sent once, when Graphviz is loaded. */
export interface Ready {
  ready: true;
}

export type WorkerMessage = LayoutAnswer | Ready;

export type LayoutAnswer = { ticket: number; plan: Plan } | { ticket: number; failure: string };

/** Browsers compile a function of WebAssembly when it is first called: a small layout has them compiled early. */
const EXERCISE = 'digraph { node [shape=box label=""] edge [dir=none] a -> c -> d; b -> d; a -> d }';

const MOST_KEPT = 32;
/** Places and identifiers without drawing instructions; the package's types do not name it. */
const PLACES = "json0" as Format;

const loading = Graphviz.load().then((graphviz): Engine => {
  const kept = new Map<string, string>();
  const engine = (text: string): string => {
    const answer = kept.get(text) ?? graphviz.layout(text, PLACES, "dot");
    kept.delete(text);
    kept.set(text, answer);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
    return answer;
  };
  engine(EXERCISE);
  return engine;
});
loading.then(() => postMessage({ ready: true } satisfies Ready), () => undefined); // A failure comes out with the first layout.

addEventListener("message", async ({ data }: MessageEvent<LayoutRequest>) => {
  let answer: LayoutAnswer;
  try {
    answer = { ticket: data.ticket, plan: planOf(data.sketch, await loading) };
  } catch (error) {
    answer = { ticket: data.ticket, failure: error instanceof Error ? error.message : String(error) };
  }
  postMessage(answer);
});
