/**
 * The set-up that the reader is editing: what can be chosen comes from the server (`offer`), the draft starts from a
 * preset or from the open run. Pure but for the two signals.
 */
import { computed, signal } from "@preact/signals";
import type { Config, DatasetInfo, Offer, Setting } from "./api";
import { run } from "./store";

export const offer = signal<(Offer & { datasets: DatasetInfo[] }) | null>(null);
export const draft = signal<Config | null>(null);

export const settingOf = (all: readonly Setting[], name: keyof Config): Setting | undefined => all.find((setting) => setting.name === name);

/** The losses of a task, the usual one first. */
const LOSS_OF: Record<DatasetInfo["task"], string> = { regression: "mse", binary: "bce", multiclass: "cross_entropy" };

/** The draft after one change; another data set brings all of its features and a loss that fits its task. */
export function changed(config: Config, name: keyof Config, value: unknown, datasets: readonly DatasetInfo[]): Config {
  const next = { ...config, [name]: value } as Config;
  if (name === "optimiser") next.numbers = {};
  if (name !== "dataset") return next;
  const task = datasets.find((info) => info.name === value)?.task;
  return { ...next, features: [], ...(task ? { loss: LOSS_OF[task] } : {}) };
}

/** The settings in which two set-ups differ. */
export function differences(first: Config, second: Config): (keyof Config)[] {
  return (Object.keys(first) as (keyof Config)[]).filter((name) => JSON.stringify(first[name]) !== JSON.stringify(second[name]));
}

/** How the draft differs from the open run, and whether that run could go on with it. */
export const comparison = computed(() => {
  const config = draft.value;
  const open = run.value?.session.value.config;
  if (!config || !open) return { names: [], forkable: false };
  const names = differences(open, config);
  const settings = offer.value?.settings ?? [];
  return { names, forkable: names.length > 0 && names.every((name) => settingOf(settings, name)?.structural === false) };
});

/** The groups of the form; a setting that no group names stands at the end of the last one. */
export function grouped(all: readonly Setting[], groups: readonly { title: string; names: (keyof Config)[] }[]): { title: string; settings: Setting[] }[] {
  const named = new Set<keyof Config>([...groups.flatMap(({ names }) => names), "numbers"]);
  const rest = all.filter(({ name }) => !named.has(name));
  return groups.map(({ title, names }, index) => ({
    title,
    settings: [...names.flatMap((name) => settingOf(all, name) ?? []), ...(index === groups.length - 1 ? rest : [])],
  }));
}

/** "8, 8" as layers; null if it is anything else. */
export function layers(text: string): number[] | null {
  const parts = text.split(/[\s,;×x-]+/).filter(Boolean);
  return parts.every((part) => /^\d{1,4}$/.test(part) && Number(part) > 0) ? parts.map(Number) : null;
}
