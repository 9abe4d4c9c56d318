/** The training part of the REST interface: data sets, sessions, steps, losses, evaluations. */
import { Problem, arrayOf, contentOf, fileOf, getJson, patiently, postJson, request } from "../api";
import type * as answers from "../answers";
import type { Config, Epoch, Evaluation, Session, Surface } from "../answers";
import type { Graph } from "../model";
import type { Arrays, Which } from "../stepper/stage";

export type { Change, Config, TriedCure, Diagnosis, Divergence, Epoch, Evaluation, Preset, RunFinding, Session, SplitEvaluation, Standstill, Surface } from "../answers";
export type DatasetInfo = answers.Dataset;
export type Task = DatasetInfo["task"];
export type LossPage = answers.Losses;
export type MeasuresPage = answers.Measures;
export type RowPage = answers.Rows;
export type Offer = answers.Presets;
export type Setting = answers.Setting;
/** The graph of one step, its rows of data, and what it did to every parameter (nothing at step 0). */
export type TrainingStep = Graph & answers.TrainingStep;

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
export const fetchStep = (id: string, step: number, signal?: AbortSignal): Promise<TrainingStep> =>
  get<TrainingStep>(at(id, `/steps/${step}`), signal);
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
/** With `head`, only if it still stands there: else it is refused with the status 409. */
export const deleteSession = (id: string, head?: number): Promise<Response> => request(at(id) + query({ head }), { method: "DELETE" });
export const fetchLosses = (id: string, after: number, limit: number, signal?: AbortSignal): Promise<LossPage> =>
  get<LossPage>(at(id, "/losses") + query({ after, limit }), signal);
export const fetchMeasures = (id: string, wanted: { after: number; limit: number; stride: number }, signal?: AbortSignal): Promise<MeasuresPage> =>
  get<MeasuresPage>(at(id, "/measures") + query(wanted), signal);
export const fetchDiagnosis = (id: string, signal?: AbortSignal): Promise<answers.Diagnosis> => get<answers.Diagnosis>(at(id, "/diagnosis"), signal);
export const fetchEpochs = async (id: string, after: number, signal?: AbortSignal): Promise<Epoch[]> =>
  (await get<{ epochs: Epoch[] }>(at(id, "/epochs") + query({ after }), signal)).epochs;

export const fetchOffer = (): Promise<Offer> => get<Offer>("/presets");
export const fetchDatasets = async (): Promise<DatasetInfo[]> => (await get<{ datasets: DatasetInfo[] }>("/datasets")).datasets;

export const fetchRows = (name: string, after: number, limit: number): Promise<RowPage> =>
  get<RowPage>(`/datasets/${encodeURIComponent(name)}/rows${query({ after, limit })}`);

export const fetchDataset = (name: string): Promise<DatasetInfo> => get<DatasetInfo>(`/datasets/${encodeURIComponent(name)}`);

/** Its bytes as they are: the server finds out what they are encoded in. What is refused is said of the file. */
export const uploadDataset = async (file: File): Promise<DatasetInfo> => {
  const title = file.name.replace(/\.(csv|tsv|txt)$/i, "").slice(0, 60);
  try {
    const response = await request(`/datasets${query({ title })}`, { method: "POST", headers: { "Content-Type": "text/csv" }, body: file });
    return await contentOf<DatasetInfo>(response);
  } catch (error) {
    if (error instanceof Problem && error.document.status < 500) throw new Error(`${file.name}: ${error.message}`, { cause: error });
    throw error;
  }
};
