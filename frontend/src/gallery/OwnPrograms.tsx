/** The reader's own programs above the examples: the kept one, if something else is shown, and those before it. */
import { earlierPrograms, ownProgram } from "../program/own";
import { source } from "../program/store";
import { openOwn } from "../share/address";
import { closeAround } from "../shell/Dialog";
import { GALLERY } from "../text";

const LINES = 4;

export function OwnPrograms() {
  const programs = [ownProgram(), ...earlierPrograms()].filter((text) => text !== null && text.trim() !== "" && text !== source.peek());
  if (programs.length === 0) return null;
  return (
    <section>
      <h3>{GALLERY.own}</h3>
      <ul class="own-programs">
        {programs.map((text) => text !== null && (
          <li key={text}>
            <button
              type="button"
              onClick={(event) => {
                closeAround(event.currentTarget);
                openOwn(text);
              }}
            >
              <code>{text.trim().split("\n").slice(0, LINES).join("\n")}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
