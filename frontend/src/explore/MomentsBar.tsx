/** The run bar of a program with several moments: the curve of their losses to scrub over, a transport, and a place to go to. */
import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { plain } from "../format";
import { toNumber } from "../model";
import { CURVE, lossCurve } from "../program/losses";
import { SPEEDS, go, moments, playing, runMoments, speed, togglePlay, wantedMoment } from "../program/moments";
import { IconButton } from "../shell/IconButton";
import { NumberField } from "../shell/NumberField";
import { Track, Transport } from "../shell/Transport";
import { MOMENTS } from "../text";

/** Of more moments than this no ticks are drawn. */
const MOST_TICKS = 60;

export function MomentsBar() {
  useEffect(runMoments, []);
  const curve = useComputed(() => moments.value && lossCurve(moments.value.losses, moments.value.count));
  const found = moments.value;
  if (!found || !curve.value) return null;
  const { count, of, lines, losses, stopped } = found;
  const at = wantedMoment.value;
  const [line, loss] = [lines[at - 1] ?? null, losses[at - 1] ?? null];
  const number = loss === null ? null : toNumber(loss);
  const where = [MOMENTS.where(at, count), line !== null && MOMENTS.line(line), number !== null && MOMENTS.loss(plain(number))].filter(Boolean).join(" · ");
  const { path, log, bad } = curve.value;
  return (
    <section class="moments-bar" aria-label={MOMENTS.region} title={MOMENTS.of[of]}>
      <Transport
        first={{ label: MOMENTS.first, disabled: at === 1, act: () => go(1) }}
        back={{ label: MOMENTS.back, disabled: at === 1, act: () => go(at - 1) }}
        play={{ label: playing.value ? MOMENTS.pause : MOMENTS.play, disabled: false, act: togglePlay, playing: playing.value }}
      >
        <IconButton icon="forward" label={MOMENTS.forward} disabled={at === count} onClick={() => go(at + 1)} />
        <IconButton icon="last" label={MOMENTS.last} disabled={at === count} onClick={() => go(count)} />
      </Transport>
      <div class="run-way">
        <Track start={1} end={count} done={count} at={at} ticks={count <= MOST_TICKS ? Array.from({ length: count }, (_, index) => index + 1) : []} label={MOMENTS.scrubber} spoken={where} onAt={go}>
          <svg class="loss-curve" viewBox={`0 0 ${CURVE.width} ${CURVE.height}`} preserveAspectRatio="none" aria-hidden="true">
            <path d={path} vector-effect="non-scaling-stroke" />
            {bad.map((x) => <path key={x} class="bad" d={`M${x.toFixed(1)} 0V${CURVE.height}`} vector-effect="non-scaling-stroke" />)}
          </svg>
        </Track>
        <p class="run-status" role="status" aria-live={playing.value ? "off" : "polite"}>
          <span class={`num strong ${number !== null && !Number.isFinite(number) ? "bad" : ""}`}>{where}</span>
          {log && <span>{MOMENTS.log}</span>}
          {bad.length > 0 && <span class="bad">{MOMENTS.bad}</span>}
          {stopped && <span class="bad">{MOMENTS.stopped[stopped]}</span>}
        </p>
      </div>
      <div class="run-options">
        <select aria-label={MOMENTS.speed} title={MOMENTS.speed} value={String(speed.value)} onChange={(event) => (speed.value = Number(event.currentTarget.value))}>
          {SPEEDS.map((rate) => <option key={rate} value={String(rate)}>{MOMENTS.perSecond(rate)}</option>)}
        </select>
        <label class="run-to">{MOMENTS.goTo} <NumberField late whole low={1} high={count} value={at} onValue={go} /></label>
      </div>
    </section>
  );
}
