/** The program panel: the editor, the button that runs it, and what is wrong, in a sentence with a hint. */
import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type FunctionEntry, type ProblemDocument, getJson } from "../api";
import { dropLost, isAddress, lost } from "../program/guard";
import { MOST_CARDS } from "../drawing/GraphView";
import { withTextAt } from "../program/literals";
import * as store from "../program/store";
import { Leaves } from "../leaves/Leaves";
import { ghosts } from "../leaves/leaf";
import { endWaiting, whenIdle } from "../idle";
import type { Span } from "../model";
import { run } from "../share/address";
import { useSeen } from "../seen";
import { WayOut } from "../share/WayOut";
import { lazily } from "../lazy";
import { Boundary } from "../shell/Boundary";
import { focusOn, useHeir } from "../shell/focus";
import { EDITOR, GRAPH, sentence } from "../text";
import { atRest } from "../throttle";
import type { Editor, Mark } from "./editor";
import { nodesAt } from "./places";

export const editor: { current: Editor | null } = { current: null };

export function focusEditor(): void {
  if (editor.current) editor.current.focus();
  else focusOn(".plain-editor");
}

const loadEditor = lazily(() => import("./editor"));
const PROBLEM = "problem";
/** Numbers behind literals change when a slider rests, or now and then: each change has the text laid out. */
const [GHOSTS_REST_MS, GHOSTS_LONGEST_MS] = [100, 500];

export function EditorPanel() {
  const host = useRef<HTMLDivElement>(null);
  const state = useSignal<"loading" | "loaded" | "failed">("loading");

  const seen = useSeen(host);
  useEffect(() => {
    if (!seen.value) return undefined;
    let functions: FunctionEntry[] = [];
    const stops: (() => void)[] = [];
    let over = false;
    const askForFunctions = (): void =>
      void getJson<{ functions: FunctionEntry[] } | FunctionEntry[]>("/functions").then(
        (answer) => (functions = Array.isArray(answer) ? answer : answer.functions),
        () => undefined,
      );
    const make = ({ createEditor }: Awaited<ReturnType<typeof loadEditor>>): void => {
      const place = host.current;
      if (over || !place) return;
      const made = createEditor(place, store.source.peek(), EDITOR.label, PROBLEM, { functions: () => functions }, {
        changed: store.edit,
        run,
        at: (pointed) => {
          store.stage.point(...(pointed && inStep() ? nodesAt(store.stage.graph.peek()?.nodes ?? [], store.source.peek(), pointed) : []));
        },
      });
      editor.current = made;
      const plain = place.querySelector("textarea");
      if (plain && plain === document.activeElement) made.select(plain.selectionStart, plain.selectionEnd);
      state.value = "loaded";
      const haunt = atRest(() => {
        const graph = store.stage.graph.peek();
        if (graph && inStep(store.source.peek())) made.ghosts(ghosts(graph, store.leaves.peek(), store.shownText.peek()));
      }, GHOSTS_REST_MS, GHOSTS_LONGEST_MS);
      place.addEventListener("focusout", haunt.call);
      stops.push(
        effect(() => made.setText(store.source.value)),
        effect(() => made.mark(store.problem.value ? marksOf(store.problem.value) : [])),
        effect(() => {
          const id = store.stage.hovered.value[0] ?? store.stage.selected.value;
          const node = !inStep() ? undefined : store.stage.graph.value?.nodes.find((other) => other.id === id);
          made.light(node?.span ?? null);
        }),
        effect(() => {
          if (store.stage.graph.value) haunt.call();
        }),
        () => place.removeEventListener("focusout", haunt.call),
        haunt.cancel,
        () => made.destroy(),
      );
    };
    const begin = (): ReturnType<typeof loadEditor> => {
      askForFunctions();
      return loadEditor();
    };
    void whenIdle().then(begin).then(make, () => (state.value = "failed"));
    return () => {
      over = true;
      editor.current = null;
      for (const stop of stops) stop();
    };
  }, [seen.value]);

  return (
    <section class="program" aria-label={EDITOR.region}>
      <div class="editor" ref={host}>
        {state.value !== "loaded" && <PlainEditor />}
      </div>
      <LostText />
      <Busy />
      <ProblemNote />
      <Boundary of={store.stage.graph} class="leaves"><Leaves /></Boundary>
      <TooLarge />
      <Status />
    </section>
  );
}

/** Until its code is there, and without it, the editor is a field for text: no colours, but everything works. */
function PlainEditor() {
  return (
    <textarea
      class="plain-editor code"
      aria-label={EDITOR.label}
      spellcheck={false}
      value={store.source.value}
      onFocus={endWaiting}
      onInput={(event) => store.edit(event.currentTarget.value)}
      onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && run()}
    />
  );
}

/** Whether the picture belongs to the text as it stands: only then can they light each other up. */
const inStep = (text = store.source.value): boolean => !store.stage.stale.value && store.shownText.value === text;

export function marksOf(problem: ProblemDocument): Mark[] {
  const all = problem.problems?.length ? problem.problems : [problem];
  return all.flatMap(({ span, detail, hint }) => (span ? [{ span, message: [detail, hint ?? ""].map(sentence).join(" ").trim() }] : []));
}

const MISSING = "unknown_name";
const STARTS: Record<keyof typeof EDITOR.adds, string> = { number: "1.0", vector: "[1.0, 2.0]", matrix: "[[1.0, 2.0], [3.0, 4.0]]" };

/** Refusals that pass: the same request may be answered a little later. */
const passes = (status: number): boolean => status === 429 || status >= 500;

