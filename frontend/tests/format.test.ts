import { describe, expect, test } from "vitest";
import { grouped } from "../src/counts";
import { brief, fitted, magnitude, nonfiniteWord, plain, shapeForms, shapeText, signed } from "../src/format";
import { summary } from "./graphs";
import shared from "./numbers.json";

describe("numbers", () => {
  test.each([
    [3, "+3.000"], [-0.118249, "−0.1182"], [0, "0"], [1234.5, "+1235"], [12345, "+12345"], [1234.56, "+1235"], [99999.7, "+1.000e5"], [123456, "+1.235e5"],
    [0.00012346, "+1.235e−4"], [Number.NaN, "NaN"], [-Infinity, "−∞"],
  ])("on cards %d reads %s", (value, text) => expect(signed(value)).toBe(text));

  test.each([[3, "3"], [0.448, "0.448"], [-2.5, "−2.5"], [1e-9, "1e−9"], [100, "100"], [1200, "1200"], [Infinity, "∞"]])(
    "in sentences %d reads %s",
    (value, text) => expect(plain(value)).toBe(text),
  );

  test.each(shared as [number, number, string][])("the server writes %d in %d digits as %s, too", (value, digits, text) => expect(plain(value, digits)).toBe(text));

  test("no digit is made up where few are asked for", () => {
    expect([156.4, 12.36, 98765].map((value) => signed(value, 2))).toEqual(["+156", "+12", "+98765"]);
    expect(plain(12345)).toBe("12345");
  });
  test("a size has no sign", () => expect(magnitude(-2.714)).toBe("2.71"));
});

describe("numbers in a place of a few characters", () => {
  test.each([
    [0.00037, "0.00037"], [0.000371234, "3.71e−4"], [-0.00037, "−3.7e−4"], [-0.00429, "−0.0043"], [0.1 + 0.2, "0.3"], [-0.5, "−0.5"], [1.23456789, "1.23457"], [-12345.678, "−12346"], [123456, "123456"], [-4.2e-10, "−4e−10"], [1.7e308, "1.7e308"], [-0.996, "−0.996"],
  ])("%d reads %s", (value, text) => expect(fitted(value, 7)).toBe(text));

  test("any number fits into seven, and is rounded: what is read differs by half of its last digit at most", () => {
    for (let exponent = -320; exponent <= 308; exponent += 1) {
      for (const digits of [-9.99999, -1.23456, 1, 3.7, 9.5]) {
        const value = Number(`${digits}e${exponent}`);
        const text = fitted(value, 7, 4);
        const [, mantissa = "", power = "0"] = /^([^e]+)e?(.*)$/.exec(text.replaceAll("−", "-")) ?? [];
        const last = 10 ** (Number(power) - (mantissa.split(".")[1]?.length ?? 0));
        expect(text.length).toBeLessThanOrEqual(7);
        if (Math.abs(value) < 1e308) expect(Math.abs(Number(text.replaceAll("−", "-")) - value)).toBeLessThanOrEqual(Math.max(0.5001 * last, Number.MIN_VALUE));
      }
    }
  });
});

describe("tensors", () => {
  test("up to four elements are written out with the digits that fit", () => {
    expect(brief(summary([[5.6], [8.4]]))).toBe("+5.6 +8.4");
    expect(brief(summary([-1, -1, -1, -1]), 14)).toBe(brief(summary([-1, -1, -1, -1]), 19, 23));
    expect(brief(summary(-1), 14)).toBe("−1.000");
    expect(brief(summary([1, 4, 9]))).toBe("+1 +4 +9");
    expect(brief(summary([1.234, 12.36, 156.4]))).toBe("+1.23 +12.4 +156");
    expect(brief(summary([1.234, 12.36, 156.4]), 19, 23)).toBe("+1.234 +12.36 +156.4");
    expect(brief(summary([1.2345, -2, 3, 4]))).toBe("+1.234 −2 +3 +4");
    expect(brief(summary([0.659001, 0.242433, 0.0985659]), 19, 23)).toBe("+0.659 +0.242 +0.0986"); // Not "+0.659 +0.2424 +0.09857".
  });
  test("numbers that three digits do not tell in the room that there is are described", () => {
    expect(brief(summary([-0.1234, -0.4567, -0.789, -0.321]), 19, 23)).toBe("μ −0.423 rms 0.487");
  });
  test("more are described by mean and root mean square", () => expect(brief(summary([1, 1, 1, 1, 1]))).toBe("μ +1.00 rms 1.00"));
  test("a mean that rounding left of a sum of 0 is about 0; any other one is told", () => {
    expect(brief({ ...summary([0.1, -0.1, 0, 0, 0]), mean: -1.39e-17 }, 30)).toMatch(/^μ ≈ 0 rms 0\.0/);
    expect(brief({ ...summary([0.1, -0.1, 0, 0, 0]), mean: -1.39e-12 }, 30)).toMatch(/^μ −1\.39e−12 rms/);
    expect(brief(summary([1, -1, 1, -1, 0]), 30)).toMatch(/^μ 0 rms/);
    expect(brief({ ...summary([0.1, -0.1, 0, 0, 0]), mean: "NaN", rms: "NaN" }, 30)).toMatch(/^μ NaN/);
    expect(brief({ ...summary([1, -1, 0, 0, 0]), mean: -1e-17, rms: "Infinity" }, 30)).toMatch(/^μ −1/);
  });
  test("what is not finite has a word", () => {
    expect(nonfiniteWord(summary(["NaN", 1]))).toBe("NaN");
    expect(nonfiniteWord(summary(["Infinity", 1]))).toBe("+∞");
    expect(nonfiniteWord(summary(["-Infinity", 1]))).toBe("−∞");
    expect(nonfiniteWord(summary(["-Infinity", "Infinity"]))).toBe("±∞");
    expect(nonfiniteWord(summary(["Infinity", "NaN"]))).toBe("NaN");
    expect(nonfiniteWord({ ...summary(["-Infinity", 1]), data: null })).toBe("−∞");
    expect(nonfiniteWord(summary([1]))).toBeNull();
  });
  test("a long shape has shorter forms", () => {
    expect(shapeForms("(2, 3)")).toEqual(["(2, 3)", "(2,3)"]);
    expect(shapeForms("(2, 3, 4, 5)")).toEqual(["(2, 3, 4, 5)", "(2,3,4,5)", "4-d"]);
  });
  test("shapes read as Python writes them", () => expect([[], [3], [1, 100]].map(shapeText)).toEqual(["scalar", "(3,)", "(1, 100)"]));
});

test("thousands stand in groups", () => {
  expect([0, 999, 1000, 1234567, 1234.5, -1234].map(grouped)).toEqual(["0", "999", "1,000", "1,234,567", "1,234.5", "-1,234"]);
});
