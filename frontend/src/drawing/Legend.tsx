/**
 * The legend: a card with its parts named, and every kind, mark, colour and line, drawn by what draws the graph. The
 * limits of its colours belong to what is shown: the selected card or its group, or else the whole graph.
 */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { plain } from "../format";
import type { CardKind, Graph } from "../model";
import { Glossary } from "../shell/Terms";
import type { ColourBy, ColourScope, Stage } from "../stepper/stage";
import { GRAPH, LEGEND } from "../text";
import { GRADIENT_MARKS, type GradientMark, KINDS, LEVELS, MAGNITUDE_DECADES } from "../vocabulary";
import { CardView } from "./card";
import { limitOf, limitsOf } from "./limits";
import { band, octagon, outline, tab } from "./marks";
import { SPECIMEN } from "./specimen";
import { element } from "./svg";

export function Legend({ stage }: { stage: Stage }) {
  const open = useSignal(false);
  return (
    <details class="legend" onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>{GRAPH.legend}</summary>
      {open.value && <LegendBody stage={stage} />}
    </details>
  );
}

function LegendBody({ stage }: { stage: Stage }) {
  return (
    <div class="legend-body">
      <Section title={LEGEND.card} name="whole-width"><Specimen /></Section>
      <Section title={LEGEND.words} name="whole-width"><Glossary /></Section>
      <Section title={LEGEND.kinds}>
        <ul>
          {(Object.keys(KINDS) as CardKind[]).map((kind) => (
            <Row key={kind} sample={<KindSample kind={kind} />}><b>{KINDS[kind].label}</b> {KINDS[kind].meaning}</Row>
          ))}
          {LEGEND.again.map(([sample, meaning]) => <Row key={sample} sample={<span class="sample-slot">{sample}</span>}>{meaning}</Row>)}
        </ul>
      </Section>
      <Section title={LEGEND.colours}><Colours stage={stage} /></Section>
      <Section title={LEGEND.gradients} name="legend-gradients">
        <ul>
          {(Object.keys(GRADIENT_MARKS) as GradientMark[]).map((mark) => (
            <Row key={mark} sample={<MarkSample mark={mark} />}>{GRADIENT_MARKS[mark].meaning}</Row>
          ))}
        </ul>
      </Section>
      <Section title={LEGEND.lines}>
        <ul>
          <Row sample={<Wire name="forward" />}>{LEGEND.forward}</Row>
          <Row sample={<Wire name="backward" />}>{LEGEND.backward}</Row>
          <Row sample={<Wire name="bad" />}>{LEGEND.bad}</Row>
          <Row sample={<Wire name="none" />}>{LEGEND.none}</Row>
          <Row sample={<span class="sample-slot">1 2</span>}>{LEGEND.slots}</Row>
        </ul>
      </Section>
    </div>
  );
}

/** Where a cell of the magnitude bar begins. */
const decade = (cell: number): string => plain(10 ** ((MAGNITUDE_DECADES[0] ?? 0) + cell));

function Section({ title, name = "", children }: { title: string; name?: string; children: ComponentChildren }) {
  return <section class={name}><h3>{title}</h3>{children}</section>;
}

function Row({ sample, children }: { sample: ComponentChildren; children: ComponentChildren }) {
  return <li><span class="legend-sample" aria-hidden="true">{sample}</span><span>{children}</span></li>;
}

/** Shapes of the drawing in a picture of their own. */
function Drawn({ width, height, name, make }: { width: number; height: number; name: string; make: () => SVGElement[] }) {
  const host = useRef<SVGSVGElement>(null);
  useEffect(() => host.current?.replaceChildren(...make()), []);
  return <svg ref={host} class={`pieces ${name}`} width={width} height={height} aria-hidden="true" />;
}

/** A card as in the drawing, and beside each of its parts what it is. */
function Specimen() {
  const { card, face, form } = SPECIMEN;
  const make = (): SVGElement[] => {
    const root = element("g", { class: "card operation", transform: "translate(3 16)" });
    const view = new CardView(root, card, form);
    view.paint(face);
    view.button.remove();
    const parts = ["title", "value", "gradient"].map((part) => form.texts.find((slot) => slot.part === part)?.y ?? 0);
    const fields = form.heat.map(({ y, height }) => y + height / 2 + 4);
    const middles = [...parts, ...fields].toSorted((one, other) => one - other).map((y) => y - 4);
    const leaders = middles.map((y, index) => `M${form.width + 6} ${16 + y}h8L${form.width + 34} ${11 + 24 * index}h8`).join("");
    return [root, element("path", { class: "leaders", d: leaders })];
  };
  return (
    <div class="specimen">
      <Drawn width={form.width + 48} height={form.height + 24} name="cards" make={make} />
      <ul>{LEGEND.parts.map((words) => <li key={words}>{words}</li>)}</ul>
    </div>
  );
}

