import { describe, expect, it } from "vitest";
import { chiSquareQuantile, chiSquareTail, fTail } from "../../../src/estimate/linear/tails.js";

describe("tails of F and chi-square", () => {
  it("has the values of printed tables (Abramowitz & Stegun 1964, tables 26.8 and 26.9)", () => {
    expect(fTail(4.96, 1, 10)).toBeCloseTo(0.05, 3);
    expect(fTail(5.39, 2, 30)).toBeCloseTo(0.01, 3);
    expect(fTail(3.32, 2, 30)).toBeCloseTo(0.05, 3);
    expect(chiSquareTail(3.841459, 1)).toBeCloseTo(0.05, 7);
    expect(chiSquareQuantile(0.95, 2)).toBeCloseTo(-2 * Math.log(0.05), 10);
  });
  it("has the closed form of two numerator degrees of freedom, (1 + 2 f / d)^(-d / 2)", () => {
    for (const d of [1, 4, 33, 2993]) {
      for (const f of [0.1, 1, 7.89, 40]) expect(fTail(f, 2, d) / (1 + (2 * f) / d) ** (-d / 2)).toBeCloseTo(1, 9);
    }
    expect(fTail(0, 2, 5)).toBe(1);
  });
});
