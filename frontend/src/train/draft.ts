/**
 * The set-up that the reader is editing: what can be chosen comes from the server (`offer`), the draft starts from a
 * preset or from the open run. Pure but for the two signals.
 */
import { computed, effect, signal } from "@preact/signals";
import type { Config, DatasetInfo, Offer, Setting, Task } from "./api";
import { type Scalar, toNumber } from "../model";
import type { Bounds, Reading } from "../shell/reading";
import { run } from "./store";
import { keep, read } from "../storage";
import { TRAIN } from "./text";

export const offer = signal<(Offer & { datasets: DatasetInfo[] }) | null>(null);
export const draft = signal<Config | null>(null);

/** A draft that somebody had changed, but not run, when another run took its place. */
export const aside = signal<Config | null>(null);

const KEPT = "chainrule.train.draft";

/** What the draft was before anybody changed it. */
let base: Config | null = null;
/** The draft was recalled after a reload; the run that it was made for may yet come. */
let recalled = false;

/** The draft begins anew; what somebody has changed since is set aside. */
export function redraft(config: Config): void {
  if (!base && recall(config)) return;
  const changes = draft.peek();
  const reloaded = recalled && base && differences(base, config).length === 0;
  recalled = false;
  if (reloaded) return;
  if (changes && base && differences(base, changes).length > 0 && differences(config, changes).length > 0) aside.value = changes;
  base = config;
  draft.value = config;
}

/** The draft that was set aside comes back; the present one keeps its way back, too. */
export function takeBack(config: Config): void {
  aside.value = null;
  const before = base;
  redraft(config);
  base = before;
}

interface Kept {
  base: Config;
  changes: Config;
}

/** What was changed before this tab was loaded again; nothing if settings have come or gone since. */
function recall(config: Config): boolean {
  try {
    const kept = JSON.parse(read(KEPT, "sessionStorage") || "null") as Kept | null;
    if (!kept || !Object.keys(config).every((name) => name in kept.changes && name in kept.base)) return false;
    base = kept.base;
    draft.value = kept.changes;
    recalled = true;
  } catch {
    return false;
  }
  return true;
}

effect(() => {
  const changes = draft.value;
  if (!changes || !base) return;
  keep(KEPT, differences(base, changes).length > 0 ? JSON.stringify({ base, changes } satisfies Kept) : "", "sessionStorage");
});

/** The draft follows the open run when another one is opened, and only then: what somebody has changed since stays. */
effect(() => {
  if (run.value) redraft(run.value.session.peek().config);
});

export const settingOf = (all: readonly Setting[], name: keyof Config): Setting | undefined => all.find((setting) => setting.name === name);

/** What a number may be, as far as the server says. */
export function boundsOf(declared: { low: Scalar; high: Scalar } | undefined): Bounds {
  const [low, high] = [toNumber(declared?.low), toNumber(declared?.high)];
  return { ...(Number.isFinite(low) ? { low } : {}), ...(Number.isFinite(high) ? { high } : {}) };
}

type Choices = Pick<NonNullable<typeof offer.value>, "datasets" | "losses" | "optimisers">;

/** The losses that fit the task of a data set, the usual one first. */
export function fittingLosses(dataset: string, { datasets, losses }: Pick<Choices, "datasets" | "losses">): Config["loss"][] {
  const task = datasets.find(({ name }) => name === dataset)?.task;
  const usual: Record<Task, string> = { regression: "mse", binary: "bce", multiclass: "cross_entropy" };
  const names = losses.filter(({ tasks }) => !task || tasks.includes(task)).map(({ name }) => name);
  return task ? names.toSorted((first, second) => Number(second === usual[task]) - Number(first === usual[task])) : names;
}

/** The draft after one change. Another data set brings all of its features and its task's usual loss, another optimiser its numbers. */
export function changed(config: Config, name: keyof Config, value: unknown, choices: Choices): Config {
  const next = { ...config, [name]: value } as Config;
  if (name === "optimiser") {
    const numbers = choices.optimisers.find((optimiser) => optimiser.name === value)?.numbers ?? [];
    next.numbers = Object.fromEntries(numbers.map((one) => [one.name, Number(one.default)]));
  }
  if (name === "dataset") {
    next.features = [];
    next.loss = fittingLosses(next.dataset, choices)[0] ?? next.loss;
  }
  return next;
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

/** "8, 8" as layers. */
export function readLayers(text: string): Reading<number[]> {
  const parts = text.split(/[\s,;×x]+/).filter(Boolean);
  return parts.every((part) => /^\d{1,4}$/.test(part) && Number(part) > 0) ? { value: parts.map(Number) } : { problem: TRAIN.hiddenUnread(text.trim()) };
}
