/** The set-up: presets first, then data, model and training as a form over the settings that the server declares. */
import { useEffect, useRef } from "preact/hooks";
import { NumberField, OptionalNumberField } from "../shell/NumberField";
import { TypedField } from "../shell/TypedField";
import { focusOn, useHeir } from "../shell/focus";
import { refusedField } from "../shell/refusals";
import { type Config, type DatasetInfo, type Setting, fetchDataset, fetchDatasets, fetchOffer, uploadDataset } from "./api";
import { aside, boundsOf, changed, comparison, draft, fittingLosses, grouped, offer, readLayers, redraft, takeBack } from "./draft";
import { pause } from "./play";
import { EarlierRuns } from "./EarlierRuns";
import { attempt } from "./failures";
import { begin, fork, run, step } from "./store";
import { SETTINGS, SETUP_GROUPS, TRAIN } from "./text";

const load = (): Promise<void> =>
  attempt("set-up", async () => {
    const [choices, datasets] = await Promise.all([fetchOffer(), fetchDatasets()]);
    offer.value = { ...choices, datasets };
    const config = run.peek()?.session.peek().config ?? choices.presets[0]?.config;
    if (!draft.peek() && config) redraft(config);
  });

/** A run that begins or forks is shown by another set-up, and by buttons that may rest: the keyboard goes on from what was chosen. */
const keepFocus = (): void => void requestAnimationFrame(() => document.activeElement === document.body && focusOn(".setup .preset[aria-pressed='true']", ".run-bar .advance"));

export function Setup() {
  const host = useRef<HTMLElement>(null);
  useHeir(host, keepFocus);
  useEffect(() => {
    if (!offer.peek()) void load();
  }, []);
  if (!offer.value || !draft.value) return <section class="setup" aria-label={TRAIN.setup} aria-busy="true" />;
  return (
    <section class="setup" aria-label={TRAIN.setup} ref={host}>
      <Presets />
      <EarlierRuns />
      <Form config={draft.value} />
    </section>
  );
}

export function Presets() {
  const open = run.value?.session.value.config;
  const left = aside.value;
  return (
    <nav class="presets" aria-label={TRAIN.presets}>
      <h2>{TRAIN.presets}</h2>
      <ul>
        {offer.value?.presets.map(({ name, title, config }) => (
          <li key={name}>
            <button
              type="button"
              class="preset"
              aria-pressed={open !== undefined && JSON.stringify(open) === JSON.stringify(config)}
              onClick={() => {
                pause();
                void begin({ preset: name });
              }}
            >
              <b>{name}</b> <span>{title}</span>
            </button>
          </li>
        ))}
        {left && (
          <li>
            <button type="button" class="preset" onClick={() => takeBack(left)}><b>{TRAIN.aside}</b> <span>{TRAIN.asideWords}</span></button>
          </li>
        )}
      </ul>
    </nav>
  );
}

function Form({ config }: { config: Config }) {
  const choices = offer.value as NonNullable<typeof offer.value>;
  const set = (name: keyof Config, value: unknown): void => {
    draft.value = changed(config, name, value, choices);
  };
  const { names, forkable } = comparison.value;
  const start = (): void => {
    pause();
    void begin(config);
  };
  const forkFrom = (form: HTMLFormElement | null): void => {
    if (form && !refusedField(form)) void fork(step.peek(), Object.fromEntries(names.map((name) => [name, config[name]])));
  };
  return (
    <form
      class="setup-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!refusedField(event.currentTarget)) start();
      }}
    >
      {grouped(choices.settings, SETUP_GROUPS).map(({ title, settings: members }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          {members.map((setting) => <Field key={setting.name} setting={setting} config={config} set={set} />)}
          {members.some(({ name }) => name === "optimiser") && Object.entries(config.numbers).map(([name, value]) => (
            <label key={name} class="field">
              <span>{name.replaceAll("_", " ")}</span>
              <NumberField value={Number(value)} {...boundsOf(choices.optimisers.find((one) => one.name === config.optimiser)?.numbers.find((one) => one.name === name))} onValue={(next) => set("numbers", { ...config.numbers, [name]: next })} />
            </label>
          ))}
        </fieldset>
      ))}
      <div class="setup-foot">
        <button type="submit" class={run.value && names.length === 0 ? "" : "primary"}>{run.value ? TRAIN.startOver : TRAIN.start}</button>
        {run.value && (
          <button type="button" disabled={!forkable} title={forkable ? undefined : names.length > 0 ? TRAIN.forkOther : TRAIN.forkSame} onClick={(event) => forkFrom(event.currentTarget.form)}>{TRAIN.forkHere(step.value)}</button>
        )}
      </div>
    </form>
  );
}

interface FieldProps {
  setting: Setting;
  config: Config;
  set: (name: keyof Config, value: unknown) => void;
}

