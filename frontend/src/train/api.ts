/** The training part of the REST interface: data sets, sessions, steps, losses, evaluations. */
import { arrayOf, contentOf, fileOf, getJson, patiently, postJson, request } from "../api";
import type { Graph, Scalar, Summary } from "../model";
import type { Arrays, Which } from "../stepper/stage";

export type Task = "regression" | "binary" | "multiclass";

export interface DatasetInfo {
  name: string;
  title: string;
  description: string;
  task: Task;
  features: string[];
  target: string;
  rows: number;
  classes: string[];
  licence: string;
  source: string;
}

/** Every setting of a run, under the server's names. */
export interface Config {
  dataset: string;
  features: string[];
  standardise: boolean;
  rearrange_seed: number | null;
  test_share: number;
  split_seed: number;
  hidden: number[];
  activation: string;
  initialisation: string;
  model_seed: number;
  loss: string;
  optimiser: string;
  lr: number;
  schedule: string;
  clip: number;
  numbers: Record<string, number>;
  batch_size: number;
  shuffle: boolean;
  shuffle_seed: number;
  epochs: number;
}

export interface Preset {
  name: string;
  title: string;
  config: Config;
}

/** Why a session cannot go on: the loss of its last step is not a finite number. */
export interface Divergence {
  step: number;
  epoch: number;
  sample: number;
  loss: Scalar;
  value: string | null;
  message: string;
}

export interface Session {
  id: string;
  config: Config;
  dataset: DatasetInfo;
  parameters: Record<string, number[]>;
  origin: number;
  head: number;
  loss: Scalar | null;
  epoch: number;
  steps_per_epoch: number;
  last_step: number;
  parent: { session: string; step: number } | null;
  halted: Divergence | null;
}

/** The losses of the steps `after + 1`, `after + 2`, ... */
export interface LossPage {
  after: number;
  values: Scalar[];
  head: number;
}

/** A completed epoch: the mean of its steps' losses (those before a fork, too), and both splits as the epoch left the model. */
export interface Epoch {
  epoch: number;
  step: number;
  loss: Scalar;
  train_loss: Scalar;
  test_loss: Scalar | null;
  train_accuracy: number | null;
  test_accuracy: number | null;
}

export interface Change {
  name: string;
  before: Summary;
  gradient: Summary;
  /** What the step added. */
  change: Summary;
  after: Summary;
}

/** The graph of one step, its rows of data, and what it did to every parameter (nothing at step 0). */
export interface TrainingStep extends Graph {
  step: number;
  epoch: number;
  sample: number;
  places: number[];
  rows: (Scalar | string)[][];
  loss: Scalar;
  done: boolean;
  update: Change[];
}

export interface SplitEvaluation {
  rows: number;
  loss: Scalar;
  accuracy: number | null;
  correct: number | null;
  confusion: number[][] | null;
  predictions: Scalar[];
  targets: Scalar[];
  places: number[];
}

export interface Norms {
  name: string;
  parameter: Scalar;
  gradient: Scalar;
  update: Scalar;
}

export interface Evaluation {
  step: number;
  epoch: number;
  train: SplitEvaluation;
  test: SplitEvaluation | null;
  norms: Norms[];
}

/** The model's output over one or two features; `values[j][i]` belongs to `xs[i]` and `ys[j]`. */
export interface Surface {
  step: number;
  x: string;
  y: string | null;
  xs: number[];
  ys: number[];
  values: Scalar[][];
  /** For several classes, where `values` are the classes' places: how sure the model is. */
  confidence?: Scalar[][] | null;
  held: Record<string, number>;
}

const at = (id: string, rest = ""): string => `/sessions/${encodeURIComponent(id)}${rest}`;

const query = (values: Record<string, string | number | null | undefined>): string => {
  const given = Object.entries(values).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, String(value)]]));
  return given.length ? `?${new URLSearchParams(given)}` : "";
};

