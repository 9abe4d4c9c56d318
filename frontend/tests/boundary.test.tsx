import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { Boundary } from "../src/shell/Boundary";

const shown = signal(1);

function Fragile() {
  if (shown.value === 2) throw new Error("fragile");
  return <ul>{Array.from({ length: shown.value }, (_, row) => <li key={row}>{row}</li>)}</ul>;
}

test("a part that fails leaves the others alone, and comes back with something else to show", async () => {
  const host = document.body.appendChild(document.createElement("div"));
  const to = (next: number): Promise<void> => act(() => void (shown.value = next));
  const draw = () => (
    <>
      <Boundary of={shown} class="part"><Fragile /></Boundary>
      <Boundary of={shown}><b>{shown}</b></Boundary>
    </>
  );
  await act(() => render(draw(), host));
  await to(2);
  expect([host.querySelectorAll(".failed.part").length, host.querySelectorAll("li").length, host.querySelector("b")?.textContent]).toEqual([1, 0, "2"]);
  await act(() => void host.querySelector("button")?.click());
  expect(host.querySelectorAll(".failed").length).toBe(1);
  await to(3);
  expect([host.querySelectorAll(".failed").length, host.querySelectorAll("li").length]).toEqual([0, 3]);
});
