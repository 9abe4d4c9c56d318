import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { NumberField, readNumber } from "../src/shell/NumberField";

const drawn = (value: number, rest: { digits?: number; late?: boolean; step?: number } = {}): { field: HTMLInputElement; heard: number[]; type: (text: string) => string; show: (value: number) => void } => {
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
  expect(drawn(1.23456, { digits: 4 }).field.value).toBe("1.235");
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
  expect(["−2", "1e-3", ".5", "1.234,5", "0x10", "two", "-", ""].map(readNumber)).toEqual([-2, 0.001, 0.5, ...Array<number>(5).fill(Number.NaN)]);
});

test("what is no number is marked, told nobody, and gone on leaving", () => {
  const { field, heard, type } = drawn(3);
  type("two");
  expect([field.getAttribute("aria-invalid"), heard]).toEqual(["true", []]);
  leave(field);
  expect([field.value, field.getAttribute("aria-invalid")]).toEqual(["3", null]);
});

test("arrow keys up and down step", () => {
  const { field, heard } = drawn(0.2, { step: 0.1 });
  const press = (key: string): void => void act(() => void field.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true })));
  ["ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown"].forEach(press);
  expect(heard).toEqual([0.3, 0.4, 0.3, 0.2, 0.1]);
  expect(field.value).toBe("0.1");
});
