import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { NumberField, OptionalNumberField } from "../src/shell/NumberField";
import { Refusal, refusedField } from "../src/shell/refusals";

const drawn = (value: number, rest: Partial<Parameters<typeof NumberField>[0]> = {}): { field: HTMLInputElement; heard: number[]; type: (text: string) => string; show: (value: number) => void } => {
  const host = document.body.appendChild(document.createElement("div"));
  const heard: number[] = [];
  const take = (given: number): void => {
    heard.push(given);
    show(given);
  };
  const show = (next: number): void => void act(() => render(<NumberField value={next} onValue={take} {...rest} />, host));
  show(value);
  const field = host.querySelector("input") as HTMLInputElement;
  /** Types, and returns what the browser makes of it. */
  const type = (text: string): string => {
    field.value = text;
    const stood = field.value;
    void act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
    return stood;
  };
  return { field, heard, type, show };
};
const leave = (field: HTMLInputElement): void => void act(() => void field.dispatchEvent(new FocusEvent("blur")));

test("typing letter by letter enters what is typed", () => {
  for (const number of ["1.05", "-0.05", "0.007", "1.23456"]) {
    const { field, heard, type } = drawn(3);
    for (let length = 0; length <= number.length; length += 1) {
      const stood = type(number.slice(0, length));
      expect(field.value).toBe(stood);
    }
    leave(field);
    expect([field.value, heard.at(-1)]).toEqual([number, Number(number)]);
  }
});

test("where the rest makes a text unreadable, the number from before holds, not that of its first letters", () => {
  for (const text of ["1/2", "12abc", "0x10", "50%", "1,000", "1e400", "1e"]) {
    const { field, heard, type } = drawn(3);
    for (let length = 0; length <= text.length; length += 1) type(text.slice(0, length));
    expect(field.value).toBe(text);
    leave(field);
    expect([field.value, field.getAttribute("aria-invalid"), heard.at(-1)]).toEqual([text, "true", 3]);
    void act(() => void field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })));
    expect([field.value, heard.at(-1)]).toEqual(["3", 3]);
  }
});

test("a whole number's point could group its digits", () => {
  const { field, heard, type } = drawn(5, { whole: true, low: 1 });
  type("1.000");
  leave(field);
  expect([field.value, field.getAttribute("aria-invalid"), heard]).toEqual(["1.000", "true", []]);
});

test("an emptied field gets its number back", () => {
  const { field, heard, type } = drawn(1.5);
  type("");
  leave(field);
  expect([field.value, heard]).toEqual(["1.5", []]);
});

test("a field that reports late tells only the last number", () => {
  const { field, heard, type } = drawn(1, { late: true });
  ["", "2", "20"].forEach((text) => type(text));
  expect(heard).toEqual([]);
  leave(field);
  expect([field.value, heard]).toEqual(["20", [20]]);
});

test("every digit shows, or as many as asked for while nobody is inside", () => {
  expect(drawn(0.1 + 0.2).field.value).toBe("0.30000000000000004");
  expect(drawn(1.23456, { room: 7, digits: 4 }).field.value).toBe("1.235");
  const { field, show } = drawn(2);
  show(7);
  expect(field.value).toBe("7");
});

test("numbers that no field can hold are named", () => {
  const { field } = drawn(-Infinity);
  expect([field.value, field.placeholder]).toEqual(["", "−∞"]);
});

test("a decimal comma is a decimal point", () => {
  const { field, heard, type } = drawn(3);
  ["0", "0,", "0,5"].forEach(type);
  expect([field.value, heard.at(-1)]).toEqual(["0,5", 0.5]);
  leave(field);
  expect(field.value).toBe("0.5");
});

/** What the page says of a field. */
const words = (): string => {
  const host = document.body.appendChild(document.createElement("div"));
  void act(() => render(<Refusal />, host));
  const said = host.textContent ?? "";
  render(null, host);
  host.remove();
  return said;
};

test("what is no number is marked, told nobody, said at the field, and stays until it is mended", () => {
  const { field, heard, type } = drawn(3);
  type("two");
  expect([field.getAttribute("aria-invalid"), heard, words()]).toEqual(["true", [], expect.stringContaining("“two”")]);
  leave(field);
  expect([field.value, field.getAttribute("aria-invalid")]).toEqual(["two", "true"]);
  type("2");
  expect([field.getAttribute("aria-invalid"), heard, words()]).toEqual([null, [2], ""]);
});

test("a beginning is judged only when somebody leaves it", () => {
  const { field, heard, type } = drawn(3);
  type("1e");
  expect(field.getAttribute("aria-invalid")).toBeNull();
  leave(field);
  expect([field.value, field.getAttribute("aria-invalid"), heard]).toEqual(["1e", "true", []]);
});

test("Escape gives the number back, and so does a new one from elsewhere", () => {
  for (const mend of [
    ({ field }: ReturnType<typeof drawn>) => void act(() => void field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", cancelable: true }))),
    ({ field, show }: ReturnType<typeof drawn>) => {
      leave(field);
      show(4);
    },
  ]) {
    const one = drawn(3);
    one.type("two");
    mend(one);
    expect([one.field.getAttribute("aria-invalid"), ["3", "4"].includes(one.field.value)]).toEqual([null, true]);
  }
});

test("a number outside its bounds is told nobody, and arrow keys stop there", () => {
  const { field, heard, type } = drawn(2, { low: 1, high: 3, whole: true });
  for (const text of ["0", "1.5", "1e3"]) {
    type(text);
    expect(field.getAttribute("aria-invalid")).toBe("true");
  }
  type("3");
  void act(() => void field.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp", cancelable: true })));
  expect([heard, field.value]).toEqual([[3], "3"]);
});

test("a number that may be missing is none in an empty field", () => {
  const host = document.body.appendChild(document.createElement("div"));
  const heard: (number | null)[] = [];
  void act(() => render(<OptionalNumberField value={7} onValue={(value) => heard.push(value)} />, host));
  const field = host.querySelector("input") as HTMLInputElement;
  for (const text of ["", "0,5"]) {
    field.value = text;
    void act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
  }
  expect(heard).toEqual([null, 0.5]);
});

test("a form finds its first field that cannot be read", () => {
  const { field, type } = drawn(3);
  const host = field.parentElement as HTMLElement;
  expect(refusedField(host)).toBeNull();
  type("two");
  expect(refusedField(host)).toBe(field);
});

test("arrow keys up and down step", () => {
  const { field, heard } = drawn(0.2, { step: 0.1 });
  const press = (key: string): void => void act(() => void field.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true })));
  ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown"].forEach(press);
  expect(heard).toEqual([0.3, 0.4, 0.3, 0.2, 0.1]);
  expect(field.value).toBe("0.1");
});

test("no page has a field of the browser's own kind for numbers", () => {
  const sources = import.meta.glob<string>("../src/**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
  expect(Object.keys(sources).length).toBeGreaterThan(100);
  expect(Object.entries(sources).filter(([, text]) => /type=.?["']number|valueAsNumber/.test(text))).toEqual([]);
});