function Field({ setting, config, set }: FieldProps) {
  const { name, kind } = setting;
  const different = comparison.value.names.includes(name) ? "different" : "";
  if (kind === "switch") {
    return (
      <label class={`field toggle ${different}`} title={setting.doc}>
        <span>{SETTINGS[name] ?? name}</span>
        <input type="checkbox" checked={config[name] as boolean} onChange={(event) => set(name, event.currentTarget.checked)} />
      </label>
    );
  }
  if (name === "features") {
    return (
      <>
        <Notes dataset={config.dataset} />
        <Features config={config} set={set} />
      </>
    );
  }
  if (name === "shuffle_seed" && !config.shuffle) return null;
  return (
    <label class={`field ${name === "dataset" ? "wide" : ""} ${different}`} title={setting.doc}>
      <span>{SETTINGS[name] ?? name}</span>
      <Control setting={setting} config={config} set={set} />
    </label>
  );
}

function Control({ setting, config, set }: FieldProps) {
  const { name, kind } = setting;
  if (name === "dataset") return <DatasetChoice config={config} set={set} />;
  if (kind === "choice") {
    return (
      <select value={config[name] as string} onChange={(event) => set(name, event.currentTarget.value)}>
        {(name === "loss" && offer.value ? fittingLosses(config.dataset, offer.value) : setting.choices).map((choice) => <option key={choice} value={choice}>{choice}</option>)}
      </select>
    );
  }
  if (kind === "integers") {
    const value = config[name] as number[];
    return <TypedField<number[]> late class="num" placeholder={TRAIN.noLayers} value={value} whole={value.join(", ")} empty={{ value: [] }} read={readLayers} onValue={(next) => set(name, next)} />;
  }
  const bounds = { ...boundsOf(setting), whole: kind === "integer" };
  const take = (value: number | null): void => set(name, value);
  if (setting.optional) return <OptionalNumberField value={config[name] as number | null} placeholder={TRAIN.none} {...bounds} onValue={take} />;
  return <NumberField value={config[name] as number} {...bounds} onValue={take} />;
}

function DatasetChoice({ config, set }: Omit<FieldProps, "setting">) {
  const datasets = offer.value?.datasets ?? [];
  const known = datasets.some(({ name }) => name === config.dataset);
  useEffect(() => {
    if (!known) void acquaint(config.dataset);
  }, [config.dataset, known]);
  const choose = (event: Event): void => {
    const select = event.currentTarget as HTMLSelectElement;
    if (select.value !== "upload") set("dataset", select.value);
    else {
      select.value = config.dataset;
      const input = document.createElement("input");
      input.type = "file";
      input.accept = ".csv,.tsv,.txt,text/csv,text/plain";
      input.addEventListener("change", () => void attempt("upload", () => upload(input.files?.[0])));
      input.click();
    }
  };
  return (
    <select value={config.dataset} onChange={choose}>
      {datasets.map((info) => <option key={info.name} value={info.name}>{info.title}</option>)}
      {!known && <option value={config.dataset}>{titleOf(config.dataset)}</option>}
      <option value="upload">{TRAIN.upload}</option>
    </select>
  );
}

async function upload(file: File | undefined): Promise<void> {
  if (!file || !offer.peek() || !draft.peek()) return;
  const info = await uploadDataset(file);
  draft.value = changed(draft.peek() as Config, "dataset", info.name, offered(info));
}

/** What an uploaded table is called before it is known: the open run has its title, also when the table has expired. */
function titleOf(name: string): string {
  const own = run.value?.session.value.dataset;
  return own?.name === name ? own.title : TRAIN.uploaded;
}

/** Calls an uploaded table by its title, also after a reload. */
async function acquaint(name: string): Promise<void> {
  const info = await fetchDataset(name).catch(() => null);
  if (info && !offer.peek()?.datasets.some((other) => other.name === name)) offered(info);
}

/** What can be chosen, with one data set more. */
function offered(info: DatasetInfo): NonNullable<typeof offer.value> {
  const before = offer.peek() as NonNullable<typeof offer.value>;
  const after = { ...before, datasets: [...before.datasets, info] };
  offer.value = after;
  return after;
}

/** What was guessed when an own table was read. */
function Notes({ dataset }: { dataset: string }) {
  const notes = offer.value?.datasets.find(({ name }) => name === dataset)?.notes ?? [];
  if (notes.length === 0) return null;
  return (
    <ul class="reading-notes" aria-label={TRAIN.readAs}>
      {notes.map((note) => <li key={note}>{note}</li>)}
    </ul>
  );
}

/** Which columns go in; all of them when none is named. */
function Features({ config, set }: Omit<FieldProps, "setting">) {
  const info = offer.value?.datasets.find(({ name }) => name === config.dataset);
  if (!info || info.features.length < 2) return null;
  const chosen = config.features.length ? config.features : info.features;
  const toggle = (feature: string): void => {
    const next = info.features.filter((name) => (name === feature ? !chosen.includes(name) : chosen.includes(name)));
    if (next.length > 0) set("features", next.length === info.features.length ? [] : next);
  };
  return (
    <details class="field features">
      <summary><span>{SETTINGS.features}</span> <span class="muted">{chosen.length} / {info.features.length}</span></summary>
      {info.features.map((feature) => (
        <label key={feature}><input type="checkbox" checked={chosen.includes(feature)} onChange={() => toggle(feature)} /> {feature}</label>
      ))}
    </details>
  );
}