function ProblemNote() {
  const problem = store.problem.value;
  const host = useRef<HTMLDivElement>(null);
  useHeir(host, focusEditor);
  if (store.cancelled.value) return <p class="problem cancelled" role="status">{EDITOR.cancelled}</p>;
  if (!problem) return null;
  const all = problem.problems?.length ? problem.problems : [problem];
  return (
    <div class="problem" id={PROBLEM} role="alert" ref={host}>
      {all.map(({ code, detail, hint, span }, index) => (
        <div key={index}>
          <p>{span && <button type="button" class="link num where" title={EDITOR.toLine} onClick={() => (editor.current ? editor.current.goTo(span) : focusEditor())}>{EDITOR.line(span.line)}</button>} {sentence(detail || problem.title)}</p>
          <Hint code={code} hint={hint} span={span} />
          {code === MISSING && span && !hint?.startsWith("call it") && !hint?.startsWith("write =") && <AddName span={span} />}
        </div>
      ))}
      {passes(problem.status) && <button type="button" class="quiet" onClick={store.evaluate}>{EDITOR.again}</button>}
    </div>
  );
}

/** "did you mean weight or wait?" */
const MEANT = /^did you mean ([\w\u0370-\u03ff]+(?: or [\w\u0370-\u03ff]+)*)\?$/;

/** The hint; names that may have been meant are put into the text by a click. */
function Hint({ code, hint, span }: { code: string | null | undefined; hint: string | null | undefined; span: Span | null | undefined }) {
  if (!hint || (code === MISSING && hint.startsWith("give it one"))) return null; // which the buttons below do
  const meant = span ? (MEANT.exec(hint)?.[1]?.split(" or ") ?? []) : [];
  if (!span || meant.length === 0) return <p class="hint"><b>{EDITOR.hint}</b> {sentence(hint)}</p>;
  return (
    <p class="hint add-name">
      {EDITOR.meant}
      {meant.map((name) => (
        <button key={name} type="button" class="quiet" onClick={() => store.replace(withTextAt(store.source.value, span, name))}>{name}</button>
      ))}
      {EDITOR.question}
    </p>
  );
}

/** Offers to give a missing name a value, on a new first line. */
function AddName({ span }: { span: Span }) {
  const name = store.source.value.split("\n")[span.line - 1]?.slice(span.column - 1, span.end_column - 1) ?? "";
  return (
    <p class="hint add-name">
      {EDITOR.add(name)}
      {Object.entries(EDITOR.adds).map(([kind, label]) => (
        <button key={kind} type="button" class="quiet" onClick={() => store.replace(`${name} = ${STARTS[kind as keyof typeof STARTS]}\n${store.source.value}`)}>{label}</button>
      ))}
    </p>
  );
}

/** Offers the text that stopped the page the last time. */
function LostText() {
  const host = useRef<HTMLDivElement>(null);
  useHeir(host, focusEditor);
  const text = lost.value;
  if (text === null) return null;
  const open = (): void => {
    dropLost();
    if (isAddress(text)) location.assign(text);
    else store.replace(text);
  };
  return (
    <div class="problem" role="alert" ref={host}>
      <p>{EDITOR.lost}</p>
      <p class="hint add-name">
        <button type="button" class="quiet" onClick={open}>{EDITOR.openLost}</button>
        <button type="button" class="quiet" onClick={dropLost}>{EDITOR.dropLost}</button>
      </p>
    </div>
  );
}

const BAR_AFTER_MS = 300;
const CANCEL_AFTER_MS = 2000;

/** A thin bar when an answer takes longer than a moment, and a way out when it takes long. */
function Busy() {
  const host = useRef<HTMLDivElement>(null);
  useHeir(host, focusEditor);
  const shown = useSignal<"" | "bar" | "cancel">("");
  const since = store.busySince.value;
  useEffect(() => {
    shown.value = "";
    if (since === 0) return undefined;
    const timers = [setTimeout(() => (shown.value = "bar"), BAR_AFTER_MS), setTimeout(() => (shown.value = "cancel"), CANCEL_AFTER_MS)];
    return () => timers.forEach(clearTimeout);
  }, [since]);
  if (shown.value === "") return null;
  return (
    <div class="busy" role="status" ref={host}>
      <span class="busy-bar" />
      <span class="muted">{EDITOR.working}</span>
      {shown.value === "cancel" && <button type="button" class="quiet" onClick={store.cancel}>{EDITOR.cancel}</button>}
    </div>
  );
}

/** What to do with a graph of which the picture shows an overview only. */
function TooLarge() {
  const graph = store.stage.graph.value;
  if (!graph || graph.nodes.length <= MOST_CARDS) return null;
  const cards = graph.drawing.cards.length;
  if (cards === 0 || cards > MOST_CARDS) return null; // Not drawn at all: the same stands in the picture's place.
  return (
    <div class="too-large">
      <p>{GRAPH.overview(graph.nodes.length)}</p>
      <WayOut />
    </div>
  );
}

function Status() {
  const graph = store.stage.graph.value;
  const { forward_us: forward = 0, backward_us: backward = 0 } = graph?.stats ?? {};
  const shown = store.stage.stale.value ? null : graph;
  return (
    <div class="program-foot">
      {shown?.notes?.map((note) => <p key={note} class="muted">{sentence(note)}</p>)}
      <span class="muted num">{shown ? EDITOR.ready(shown.nodes.length, (forward ?? 0) + (backward ?? 0)) : ""}</span>
      <button type="button" class="run" title={EDITOR.runKey} onClick={run}>{EDITOR.run}<kbd>{EDITOR.runKey}</kbd></button>
    </div>
  );
}
