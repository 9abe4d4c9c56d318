/** The gallery of examples: a thumbnail, one sentence, what to notice, and a question with a hidden answer. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Example, fetchExamples } from "../api";
import { openExample } from "../share/address";
import { Dialog, closeAround } from "../shell/Dialog";
import { GALLERY } from "../text";
import { AboutExample, ExampleTitle } from "./AboutExample";
import { OwnPrograms } from "./OwnPrograms";
import { Thumbnail } from "./Thumbnail";

export function Gallery({ onClose }: { onClose: () => void }) {
  const examples = useSignal<Example[]>([]);
  const failed = useSignal(false);
  useEffect(() => {
    fetchExamples().then((found) => (examples.value = found), () => (failed.value = true));
  }, []);
  const sought = useSignal("");
  const found = examples.value.filter((example) => isAbout(example, sought.value));
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <Dialog class="gallery" title={GALLERY.title} words={failed.value ? GALLERY.failed : GALLERY.intro} onClose={onClose}>
      <div class="gallery-body">
        <p class="gallery-search">
          <input type="search" aria-label={GALLERY.search} placeholder={GALLERY.search} value={sought.value} onInput={(event) => (sought.value = event.currentTarget.value)} />
          <output>{sought.value.trim() && GALLERY.found(found.length)}</output>
        </p>
        {!sought.value.trim() && <OwnPrograms />}
        {groups.map((group) => (
          <section key={group}>
            <h3>{GALLERY.groups[group] ?? group}</h3>
            <ul class={`gallery-grid ${group}`}>
              {found.filter((example) => example.group === group).map((example) => <Entry key={example.name} example={example} />)}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** Whether every word that is sought stands in what an example says, or in its program. */
export function isAbout({ title, sentence, notice, question, source }: Example, sought: string): boolean {
  const said = [title, sentence, notice, question, source].join(" ").toLowerCase();
  return sought.toLowerCase().split(/\s+/).every((word) => said.includes(word));
}

/** The whole card opens the example; for keyboard and screen reader its title does. */
function Entry({ example }: { example: Example }) {
  const open = (event: MouseEvent): void => {
    closeAround(event.currentTarget as Element);
    openExample(example);
  };
  return (
    <li class={`example ${example.role ?? ""}`}>
      <Thumbnail source={example.source} />
      <h4><button type="button" class="example-open" aria-label={GALLERY.open(example.title)} onClick={open}><ExampleTitle example={example} /></button></h4>
      <AboutExample example={example} />
    </li>
  );
}
