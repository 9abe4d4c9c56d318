/** Layers over time: gradients, updates, saturated and dead units of every step as a heat map; a click goes to the step. */
import { computed, effect, signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { plain } from "../format";
import { isDark } from "../theme";
import { channels } from "./charts/colours";
import { type Colour, diverging, mixed } from "./charts/scene";
import { KINDS, type Kind, type Recording, USUAL_RATIO, pointOf, range, recording, shade } from "./recording";
import { goTo, step } from "./store";
import { TRAIN } from "./text";

const chosen = signal<Kind>("gradient");
/** What this model has: only a relu dies, only what has limits is saturated. */
const offered = computed(() => KINDS.filter((kind) => recording.value?.layers.some((layer) => layer[kind] !== null)));
const kind = computed(() => (offered.value.includes(chosen.value) ? chosen.value : "gradient"));

const ENDS: Record<Kind, readonly [string, string, string?]> = {
  gradient: ["--panel", "--gradient-plus"],
  ratio: ["--value-minus", "--value-plus", "--panel"],
  saturated: ["--panel", "--value-minus"],
  dead: ["--panel", "--value-minus"],
};

export function LayersPanel() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const found = recording.value;
  useEffect(() => {
    const stop = effect(() => {
      isDark();
      if (canvas.current && recording.value) paint(canvas.current, recording.value, kind.value);
    });
    return stop;
  }, [found === null]);
  if (!found) return null;
  const [low, high] = range(found.layers, kind.value);
  const point = pointOf(found, step.value);
  const width = found.steps.length * found.stride;
  const now = found.layers.map((layer) => ({ name: layer.name, value: layer[kind.value]?.[point] }));
  const told = now.flatMap(({ name, value }) => (value === undefined ? [] : [`${name} ${plain(value, 3)}`])).join(", ");
  const pick = (event: MouseEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const at = found.after + Math.ceil(((event.clientX - box.left) / box.width) * width);
    void goTo(Math.min(Math.max(at, found.after + 1), found.steps.at(-1) ?? found.after));
  };
  return (
    <figure class="chart layers">
      <figcaption>
        <h2>{TRAIN.layers}</h2>
        <select class="inline" aria-label={TRAIN.layerKind} value={kind.value} onChange={(event) => (chosen.value = event.currentTarget.value as Kind)}>
          {offered.value.map((name) => <option key={name} value={name}>{TRAIN.layerKinds[name]}</option>)}
        </select>
      </figcaption>
      <div class="layers-frame">
        <ul aria-hidden="true">{found.layers.map(({ name, parameters }) => <li key={name} title={parameters.join(", ")}>{name}</li>)}</ul>
        <div class="layers-map" style={{ blockSize: `${1.75 * found.layers.length}rem` }} onClick={pick}>
          <canvas ref={canvas} role="img" aria-label={TRAIN.layersSpoken(TRAIN.layerKinds[kind.value], told)} />
          {point >= 0 && <i class="mark" style={{ insetInlineStart: `${(100 * (step.value - found.after - 0.5)) / width}%` }} />}
        </div>
      </div>
      <ul class="chart-key">
        <li><span class="num">{plain(low, 2)}</span><i class={`ramp ${kind.value}`} /><span class="num">{plain(high, 2)}</span></li>
        {kind.value === "ratio" && <li>{TRAIN.usualRatio(plain(USUAL_RATIO))}</li>}
        {now.map(({ name, value }) => value !== undefined && <li key={name}>{name} <span class="num">{plain(value, 3)}</span></li>)}
      </ul>
    </figure>
  );
}

/** A pixel for each layer and point; the page enlarges them. */
function paint(canvas: HTMLCanvasElement, found: Recording, shown: Kind): void {
  const context = canvas.getContext("2d");
  const [columns, rows] = [found.steps.length, found.layers.length];
  if (!context || columns === 0) return;
  canvas.width = columns;
  canvas.height = rows;
  const ends = range(found.layers, shown);
  const [low, high, middle] = ENDS[shown].map((name) => name && channels(name)) as [Colour, Colour, Colour | undefined];
  const special = { zero: channels("--strong-line"), bad: channels("--bad") };
  const colourOf = (value: number): Colour => {
    const place = shade(value, shown, ends);
    if (typeof place === "string") return special[place];
    return middle ? diverging(low, middle, high, place) : mixed(low, high, place);
  };
  const image = context.createImageData(columns, rows);
  found.layers.forEach((layer, row) => layer[shown]?.forEach((value, column) => image.data.set([...colourOf(value), 255], 4 * (row * columns + column))));
  context.putImageData(image, 0, 0);
}
