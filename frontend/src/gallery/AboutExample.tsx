/** What an example says about itself: one sentence, what to notice, and a question with a hidden answer. */
import type { Example } from "../api";
import { GALLERY } from "../text";

export function AboutExample({ example: { name, sentence, notice, question, answer } }: { example: Example }) {
  return (
    <>
      <p>{sentence}</p>
      <p class="muted"><b>{GALLERY.notice}:</b> {notice}</p>
      <details key={name}>
        <summary>{question}</summary>
        <p class="muted">{answer}</p>
      </details>
    </>
  );
}

/** Its title, with the side of a pitfall that it is. */
export function ExampleTitle({ example: { role, title } }: { example: Example }) {
  return <>{role && <span class="role">{GALLERY.roles[role]}</span>} {title}</>;
}
