import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { RangeInput } from "../src/shell/RangeInput";

/** A slider at 0 under a finger (or a mouse) at the middle, which the browser at once takes for a wish to be at 50. */
const touched = (pointerType = "touch"): { heard: number[]; at: () => string; point: (type: string, x?: number, y?: number) => void; browserMoves: (to: string) => void } => {
  const host = document.body.appendChild(document.createElement("div"));
  const heard: number[] = [];
  void act(() => render(<RangeInput min={0} max={100} value={0} onValue={(value) => heard.push(value)} />, host));
  const slider = host.querySelector("input") as HTMLInputElement;
  const point = (type: string, clientX = 100, clientY = 100): void => void slider.dispatchEvent(new PointerEvent(type, { pointerType, clientX, clientY, bubbles: true }));
  const browserMoves = (to: string): void => {
    slider.value = to;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
  point("pointerdown");
  browserMoves("50");
  return { heard, at: () => slider.value, point, browserMoves };
};

test("a finger that goes up or down changes nothing", () => {
  for (const end of ["pointerup", "pointercancel"]) {
    const { heard, at, point, browserMoves } = touched();
    point("pointermove", 103, 130);
    browserMoves("51");
    point("pointermove", 160, 60);
    point(end);
    expect([heard, at()]).toEqual([[], "0"]);
  }
});

test("a finger that the browser takes for scrolling changes nothing", () => {
  const { heard, at, point } = touched();
  point("pointercancel");
  expect([heard, at()]).toEqual([[], "0"]);
});

test("a finger that goes to the side moves the slider, from where it came down", () => {
  const { heard, at, point, browserMoves } = touched();
  point("pointermove", 104, 103);
  expect(heard).toEqual([]);
  point("pointermove", 112, 105);
  browserMoves("56");
  point("pointermove", 112, 190);
  browserMoves("57");
  expect([heard, at()]).toEqual([[50, 56, 57], "57"]);
});

test("a tap moves the slider when it ends", () => {
  const { heard, at, point } = touched();
  expect(heard).toEqual([]);
  point("pointerup");
  expect([heard, at()]).toEqual([[50], "50"]);
});

test("a mouse moves it at once", () => expect(touched("mouse").heard).toEqual([50]));

test("every slider of the page is such a one", () => {
  const sources = import.meta.glob<string>("../src/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
  expect(Object.keys(sources).filter((path) => /type="range"/.test(sources[path] ?? ""))).toEqual(["../src/shell/RangeInput.tsx"]);
});
