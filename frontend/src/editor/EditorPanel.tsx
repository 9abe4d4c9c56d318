/** The program panel: the editor, the button that runs it, and what is wrong, in a sentence with a hint. */
import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type FunctionEntry, getJson } from "../api";
import * as judgement from "../program/judgement";
import { beside, follow } from "../program/printed";
import { MOST_CARDS } from "../drawing/GraphView";
import * as store from "../program/store";
import { Leaves, type More } from "../leaves/Leaves";
import { ghosts } from "../leaves/leaf";
import { endWaiting, whenIdle } from "../idle";
import { run } from "../share/address";
import { useSeen } from "../seen";
import { WayOut } from "../share/WayOut";
import { lazily } from "../lazy";
import { Boundary } from "../shell/Boundary";
import { useHeir } from "../shell/focus";
import { EDITOR, GRAPH, sentence } from "../text";
import { atRest } from "../throttle";
import { Console } from "./Console";
import { LostText, PROBLEM, ProblemNote, marksOf } from "./Problems";
import { editor, focusEditor } from "./current";
import { computedNow } from "./following";
import { nodesAt } from "./places";

const loadEditor = lazily(() => import("./editor"));
/** Numbers behind literals change when a slider rests: each change has the text laid out, and the slider says them meanwhile. */
const [GHOSTS_REST_MS, GHOSTS_LONGEST_MS] = [100, 500];

export function EditorPanel({ more }: { more: More }) {
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
        run: () => {
          judgement.rest();
          run();
        },
        typed: judgement.typed,
        moved: judgement.moved,
        completing: judgement.completing,
        printed: follow,
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
      const leave = (): void => {
        judgement.rest();
        judgement.completing(false);
        haunt.call();
      };
      const now = computedNow();
      place.addEventListener("focusout", leave);
      stops.push(
        effect(() => made.setText(store.source.value)),
        effect(() => made.mark(store.problem.value ? marksOf(store.problem.value) : [])),
        effect(() => {
          const id = store.stage.hovered.value[0] ?? store.stage.selected.value;
          const node = !inStep() ? undefined : store.stage.graph.value?.nodes.find((other) => other.id === id);
          made.light(node?.span ?? null);
        }),
        effect(() => {
          if (store.stage.graph.value && !store.stage.graph.value.moving) haunt.call();
        }),
        effect(() => made.compute(inStep() ? now.value : null)),
        effect(() => {
          if (inStep()) made.print(beside.value);
        }),
        () => place.removeEventListener("focusout", leave),
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
      <Boundary of={store.stage.graph} class="console"><Console /></Boundary>
      <Boundary of={store.stage.graph} class="leaves"><Leaves more={more} /></Boundary>
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
  const graph = store.stage.outline.value;
  const inRuns = graph?.groups.some(({ label }) => /^\d+–\d+$/.test(label));
  if (!graph || !inRuns || graph.drawing.cards.length > MOST_CARDS) return null; // Not drawn at all: the same stands in the picture's place.
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