function KindSample({ kind }: { kind: CardKind }) {
  const pill = kind === "stub" || kind === "constant";
  const [width, height] = [44, pill ? 18 : 24];
  const make = (): SVGElement[] => {
    const inside = element("g", { class: "surface", transform: `translate(4 ${(32 - height) / 2})` });
    if (kind === "output" || kind === "group") inside.append(outline(kind, width, height, "outer", 3.5));
    inside.append(outline(kind, width, height, "ground"));
    if (!pill) inside.append(band(kind, { x: 14, y: 15, width: width - 14, height: height - 15 }, height), tab(kind, 14, height));
    inside.append(outline(kind, width, height, "body"));
    return [inside];
  };
  return <Drawn width={width + 8} height={32} name={`card ${kind}`} make={make} />;
}

function MarkSample({ mark }: { mark: GradientMark }) {
  return (
    <>
      <span class="mark-sample" data-mark={mark}>{GRADIENT_MARKS[mark].sample}</span>
      {mark === "nonfinite" && <Drawn width={18} height={18} name="cards" make={() => octagon(9, 9)} />}
    </>
  );
}

function Wire({ name }: { name: "forward" | "backward" | "none" | "bad" }) {
  const back = name === "backward" || name === "bad";
  return (
    <svg width="40" height="14" aria-hidden="true">
      <path class={`wire-${name}`} d={back ? "M8 7H40" : name === "forward" ? "M0 7H32" : "M0 7H40"} />
      {name !== "none" && <path class={`head-${name}`} d={back ? "M9 2.5L0 7l9 4.5L7 7z" : "M31 2.5L40 7l-9 4.5L33 7z"} />}
    </svg>
  );
}

function Colours({ stage }: { stage: Stage }) {
  const { graph, scope, selected, colourBy } = stage;
  const limits = graph.value && shownLimits(graph.value, scope.value, selected.value);
  return (
    <div class="legend-scales">
      <Scale name="of-value" label={LEGEND.values} limit={limits ? limits.value : 0} />
      <Scale name="of-gradient" label={LEGEND.gradientValues} limit={limits ? limits.gradient : 0} />
      {colourBy.value !== "kind" && <Tints by={colourBy.value} />}
      <p>{LEGEND.blocks}</p>
      {colourBy.value !== "kind" && <p>{LEGEND.tints[colourBy.value]}</p>}
      {limits && <p>{LEGEND.limits[limits.of](limits.name)}</p>}
    </div>
  );
}

/** Without numbers where every card has limits of its own and none is selected. */
interface ShownLimits {
  value: number | null;
  gradient: number | null;
  of: ColourScope | "none";
  name: string;
}

/** The limits of the colours: those of the selected card or of its group where each has its own, or else the graph's largest numbers. */
export function shownLimits(graph: Graph, scope: ColourScope, selected: string | null): ShownLimits {
  const node = graph.nodes.find(({ id }) => id === selected);
  if (node && scope === "card") return { value: limitOf(node.value), gradient: node.grad ? limitOf(node.grad) : 0, of: scope, name: node.label };
  if (scope === "card") return { value: null, gradient: null, of: "none", name: "" };
  const of = node ? scope : "graph";
  const { value, gradient } = limitsOf(graph, of)(node ?? graph.nodes[0]!);
  return { value: value ?? 0, gradient: gradient ?? 0, of, name: node?.group ?? "" };
}

const STEPS = Array.from({ length: 2 * LEVELS + 1 }, (_, index) => index - LEVELS);
const CELL = 9;

function Scale({ name, label, limit }: { name: string; label: string; limit: number | null }) {
  return (
    <p class="legend-scale">
      <span>{label}</span>
      <span class="num">{limit === null ? `−${LEGEND.largest}` : limit === 0 ? "0" : plain(-limit, 3)}</span>
      <svg viewBox={`0 0 ${STEPS.length * CELL} 12`} preserveAspectRatio="none" class={`strip ${name}`} aria-hidden="true">
        <rect class="trough" width={STEPS.length * CELL} height="12" />
        {STEPS.map((step, index) => (
          <path key={step} class={step === 0 ? "zero" : step > 0 ? `p${step}` : `n${-step}`} d={`M${index * CELL} 0h${CELL}v12h${-CELL}z`} />
        ))}
      </svg>
      <span class="num">{limit === null ? LEGEND.largest : plain(limit, 3)}</span>
    </p>
  );
}

/** The colours that whole cards take. */
function Tints({ by }: { by: Exclude<ColourBy, "kind"> }) {
  const classes = by === "magnitude" ? MAGNITUDE_DECADES.map((_, index) => `m${index + 1}`) : STEPS.map((step) => (step === 0 ? "" : `${by[0]}${step > 0 ? "p" : "n"}${Math.abs(step)}`));
  const width = STEPS.length * CELL / classes.length;
  return (
    <p class="legend-scale tints">
      <span>{LEGEND.cards}</span>
      <span class="num">{by === "magnitude" ? decade(0) : "−"}</span>
      <svg viewBox={`0 0 ${STEPS.length * CELL} 12`} preserveAspectRatio="none" aria-hidden="true">
        {classes.map((name, index) => <g key={name} class={`card ${name}`}><rect class="body" x={index * width} width={width} height="12" /></g>)}
      </svg>
      <span class="num">{by === "magnitude" ? decade(LEVELS) : "+"}</span>
    </p>
  );
}
