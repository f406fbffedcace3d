import { describe, expect, it } from "vitest";
import { amounts, amountTicks, countText, percent, points, rangeText } from "../../src/report/format.ts";

describe("numbers for people", () => {
  it("writes shares as whole percents, and neither none nor all where it is not so", () => {
    const shares = [0, 0.00001, 0.004, 0.14, 0.625, 0.996, 0.99999, 1, -0.11, -0.004];
    expect(shares.map(percent.bare)).toEqual(["0", "0", "0.4", "14", "63", "99.6", "99.9", "100", "−11", "−0.4"]);
  });

  it("writes differences with their sign", () => {
    expect([0.113, -0.02, 0, 0.0001].map(points.text)).toEqual([
      "+11.3\u00a0points",
      "−2.0\u00a0points",
      "0.0\u00a0points",
      "0.0\u00a0points",
    ]);
  });

  it("gives amounts the digits of the largest", () => {
    expect(amounts(13028.57).text(5211.37)).toBe("5,211");
    expect(amounts(13.02).text(-5.211)).toBe("−5.2");
    expect(amounts(0.012).text(0.00521)).toBe("0.0052");
    expect(amounts(0).text(0)).toBe("0");
    expect(amounts(1e9).bare(123456789)).toBe("123,456,789");
  });

  it("keeps ranges, counts and ticks short", () => {
    expect(rangeText([-0.02, 0.23], percent)).toBe("−2\u00a0to\u00a023");
    expect([140, 11766, 12.345].map(countText)).toEqual(["140", "11,766", "12.3"]);
    expect([0, -4000].map(amountTicks(4500))).toEqual(["0", "−4,000"]);
    expect([0, 4000, -40000].map(amountTicks(40000))).toEqual(["0", "4k", "−40k"]);
  });
});
