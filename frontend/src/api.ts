/**
 * The client of the REST interface. Every call resolves to data or throws: `Problem` for an answer that says what was
 * wrong (RFC 9457), `Unreachable` when no answer came.
 */
import type { GraphNumbers } from "./answers";
import { type Fault, type Graph, type NestedNumbers, type Scalar, type Span, elementCount, flatten } from "./model";
import { ROOT } from "./root";
import { REFUSED, sentence } from "./text";

const PREFIX = `${ROOT}api/v1`;

export interface GraphRequest {
  source: string;
  inputs?: Record<string, NestedNumbers>;
  leaves?: Record<string, NestedNumbers>;
  dataset?: { name: string; rows?: [number, number] };
  /** Counted from 1; the last one where it is left out. */
  moment?: number;
  /** Whether what was computed before an error is wanted, too. */
  partial?: boolean;
}

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  hint?: string | null;
  /** The part of the request that is meant, such as a setting. */
  field?: string | null;
  span?: Span | null;
  problems?: Fault[] | null;
}

/** The server answered, and the answer is that something is wrong. */
export class Problem extends Error {
  constructor(
    readonly document: ProblemDocument,
    /** How long a busy server asks to be left alone, in seconds. */
    readonly retryAfter: number | null = null,
  ) {
    super(sentence(document.detail || document.title));
    this.name = "Problem";
  }
}

/** No answer: the server is gone, or the network is. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The server does not answer.", { cause });
    this.name = "Unreachable";
  }
}

/** A request against the API; `path` begins behind the prefix. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(PREFIX + path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable(error);
  }
  if (response.ok) return response;
  throw await problemOf(response);
}

async function problemOf(response: Response): Promise<Error> {
  const status = response.status;
  const seconds = status === 503 ? Number(response.headers.get("retry-after") ?? Number.NaN) : Number.NaN;
  const retryAfter = Number.isFinite(seconds) ? seconds : null;
  if (response.headers.get("content-type")?.includes("json")) {
    const answer = await contentOf<ProblemDocument | null>(response);
    if (saysSomething(answer?.detail) || saysSomething(answer?.title)) return new Problem({ ...(answer as ProblemDocument), status }, retryAfter);
  }
  // Not our server's words but those of something before it.
  if (status === 502 || status === 504) return new Unreachable(response.statusText);
  const detail = status === 413 ? REFUSED.tooLarge : status >= 500 ? REFUSED.failed : REFUSED.refused;
  return new Problem({ type: "about:blank", title: response.statusText, status, detail: detail(status), code: "http" }, retryAfter);
}

const saysSomething = (words: unknown): boolean => typeof words === "string" && words !== "";

/** Whether the server answers anything at all: one call that fails may be the fault of something between. */
export const isUp = (): Promise<boolean> =>
  fetch(`${ROOT}healthz`, { cache: "no-store" }).then(
    ({ ok, headers }) => ok && (headers.get("content-type") ?? "").includes("json"),
    () => false,
  );

/** The JSON of an answer. What is none comes from somebody else, such as a hotel's log-in page, or broke off. */
export async function contentOf<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable(error);
  }
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return contentOf<T>(await request(path, signal ? { signal } : {}));
}

export async function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return contentOf<T>(await post(path, body, "application/json", signal));
}

export function post(path: string, body: unknown, accept: string, signal?: AbortSignal): Promise<Response> {
  const headers = { "Content-Type": "application/json", Accept: accept };
  return request(path, { method: "POST", headers, body: JSON.stringify(body), ...(signal ? { signal } : {}) });
}

/** What was answered is no answer of our server's, as from something between it and the page. */
const OTHER_FORM = "another answer than was asked for";

const MOST_TURNS = 4;
const LONGEST_WAIT_S = 15;

/** Asks a busy server again, as late as it says, but not for ever. */
export async function patiently<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await ask();
    } catch (error) {
      const wait = error instanceof Problem ? error.retryAfter : null;
      if (wait === null || wait > LONGEST_WAIT_S || turn === MOST_TURNS) throw error;
      await new Promise((go) => setTimeout(go, wait * 1000));
      signal?.throwIfAborted();
    }
  }
}

