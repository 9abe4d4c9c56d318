/** The run's doctor: a strip of when something went wrong, and what it was, why, and what helped when it was tried. */
import { count, grouped } from "../counts";
import { plain } from "../format";
import { type Scalar, toNumber } from "../model";
import { sentence } from "../text";
import type { Config, TriedCure, RunFinding } from "./api";
import { diagnosis } from "./doctor";
import { pause } from "./play";
import { fork, goTo, step } from "./store";
import { SETTINGS, TRAIN } from "./text";

/** One line for each finding, over the steps at which it holds, on the scale of the scrubber above. */
export function DoctorStrip({ start, end }: { start: number; end: number }) {
  const share = (at: number): string => `${(100 * (at - start)) / Math.max(1, end - start)}%`;
  return (
    <div class="doctor-strip" aria-hidden="true">
      {diagnosis.value?.findings.map(({ code, first, last, message }) => (
        <i key={code + first} class={code} title={message} style={{ insetInlineStart: share(first - 1), inlineSize: share(start + last - first + 1) }} onClick={() => void goTo(first)} />
      ))}
    </div>
  );
}

export function DoctorPanel() {
  const findings = diagnosis.value?.findings ?? [];
  if (findings.length === 0) return null;
  return (
    <section class="panel doctor" aria-label={TRAIN.doctor}>
      <h2>{TRAIN.doctor} <span class="muted">{count(findings.length, "finding")}</span></h2>
      <ul>{findings.map((found) => <Finding key={found.code + (found.layer ?? "") + found.first} found={found} />)}</ul>
    </section>
  );
}

function Finding({ found }: { found: RunFinding }) {
  const { code, first, last, message, cause, cure } = found;
  const go = (): void => {
    pause();
    void goTo(first);
  };
  return (
    <li class={step.value >= first && step.value <= last ? "now" : ""}>
      <b>{TRAIN.findings[code as keyof typeof TRAIN.findings] ?? code}</b> <span class="muted num">{TRAIN.steps(first, last)}</span>
      <p>{sentence(message)} {sentence(cause)}</p>
      <button type="button" onClick={go}>{TRAIN.goToStep(first)}</button>
      {cure && <CureButton cure={cure} />}
    </li>
  );
}

function CureButton({ cure }: { cure: TriedCure }) {
  const words = Object.entries(cure.changes).map(([name, value]) => `${(SETTINGS[name as keyof Config] ?? name).toLowerCase()} ${typeof value === "number" ? plain(value) : String(value)}`);
  const loss = (value: Scalar): string => plain(toNumber(value), 3);
  const take = (): void => {
    pause();
    void fork(cure.step, cure.changes as Partial<Config>);
  };
  return (
    <>
      <button type="button" onClick={take}>{TRAIN.cure(cure.step, words.join(", "))}</button>
      <span class="muted">{TRAIN.tried(grouped(cure.until), loss(cure.loss), loss(cure.instead))}</span>
    </>
  );
}
