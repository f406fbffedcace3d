// Cinelli & Hazlett 2020; numbers of the Darfur example as the sensemakr vignette prints them.
import { describe, expect, it } from "vitest";
import { adjusted, benchmark, partialR2, robustnessValue } from "../../../src/estimate/sensitivity/omitted-bias.js";

const darfur = { estimate: 0.0973158193, se: 0.0232565378, dof: 783 };

describe("partial R2 and robustness value", () => {
  it("reproduces the Darfur example", () => {
    expect(darfur.estimate / darfur.se).toBeCloseTo(4.1844499848, 6);
    expect(partialR2(darfur)).toBeCloseTo(0.02187309, 8);
    expect(robustnessValue(darfur)).toBeCloseTo(0.1387764, 7);
    expect(robustnessValue(darfur, 1, 0.95)).toBeCloseTo(0.07625797, 8);
  });

  it("a confounder of exactly that strength with both leaves nothing, or leaves the share of the estimate", () => {
    const rv = robustnessValue(darfur);
    expect(adjusted(darfur, { withTreatment: rv, withOutcome: rv }).estimate).toBeCloseTo(0, 12);
    const half = robustnessValue(darfur, 0.5);
    const left = adjusted(darfur, { withTreatment: half, withOutcome: half }).estimate;
    expect(left).toBeCloseTo(darfur.estimate / 2, 12);
    // The extreme: all of the outcome that is left, and of the treatment its partial R2.
    expect(adjusted(darfur, { withTreatment: partialR2(darfur), withOutcome: 1 }).estimate).toBeCloseTo(0, 12);
  });

  it("a confounder of the interval's value brings the adjusted t to its critical value", () => {
    // t quantile .975 with 782 degrees of freedom (R: qt(.975, 782) = 1.963002...; scipy 1.9630016).
    const rv = robustnessValue(darfur, 1, 0.95);
    const there = adjusted(darfur, { withTreatment: rv, withOutcome: rv });
    expect(there.estimate / there.se).toBeCloseTo(1.963, 3);
  });

  it("is zero where the interval includes zero already, and keeps the sign of an estimate out of it", () => {
    const weak = { estimate: -0.03, se: 0.02, dof: 783 };
    expect(robustnessValue(weak, 1, 0.95)).toBe(0);
    expect(robustnessValue(weak)).toBeCloseTo(robustnessValue({ ...weak, estimate: 0.03 }), 15);
    expect(adjusted(weak, { withTreatment: 0.1, withOutcome: 0.1 }).estimate).toBeGreaterThan(-0.03);
  });

  it("with few degrees of freedom is still the least common bound that empties the interval, found by a grid", () => {
    // At dof - 1 = 2 the critical t is 4.302653; f > 1 / f* is the other case of the formula.
    const strong = { estimate: 8, se: 1, dof: 3 };
    const critical = 4.302652729911275;
    let least = 1;
    for (let w = 0; w < 1; w += 0.0005) {
      // The worst confounder that explains at most w of both.
      for (let y = 0; y <= w; y += 0.0025) {
        const there = adjusted(strong, { withTreatment: w, withOutcome: y });
        if (there.estimate - critical * there.se <= 0) least = Math.min(least, w);
      }
    }
    expect(least).toBeGreaterThan(0.3);
    expect(robustnessValue(strong, 1, 0.95)).toBeCloseTo(least, 2);
  });
});

describe("benchmark", () => {
  // What `female` itself explains, from the published bound at k = 1: r/(1 - r) = 0.009164287, and of the outcome the r that gives 0.1246409.
  const d = 0.009164287 / 1.009164287;
  const given = (d / (1 - d)) ** 2;
  const factor = ((1 + Math.sqrt(given)) / Math.sqrt(1 - given)) ** 2;
  const y = 0.1246409 / (factor + 0.1246409);

  it.each([
    [1, 0.009164287, 0.1246409, 0.07522027, 0.02187333],
    [2, 0.018328573, 0.2493241, 0.05291517, 0.02035006],
    [3, 0.02749286, 0.3740505, 0.03039602, 0.01867006],
  ])(
    "%s times female reproduces the published bounds and adjusted numbers",
    (times, withTreatment, withOutcome, estimate, se) => {
      const bound = benchmark({ withTreatment: d, withOutcome: y }, times)!;
      expect(bound.withTreatment).toBeCloseTo(withTreatment, 7);
      expect(bound.withOutcome).toBeCloseTo(withOutcome, 6);
      const there = adjusted(darfur, { withTreatment, withOutcome });
      expect(there.estimate).toBeCloseTo(estimate, 7);
      expect(there.se).toBeCloseTo(se, 7);
    },
  );

  it("has no bound where nothing can be so strong with the treatment, and stops at all of the outcome", () => {
    expect(benchmark({ withTreatment: 0.6, withOutcome: 0.1 })).toBeUndefined();
    expect(benchmark({ withTreatment: 0.01, withOutcome: 0.9 }, 3)!.withOutcome).toBe(1);
  });
});
