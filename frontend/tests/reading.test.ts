import { expect, test } from "vitest";
import { readNumber, readWithin } from "../src/shell/reading";

const value = (text: string): number | string => {
  const reading = readNumber(text);
  return "value" in reading ? reading.value : reading.problem;
};

test.each([
  ["0.9", 0.9], [".9", 0.9], ["5.", 5], ["0,05", 0.05], [",5", 0.5], ["1e-3", 0.001], ["1E+3", 1000], ["1,5e−3", 0.0015], ["+2", 2], ["-5", -5], ["−5", -5], ["– 5", -5],
  ["  7 ", 7], ["1 000", 1000], ["12\u202f345,5", 12345.5], ["−1 234", -1234], ["1'000", 1000], ["1,234.5", 1234.5], ["1.234,5", 1234.5], ["1,234,567", 1234567], ["1.234.567,25", 1234567.25],
  ["0,125", 0.125], ["1,2345", 1.2345], ["1234,567", 1234.567], ["１２．５", 12.5], ["−1.235e−4", -1.235e-4], ["1,250e-3", 0.00125], ["0", 0], ["-0,0", -0],
])("%s is read as %d", (text, number) => expect(value(text)).toBe(number));

test.each(["two", "0x10", "1/3", "5 %", "1 00", "1.2.3", "1,2,3", "1,23.4", "1e5.5", "--1", "10²", "∞", "1 e5", "NaN", "0.050.025", "0,050,025", "0.050,5", "0 125"])("%s is not read, and quoted", (text) => {
  expect(value(text)).toContain(`“${text}”`);
});

test("a text that could be two numbers is not guessed at: both are named", () => {
  expect(value("1,234")).toMatch(/“1,234” could be 1\.234 or 1234/);
  expect(value("-12,500")).toMatch(/-12\.500 or -12500/);
  expect(readWithin("1,234", { whole: true })).toEqual({ value: 1234 });
});

test("a number that becomes another one in the machine is not taken", () => {
  expect(value("1e400")).toMatch(/too large/);
  expect(value("1e-400")).toMatch(/too small/);
  expect(readWithin("9007199254740993", { whole: true })).toEqual({ problem: expect.stringMatching(/too large/) });
});

test.each(["", "-", "+", ".", "-,", "1e", "1,5e−"])("“%s” may go on", (text) => expect(readNumber(text)).toMatchObject({ begun: true }));

test("bounds are said", () => {
  expect(readWithin("1.5", { whole: true })).toEqual({ problem: "A whole number is needed here." });
  expect(readWithin("0", { low: 1, high: 10_000, whole: true })).toEqual({ problem: "From 1 to 10,000." });
  expect(readWithin("-1", { low: 0 })).toEqual({ problem: "At least 0." });
  expect(readWithin("0,9", { low: 0, high: 0.9 })).toEqual({ value: 0.9 });
});
