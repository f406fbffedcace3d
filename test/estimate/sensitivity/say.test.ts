import { describe, expect, it } from "vitest";
import { chance, fold, percent, plain, range } from "../../../src/estimate/sensitivity/say.js";

describe("numbers in sentences", () => {
  it.each([
    [0, "0"],
    [0.0973158, "0.0973"],
    [-0.5, "−0.500"],
    [1794.34, "1,794"],
    [-1234567.8, "−1,234,568"],
    [9.999, "10.00"],
    [1.2e-9, "1.20e-9"],
    [-1e-9, "−1.00e-9"],
    [Number.NEGATIVE_INFINITY, "−infinity"],
  ])("%s is %s", (value, text) => expect(plain(value)).toBe(text));

  it("says factors, shares, ranges and chances", () => {
    expect([7.263, 1, 1.04, 1.0004, 1.5, 12.34, 2500].map(fold)).toEqual([
      "7.3-fold",
      "1.00-fold",
      "1.04-fold",
      "1.0004-fold",
      "1.5-fold",
      "12.3-fold",
      "2,500-fold",
    ]);
    expect([0.1387, 0.0762, 0.0035, 1, 0.996].map(percent)).toEqual(["14 %", "7.6 %", "0.35 %", "100 %", "100 %"]);
    expect(range([-1, 20])).toBe("−1.00 to 20.0");
    expect([0.0343, 2e-5, 0.5].map(chance)).toEqual(["0.034", "below 0.0001", "0.5"]);
  });
});
