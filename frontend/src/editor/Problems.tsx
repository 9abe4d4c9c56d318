/** What is wrong with the text: in sentences with hints, with the ways out that a click can take. */
import { useRef } from "preact/hooks";
import type { ProblemDocument } from "../api";
import type { Span } from "../model";
import { dropLost, isAddress, lost } from "../program/guard";
import { withTextAt } from "../program/literals";
import * as store from "../program/store";
import { useHeir } from "../shell/focus";
import { EDITOR, sentence } from "../text";
import { editor, focusEditor } from "./current";
import type { Mark } from "./editor";

/** The element that says what is wrong. */
export const PROBLEM = "problem";

export function marksOf(problem: ProblemDocument): Mark[] {
  const all = problem.problems?.length ? problem.problems : [problem];
  return all.flatMap(({ span, detail, hint }) => (span ? [{ span, message: [detail, hint ?? ""].map(sentence).join(" ").trim() }] : []));
}

const MISSING = "unknown_name";
const STARTS: Record<keyof typeof EDITOR.adds, string> = { number: "1.0", vector: "[1.0, 2.0]", matrix: "[[1.0, 2.0], [3.0, 4.0]]" };

/** Refusals that pass: the same request may be answered a little later. */
const passes = (status: number): boolean => status === 429 || status >= 500;

export function ProblemNote() {
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
export function LostText() {
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
