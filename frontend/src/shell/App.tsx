/** The whole page: header, the room that the address asks for, and the banner when the server is gone. */
import { Explore } from "../explore/Explore";
import { evaluate, gone } from "../explore/store";
import { SHELL } from "../text";
import { Train } from "../train/Train";
import { Header } from "./Header";
import { place } from "./router";

export function App() {
  return (
    <>
      {place.value !== "embed" && <Header />}
      {gone.value && (
        <div class="banner" role="alert">
          <span>{SHELL.gone}</span>
          <button type="button" onClick={evaluate}>{SHELL.retry}</button>
        </div>
      )}
      <main id="main" class={place.value}>{place.value === "train" ? <Train /> : <Explore />}</main>
    </>
  );
}
