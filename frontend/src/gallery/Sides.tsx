/** Which side of a pitfall is shown, where there is no room for both. */
import { shownExample } from "../share/shown";
import { GALLERY } from "../text";
import { turnAround } from "./comparison";

export function Sides() {
  const shown = shownExample.value;
  if (!shown?.role || !shown.beside) return null;
  return (
    <div class="switch" role="group" aria-label={GALLERY.sides}>
      {(["wrong", "right"] as const).map((role) => (
        <button key={role} type="button" aria-pressed={shown.role === role} onClick={() => shown.role !== role && turnAround()}>{GALLERY.roles[role]}</button>
      ))}
    </div>
  );
}