const get = <T>(path: string, signal?: AbortSignal): Promise<T> => patiently(() => getJson<T>(path, signal), signal);

export type Beginning = { preset: string } | Partial<Config> | ({ fork: { session: string; step: number } } & Partial<Config>);

export const beginSession = (body: Beginning): Promise<Session> => patiently(() => postJson<Session>("/sessions", body));
export const fetchSession = (id: string, signal?: AbortSignal): Promise<Session> => get<Session>(at(id), signal);
export const advance = (id: string, goal: { to: number } | { to_epoch: number }, signal?: AbortSignal): Promise<Session> =>
  patiently(() => postJson<Session>(at(id, "/advance"), goal, signal), signal);
export const fetchStep = (id: string, step: number, collapsed: string[] | null, signal?: AbortSignal): Promise<TrainingStep> =>
  get<TrainingStep>(at(id, `/steps/${step}`) + query({ collapsed: collapsed?.join(",") }), signal);
/** The whole arrays of a step, of which its graph has only summaries. */
export const stepArrays = (id: string, step: number): Arrays => {
  const ask = (node: string, which: Which, type: string, signal?: AbortSignal): Promise<Response> =>
    request(at(id, `/steps/${step}/arrays`) + query({ node, which }), { headers: { Accept: type }, ...(signal ? { signal } : {}) });
  return {
    numbers: async (node, which, signal) => (await arrayOf(() => ask(node, which, "application/json", signal), signal)).data,
    file: (node, which, type) => fileOf(() => ask(node, which, type)),
  };
};

export const fetchEvaluation = (id: string, step: number, signal?: AbortSignal): Promise<Evaluation> =>
  get<Evaluation>(at(id, "/evaluation") + query({ step }), signal);
export const fetchSurface = (id: string, values: { step: number; x?: string | null; y?: string | null }, signal?: AbortSignal): Promise<Surface> =>
  get<Surface>(at(id, "/surface") + query(values), signal);
export const deleteSession = (id: string): Promise<Response> => request(at(id), { method: "DELETE" });
export const fetchLosses = (id: string, after: number, limit: number, signal?: AbortSignal): Promise<LossPage> =>
  get<LossPage>(at(id, "/losses") + query({ after, limit }), signal);
export const fetchEpochs = async (id: string, after: number, signal?: AbortSignal): Promise<Epoch[]> =>
  (await get<{ epochs: Epoch[] }>(at(id, "/epochs") + query({ after }), signal)).epochs;

/** A setting as the server declares it: what it is for, and what it may be. */
export interface Setting {
  name: keyof Config;
  kind: "integer" | "number" | "switch" | "choice" | "name" | "names" | "integers" | "numbers";
  doc: string;
  low: Scalar;
  high: Scalar;
  choices: string[];
  optional: boolean;
  /** Decides the data or the model's shape: a fork in the middle cannot change it. */
  structural: boolean;
}

export interface Offer {
  presets: Preset[];
  settings: Setting[];
  optimisers: { name: string; numbers: { name: string; default: number; low: Scalar; high: Scalar }[] }[];
  losses: { name: string; tasks: Task[] }[];
}

export const fetchOffer = (): Promise<Offer> => get<Offer>("/presets");
export const fetchDatasets = async (): Promise<DatasetInfo[]> => (await get<{ datasets: DatasetInfo[] }>("/datasets")).datasets;

export interface RowPage {
  columns: string[];
  rows: (Scalar | string)[][];
  total: number;
}

export const fetchRows = (name: string, after: number, limit: number): Promise<RowPage> =>
  get<RowPage>(`/datasets/${encodeURIComponent(name)}/rows${query({ after, limit })}`);

export const uploadDataset = async (file: File): Promise<DatasetInfo> => {
  const title = file.name.replace(/\.csv$/i, "").slice(0, 60);
  const response = await request(`/datasets${query({ title })}`, { method: "POST", headers: { "Content-Type": "text/csv" }, body: await file.text() });
  return contentOf<DatasetInfo>(response);
};
