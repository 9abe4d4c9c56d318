/** Guess mode: the page asks for what the next step will bring, the reader answers, and the step comes with the answer. */
import { useSignal } from "@preact/signals";
import { NumberField } from "../shell/NumberField";
import { Explained } from "../shell/Terms";
import { GUESS } from "../text";
import { questionAfter, verdict } from "./guess";
import type { Stage } from "./stage";

export function Guessing({ stage }: { stage: Stage }) {
  const said = useSignal(0);
  const judged = useSignal<{ at: number; words: string } | null>(null);
  const play = stage.play.value;
  const question = play && questionAfter(play, stage.position.value, stage.granularity.value);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!question) return;
    stage.playing.value = false;
    stage.step(1);
    judged.value = { at: stage.position.peek(), words: verdict(said.value, question.truth) };
    said.value = 0;
  };
  const last = judged.value?.at === stage.position.value ? judged.value.words : "";
  return (
    <form class="guessing" onSubmit={submit}>
      <span role="status" class="verdict">{last}</span>
      {question && (
        <>
          <span><Explained words={question.words} /></span>
          <NumberField label={GUESS.field} value={said.value} onValue={(value) => (said.value = value)} />
          <button type="submit" class="primary">{GUESS.check}</button>
        </>
      )}
    </form>
  );
}
