import { beforeEach, expect, test } from "vitest";
import "../src/shell/doubleClick";

const heard: string[] = [];

/** Buttons "a" and "b" and a word in a label, which tell when they are clicked. */
beforeEach(() => {
  heard.length = 0;
  document.body.innerHTML = '<button id="a"><i id="icon"></i></button><button id="b"></button><label><b id="word"></b><input id="box" type="checkbox"></label><p id="text"></p>';
  for (const id of ["a", "b", "box", "text"]) document.getElementById(id)?.addEventListener("click", () => heard.push(id));
});

const click = (id: string, detail: number): void => void document.getElementById(id)?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail }));

test("the second click of a double click reaches the same button", () => {
  click("a", 1);
  click("icon", 2);
  expect(heard).toEqual(["a", "a"]);
});

test("it does not reach another one that came under the pointer", () => {
  click("a", 1);
  click("b", 2);
  click("b", 3);
  expect(heard).toEqual(["a"]);
  click("b", 1);
  expect(heard).toEqual(["a", "b"]);
});

test("text and keys are let through", () => {
  click("a", 1);
  click("text", 2);
  click("b", 0);
  expect(heard).toEqual(["a", "text", "b"]);
});
