/** Help: the keyboard, the language in a nutshell, and where the REST interface is described. */
import { HELP } from "../text";
import { Glossary } from "../shell/Terms";
import { Dialog } from "../shell/Dialog";
import { addressIn } from "../root";
import { setSingleKeys, singleKeys } from "../shell/keyboard";

export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog class="help" title={HELP.title} onClose={onClose}>
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
          <h3>{HELP.words}</h3>
          <Glossary />
          <h3>{HELP.language}</h3>
          <p>{HELP.languageWords}</p>
          <p><a href={addressIn("docs")}>{HELP.api}</a></p>
        </section>
      </div>
    </Dialog>
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
