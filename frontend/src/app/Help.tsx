/** Help: the keyboard, the language in a nutshell, and where the REST interface is described. */
import { useEffect, useRef } from "preact/hooks";
import { HELP } from "../text";
import { Icon } from "../shell/Icon";
import { setSingleKeys, singleKeys } from "../shell/keyboard";

export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="help" ref={dialog} onClose={onClose} aria-labelledby="help-title">
      <header>
        <h2 id="help-title">{HELP.title}</h2>
        <button type="button" class="icon" aria-label={HELP.close} title={HELP.close} onClick={() => dialog.current?.close()}><Icon name="close" /></button>
      </header>
      <div class="help-body">
        <section>
          <h3>{HELP.keys}</h3>
          <Keys list={HELP.list} />
          <p class="muted">{HELP.keysOff}</p>
          <label class="check-label"><input type="checkbox" checked={singleKeys.value} onChange={(event) => setSingleKeys(event.currentTarget.checked)} /> {HELP.singleKeys}</label>
        </section>
        <section>
          <h3>{HELP.training}</h3>
          <Keys list={HELP.trainingList} />
          <h3>{HELP.language}</h3>
          <p>{HELP.languageWords}</p>
          <p><a href="/docs">{HELP.api}</a></p>
        </section>
      </div>
    </dialog>
  );
}

function Keys({ list }: { list: string[][] }) {
  return (
    <dl class="keys">
      {list.map(([keys = "", meaning]) => (
        <div key={keys}><dt>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{meaning}</dd></div>
      ))}
    </dl>
  );
}
