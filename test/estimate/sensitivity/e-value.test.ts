// Sources: VanderWeele & Ding 2017; the numbers of the R package EValue's documentation.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { eValue, eValueOf, riskRatioOf } from "../../../src/estimate/sensitivity/e-value.js";

/** The slow way: the least common strength a at which the bounding factor a a / (2 a - 1) reaches the ratio, by halving. */
function bySearch(ratio: number): number {
  const goal = Math.max(ratio, 1 / ratio);
  let [low, high] = [1, 4 * goal];
  for (let i = 0; i < 200; i++) {
    const a = (low + high) / 2;
    if ((a * a) / (2 * a - 1) < goal) low = a;
    else high = a;
  }
  return low;
}

describe("eValueOf", () => {
  it.each([
    [3.9, [1.8, 8.7], 7.263034, 3.0],
    [0.8, [0.71, 0.91], 1.809017, 1.428571],
  ] as const)("reproduces the published number of RR %s %s", (ratio, interval, point, limit) => {
    const found = eValueOf(ratio, interval);
    expect(found.point).toBeCloseTo(point, 6);
    expect(found.limit).toBeCloseTo(limit, 6);
  });

  it("is 1 for the end of an interval that includes 1, and for no effect", () => {
    expect(eValueOf(1.3, [0.9, 1.9]).limit).toBe(1);
    expect(eValueOf(1.3, [1, 1.9]).limit).toBe(1);
    expect(eValueOf(1)).toEqual({ point: 1 });
  });

  it("is the least strength, with both alike, whose bounding factor reaches the ratio; inverting the ratio changes nothing", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 50, noNaN: true }), (ratio) => {
        expect(eValueOf(ratio).point).toBeCloseTo(bySearch(ratio), 5);
        expect(eValueOf(1 / ratio).point).toBeCloseTo(eValueOf(ratio).point, 8);
      }),
    );
  });

  it("refuses ratios that are not positive, with what to do", () => {
    expect(() => eValueOf(0)).toThrow(DiscoError);
    expect(() => eValueOf(2, [-0.1, 3])).toThrow(
      "E-value: a risk ratio must be positive (given: -0.1); give a ratio of two risks above 0, with both ends of its interval above 0",
    );
  });
});

describe("riskRatioOf", () => {
  it("takes the root of a common outcome's odds ratio (EValue: OR 0.86, 0.75 to 0.99)", () => {
    const ratio = riskRatioOf({ kind: "odds-ratio", value: 0.86, interval: [0.75, 0.99], common: true })!;
    expect(ratio.value).toBeCloseTo(0.9273618, 7);
    const { point, limit } = eValueOf(ratio.value, ratio.interval);
    expect(point).toBeCloseTo(1.3689529, 6);
    expect(limit).toBeCloseTo(1.0761939, 6);
    expect(riskRatioOf({ kind: "odds-ratio", value: 0.86, common: false })).toEqual({ value: 0.86 });
  });

  it("turns a standardised difference d into exp(.91 d)", () => {
    // exp(0.455) = 1.5761734, its E-value 1.5761734 + sqrt(1.5761734 * 0.5761734).
    const ratio = riskRatioOf({ kind: "standardised-difference", value: 0.5, interval: [0, 1] })!;
    expect(ratio.value).toBeCloseTo(1.5761734, 6);
    expect(ratio.interval?.[0]).toBe(1);
    expect(ratio.interval?.[1]).toBeCloseTo(2.4843225, 6);
    expect(eValueOf(ratio.value).point).toBeCloseTo(2.5291399, 5);
  });

  it("takes the ratio of the two risks for a difference, and its interval includes 1 where that of the difference includes 0", () => {
    const measure = { kind: "risk-difference", means: [0.2, 0.3], interval: [0.04, 0.16] } as const;
    const ratio = riskRatioOf(measure)!;
    expect(ratio.value).toBeCloseTo(1.5, 12);
    expect(ratio.interval?.[0]).toBeCloseTo(0.24 / 0.2, 12);
    expect(ratio.interval?.[1]).toBeCloseTo(0.36 / 0.2, 12);
    const doubtful = eValue({ ...measure, interval: [-0.01, 0.21] }, { method: "aipw" })!;
    expect(doubtful.values["limit"]).toBe(1);
    // An interval that leaves the arm no risk at all ends as far from 1 as can be, not nowhere.
    const protective = riskRatioOf({ kind: "risk-difference", means: [0.2, 0.1], interval: [-0.22, -0.02] })!;
    expect(protective.interval?.[1]).toBeCloseTo(0.9, 12);
    expect(eValueOf(protective.value, protective.interval).limit).toBeCloseTo(bySearch(0.9), 6);
  });

  it("takes an interval that reaches below zero for one that includes 1", () => {
    for (const kind of ["ratio", "odds-ratio"] as const) {
      const check = eValue({ kind, value: 1.4, interval: [-0.2, 3], common: true }, { method: "aipw" })!;
      expect(check.values["limit"]).toBe(1);
    }
    const wide = eValue({ kind: "standardised-difference", value: 900, interval: [-1, 1801] }, { method: "aipw" });
    expect(wide).toBeUndefined();
    const high = eValue({ kind: "standardised-difference", value: 1, interval: [0.5, 2000] }, { method: "aipw" })!;
    expect(high.values["limit"]).toBeCloseTo(bySearch(Math.exp(0.455)), 6);
    expect(Number.isFinite(high.values["ratioHigh"])).toBe(true);
  });

  it("has none where a risk is zero", () => {
    expect(riskRatioOf({ kind: "risk-difference", means: [0, 0.3] })).toBeUndefined();
    expect(eValue({ kind: "risk-difference", means: [0.3, 0] }, { method: "aipw" })).toBeUndefined();
    expect(eValue({ kind: "ratio", value: Number.NaN }, { method: "aipw" })).toBeUndefined();
  });
});

