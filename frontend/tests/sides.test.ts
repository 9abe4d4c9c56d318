import { signal } from "@preact/signals";
import { beforeEach, expect, test } from "vitest";
import { createSides } from "../src/shell/sides";

beforeEach(() => localStorage.clear());

const hidden = (sides: ReturnType<typeof createSides>): string => sides.classes.value;

test("sides are hidden one by one or both at once, and that is kept", () => {
  const roomy = signal(true);
  const sides = createSides("sides", roomy);
  expect(hidden(sides)).toBe("");
  sides.toggle("right");
  expect(hidden(sides)).toBe("without-right");
  sides.toggleBoth();
  expect(hidden(sides)).toBe("without-left without-right presenting");
  expect(hidden(createSides("sides", roomy))).toBe("without-left without-right presenting");
  sides.open("right");
  expect(hidden(sides)).toBe("without-left");
  sides.toggleBoth();
  sides.toggleBoth();
  expect(hidden(sides)).toBe("");
});

test("nothing is hidden, or chosen, where there is no room for all parts", () => {
  const roomy = signal(true);
  const sides = createSides("sides", roomy);
  sides.toggleBoth();
  roomy.value = false;
  expect(hidden(sides)).toBe("");
  sides.toggleBoth();
  sides.open("left");
  roomy.value = true;
  expect(hidden(sides)).toBe("without-left without-right presenting");
});
