/** The gallery of examples: a thumbnail, one sentence, what to notice, and a question with a hidden answer. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { type Example, fetchExamples } from "../api";
import { openExample } from "../share/address";
import { Icon } from "../shell/Icon";
import { GALLERY } from "../text";
import { Thumbnail } from "./Thumbnail";

export function Gallery({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const examples = useSignal<Example[]>([]);
  const failed = useSignal(false);
  useEffect(() => {
    dialog.current?.showModal();
    fetchExamples().then((found) => (examples.value = found), () => (failed.value = true));
  }, []);
  const groups = [...new Set(examples.value.map(({ group }) => group))];
  const open = (example: Example): void => {
    dialog.current?.close();
    openExample(example);
  };
  return (
    <dialog class="gallery" ref={dialog} onClose={onClose} aria-labelledby="gallery-title">
      <header>
        <h2 id="gallery-title">{GALLERY.title}</h2>
        <p class="muted">{failed.value ? GALLERY.failed : GALLERY.intro}</p>
        <button type="button" class="icon" aria-label={GALLERY.close} title={GALLERY.close} onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </header>
      <div class="gallery-body">
        {groups.map((group) => (
          <section key={group}>
            <h3>{GALLERY.groups[group] ?? group}</h3>
            <ul class={`gallery-grid ${group}`}>
              {examples.value.filter((example) => example.group === group).map((example) => <Entry key={example.name} example={example} onOpen={() => open(example)} />)}
            </ul>
          </section>
        ))}
      </div>
    </dialog>
  );
}

function Entry({ example, onOpen }: { example: Example; onOpen: () => void }) {
  const { title, sentence, notice, question, answer, role, source } = example;
  return (
    <li class={`example ${role ?? ""}`}>
      <button type="button" class="example-open" aria-label={GALLERY.open(title)} onClick={onOpen}><Thumbnail source={source} /></button>
      <h4>{role && <span class="role">{GALLERY.roles[role]}</span>} {title}</h4>
      <p>{sentence}</p>
      <p class="muted"><b>{GALLERY.notice}:</b> {notice}</p>
      <details>
        <summary>{question}</summary>
        <p class="muted">{answer}</p>
      </details>
    </li>
  );
}