describe("the E-value as a check", () => {
  it("says in plain words what would explain the effect away", () => {
    const check = eValue({ kind: "ratio", value: 3.9, interval: [1.8, 8.7] }, { method: "tmle" })!;
    expect(check.method).toBe("tmle");
    expect(check.finding).toBe(
      "An unmeasured cause would have to raise both the chance of treatment and of the outcome 7.3-fold, each beyond what the covariates explain, to explain the effect away; 3.0-fold to make its interval include none.",
    );
    expect(check.values).toMatchObject({
      ratio: 3.9,
      ratioLow: 1.8,
      ratioHigh: 8.7,
      from: "ratio",
      approximate: false,
    });
    const wide = eValue({ kind: "ratio", value: 1.5, interval: [0.9, 2.5] }, { method: "tmle" })!;
    expect(wide.finding).toMatch(/explain the effect away; its interval includes no effect already\.$/);
    const protective = eValue({ kind: "ratio", value: 0.8, interval: [0.71, 0.91] }, { method: "tmle" })!;
    expect(protective.finding).toBe(
      "An unmeasured cause would have to raise the chance of treatment and lower that of the outcome 1.8-fold (or the other way round), each beyond what the covariates explain, to explain the effect away; 1.4-fold to make its interval include none.",
    );
    expect(eValue({ kind: "ratio", value: 1 }, { method: "tmle" })!.finding).toBe(
      "There is no effect that an unmeasured cause would have to explain away.",
    );
  });

  it("lists pairs of strengths whose bounding factor is the ratio, the E-value in the middle", () => {
    for (const value of [3.9, 0.4]) {
      const { rows, values } = eValue({ kind: "ratio", value }, { method: "tmle" })!;
      for (const { withTreatment: a, withOutcome: b } of rows!)
        expect((a * b) / (a + b - 1)).toBeCloseTo(Math.max(value, 1 / value), 9);
      expect(rows![8].withTreatment).toBeCloseTo(values["point"] as number, 9);
      expect(rows![8].withOutcome).toBeCloseTo(values["point"] as number, 9);
    }
  });

  it("says when the ratio is an approximation", () => {
    const check = eValue({ kind: "standardised-difference", value: 0.5 }, { method: "dml" })!;
    expect(check.values["approximate"]).toBe(true);
    expect(check.cannot).toContain("approximation");
    expect(check.values).not.toHaveProperty("limit");
  });
});
