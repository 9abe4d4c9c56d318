import { describe, expect, test } from "vitest";
import { brief, grouped, magnitude, nonfiniteWord, plain, shapeText, signed } from "../src/format";
import { summary } from "./graphs";

describe("numbers", () => {
  test.each([
    [3, "+3.000"], [-0.118249, "−0.1182"], [0, "0"], [1234.5, "+1235"], [12345, "+12350"], [123456, "+1.235e5"],
    [0.00012346, "+1.235e−4"], [Number.NaN, "NaN"], [-Infinity, "−∞"],
  ])("on cards %d reads %s", (value, text) => expect(signed(value)).toBe(text));

  test.each([[3, "3"], [0.448, "0.448"], [-2.5, "−2.5"], [1e-9, "1e−9"], [100, "100"], [1200, "1200"], [Infinity, "∞"]])(
    "in sentences %d reads %s",
    (value, text) => expect(plain(value)).toBe(text),
  );

  test("a size has no sign", () => expect(magnitude(-2.714)).toBe("2.71"));
});

describe("tensors", () => {
  test("up to four elements are written out with the digits that fit", () => {
    expect(brief(summary([[5.6], [8.4]]))).toBe("+5.600 +8.400");
    expect(brief(summary([1.2345, -2, 3, 4]))).toBe("+1.2 −2.0 +3.0 +4.0");
    expect(brief(summary([0.2345, -2, 3, 4]))).toBe("μ +1.31 rms 2.70");
  });
  test("more are described by mean and root mean square", () => expect(brief(summary([1, 1, 1, 1, 1]))).toBe("μ +1.00 rms 1.00"));
  test("what is not finite has a word", () => {
    expect(nonfiniteWord(summary(["NaN", 1]))).toBe("NaN");
    expect(nonfiniteWord(summary(["Infinity", 1]))).toBe("∞");
    expect(nonfiniteWord(summary([1]))).toBeNull();
  });
  test("shapes read as Python writes them", () => expect([[], [3], [1, 100]].map(shapeText)).toEqual(["scalar", "(3,)", "(1, 100)"]));
});

test("thousands stand in groups", () => {
  expect([0, 999, 1000, 1234567, 1234.5, -1234].map(grouped)).toEqual(["0", "999", "1,000", "1,234,567", "1,234.5", "-1,234"]);
});