/** `answered` is called when the server is done; the answer itself takes a little longer to arrive and to be read. */
export const fetchGraph = (body: GraphRequest, signal?: AbortSignal, answered?: () => void): Promise<Graph> => answerTo<Graph>(body, signal, answered);

/** The numbers alone of a graph whose structure is known, or the whole graph. */
export const fetchNumbers = (body: GraphRequest, structure: string, signal?: AbortSignal, answered?: () => void): Promise<Graph | GraphNumbers> =>
  answerTo<Graph | GraphNumbers>({ ...body, structure, numbers: true }, signal, answered);

async function answerTo<T>(body: object, signal?: AbortSignal, answered?: () => void): Promise<T> {
  const answer = await patiently(() => post("/graphs", body, "application/json", signal), signal);
  answered?.();
  return contentOf<T>(answer);
}

export interface ArrayRequest extends GraphRequest {
  node: string;
  which: "value" | "grad";
}

export interface ArrayAnswer {
  shape: number[];
  data: NestedNumbers;
}

/** The numbers of a whole array, however it is asked for: all that its shape promises. */
export async function arrayOf(ask: () => Promise<Response>, signal?: AbortSignal): Promise<ArrayAnswer> {
  const answer = await patiently(async () => contentOf<Partial<ArrayAnswer> | null>(await ask()), signal);
  const { shape, data } = answer ?? {};
  if (!Array.isArray(shape) || data === undefined || flatten(data).length !== elementCount(shape)) throw new Unreachable(OTHER_FORM);
  return { shape, data };
}

export const fileOf = (ask: () => Promise<Response>): Promise<Blob> => patiently(async () => (await ask()).blob());

export const fetchArray = (body: ArrayRequest, signal?: AbortSignal): Promise<ArrayAnswer> =>
  arrayOf(() => post("/graphs/arrays", body, "application/json", signal), signal);

export const fetchArrayFile = (body: ArrayRequest, type: string): Promise<Blob> => fileOf(() => post("/graphs/arrays", body, type));

/** The values that each swept leaf takes, one after the other. */
export interface SweepRequest extends GraphRequest {
  places: Record<string, number[]>;
}

/** The output and its slopes, place by place; fewer than asked for when it takes long. */
export interface SweepAnswer {
  values: Scalar[];
  gradients: Record<string, (Scalar | null)[]>;
}

export async function fetchSweep(body: SweepRequest, signal?: AbortSignal): Promise<SweepAnswer> {
  const answer = await patiently(() => postJson<Partial<SweepAnswer> | null>("/graphs/sweeps", body, signal), signal);
  const { values, gradients } = answer ?? {};
  if (!Array.isArray(values) || !gradients) throw new Unreachable(OTHER_FORM);
  return { values, gradients };
}

/** A function of the language, as completion and help need it. */
export interface FunctionEntry {
  name: string;
  kind: string;
  category: string;
  signature: string;
  summary: string;
  formula: string | null;
  example: string | null;
  aliases: string[];
  /** Whether it is also a method of tensors. */
  method?: boolean;
}

/** An example of the gallery; a pitfall has a role and the name of the example that it stands beside. */
export interface Example {
  name: string;
  title: string;
  sentence: string;
  notice: string;
  question: string;
  answer: string;
  source: string;
  group: string;
  role: "wrong" | "right" | null;
  beside: string | null;
  compare: string[];
}

let examples: Promise<Example[]> | null = null;

/** The gallery, asked for once; a failure is forgotten. */
export function fetchExamples(): Promise<Example[]> {
  examples ??= askForExamples().catch((error: unknown) => {
    examples = null;
    throw error;
  });
  return examples;
}

async function askForExamples(): Promise<Example[]> {
  const answer = await patiently(() => getJson<{ examples?: Example[] } | null>("/examples"));
  if (!Array.isArray(answer?.examples)) throw new Unreachable(OTHER_FORM);
  return answer.examples;
}
