import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effect } from "../../../src/estimate/effect.js";
import { individualEffects } from "../../../src/estimate/heterogeneity/individual-effects.js";
import { responseLimits } from "../../../src/estimate/heterogeneity/response-type-limits.js";
import { RESPONSE_TYPES, responseType } from "../../../src/estimate/heterogeneity/response-types.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import { chances, logistic } from "../../support/effect-task.js";
import { effectWorlds } from "../../support/effect-worlds.js";
import { individualsFared } from "../../support/individuals-fared.js";

const Z = 1.959964;
const logit = (p: number) => Math.log(p / (1 - p));

/** Limits that are normal on the logit, as those of a logistic regression. */
const around = (p: number, sd: number): [number, number] => [logistic(logit(p) - Z * sd), logistic(logit(p) + Z * sd)];

describe("sampling limits of response types", () => {
  it("stay in order within 0 and 1, around value and bounds", () => {
    const chance = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    const sd = fc.double({ min: 0.001, max: 3, noNaN: true });
    const correlation = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(chance, chance, sd, sd, correlation, (p1, p0, s1, s0, r) => {
        for (const type of RESPONSE_TYPES) {
          const { value, low, high } = responseType(type, p1, p0);
          const limits = { p1, p0, p1Limits: around(p1, s1), p0Limits: around(p0, s0), correlation: r };
          const { from, to, least, most } = responseLimits(type, limits);
          const tiny = 1e-12;
          expect(from >= 0 && from <= value + tiny && value <= to + tiny && to <= 1 + tiny).toBe(true);
          expect(least >= 0 && least <= low + tiny && high <= most + tiny && most <= 1).toBe(true);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("are a chance's own limits where the other chance is certain or known", () => {
    const p1Limits = around(0.3, 0.4);
    const sure = { p1: 0.3, p1Limits, p0: 1, p0Limits: [1, 1] as const, correlation: 0 };
    const { from, to, least, most } = responseLimits("always", sure);
    expect([from, least]).toEqual([expect.closeTo(p1Limits[0], 12), expect.closeTo(p1Limits[0], 12)]);
    expect([to, most]).toEqual([expect.closeTo(p1Limits[1], 12), p1Limits[1]]);
    expect(responseLimits("complier", sure)).toEqual({ from: 0, to: 0, least: 0, most: 0 });
    const half = responseLimits("complier", { ...sure, p0: 0.5, p0Limits: [0.5, 0.5] });
    expect([half.from, half.to]).toEqual([expect.closeTo(p1Limits[0] / 2, 12), expect.closeTo(p1Limits[1] / 2, 12)]);
  });

  it("agree with the delta method where errors are small", () => {
    // The oracle: the slope of the product by differences, and the covariance written out.
    const [p1, p0, s1, s0, r] = [0.62, 0.27, 0.004, 0.007, 0.5];
    const [e1, e0] = [s1 * p1 * (1 - p1), s0 * p0 * (1 - p0)];
    for (const type of RESPONSE_TYPES) {
      const limits = { p1, p0, p1Limits: around(p1, s1), p0Limits: around(p0, s0), correlation: r };
      const { from, to, least } = responseLimits(type, limits);
      const h = 1e-6;
      const value = (a: number, b: number) => responseType(type, a, b).value;
      const d1 = (value(p1 + h, p0) - value(p1 - h, p0)) / (2 * h);
      const d0 = (value(p1, p0 + h) - value(p1, p0 - h)) / (2 * h);
      const se = Math.sqrt((d1 * e1) ** 2 + (d0 * e0) ** 2 + 2 * r * d1 * d0 * e1 * e0);
      expect((to - from) / (2 * Z * se)).toBeCloseTo(1, 2);
      const { low } = responseType(type, p1, p0);
      if (low === 0) continue;
      const turned = type === "always" || type === "never" ? r : -r;
      expect((low - least) / (Z * Math.sqrt(e1 * e1 + e0 * e0 + 2 * turned * e1 * e0))).toBeCloseTo(1, 1);
    }
  });

  it("hold the truth in 95 % where the chances' own limits do, also at the corners", () => {
    const normal = normalStream(uniformStream(5, 1));
    const runs = 4000;
    // Both equal, so that the lesser upper limit errs most often; one near 1; wide errors; errors that go together.
    for (const [p1, p0, s1, s0, r] of [
      [0.5, 0.5, 0.2, 0.2, 0],
      [0.95, 0.4, 0.3, 0.2, 0],
      [0.8, 0.2, 0.5, 0.5, 0],
      [0.6, 0.3, 0.3, 0.3, 0.6],
    ]) {
      for (const type of RESPONSE_TYPES) {
        const { value, low, high } = responseType(type, p1, p0);
        const held = { value: 0, low: 0, high: 0 };
        for (let run = 0; run < runs; run++) {
          const [one, other] = [normal(), normal()];
          const q1 = logistic(logit(p1) + s1 * one);
          const q0 = logistic(logit(p0) + s0 * (r * one + Math.sqrt(1 - r * r) * other));
          const limits = { p1: q1, p0: q0, p1Limits: around(q1, s1), p0Limits: around(q0, s0), correlation: r };
          const { from, to, least, most } = responseLimits(type, limits);
          if (from <= value && value <= to) held.value++;
          if (least <= low && low <= most) held.low++;
          if (least <= high && high <= most) held.high++;
        }
        // Three standard errors of 4,000 draws are a point.
        expect(held.value / runs, `${type} at ${p1}, ${p0}`).toBeGreaterThan(0.935);
        expect(held.value / runs, `${type} at ${p1}, ${p0}`).toBeLessThan(0.975);
        expect(held.low / runs, `${type} at ${p1}, ${p0}, low`).toBeGreaterThan(0.94);
        expect(held.high / runs, `${type} at ${p1}, ${p0}, high`).toBeGreaterThan(0.94);
      }
    }
  });

  it("are in the file where errors are known, and it is said where they are not", async () => {
    const study = effectWorlds[3].draw(300, 3);
    const quick = { learner: "linear", refute: false, individuals: true } as const;
    for (const [heterogeneity, known] of [
      ["t", true],
      ["s", true],
      ["dr", false],
    ] as const) {
      const { answer, individuals } = await effect(study, { ...quick, heterogeneity });
      const names = individuals.map(({ name }) => name);
      for (const end of ["from", "to", "least", "most"])
        expect(names.includes(`complier_${end}`), heterogeneity).toBe(known);
      const notes = answer.heterogeneity![0].notes.map(({ id }) => id);
      expect(notes.includes("types-without-intervals"), heterogeneity).toBe(!known);
    }
  });

  it("take the correlation from the error of the difference", () => {
    const at = (value: number) => Float64Array.of(value);
    const limits = (difference: number) =>
      individualEffects({
        effect: { effect: at(0.2), error: at(difference) },
        arms: { m: [at(0.4), at(0.6)], error: [at(0.05), at(0.05)] },
        binary: true,
        level: 0.95,
      }).find(({ name }) => name === "always_to")!.values as Float64Array;
    const [alone, together, against] = [Math.hypot(0.05, 0.05), 0.02, 0.09].map((error) => limits(error)[0]);
    expect(together).toBeGreaterThan(alone);
    expect(against).toBeLessThan(alone);
  });

  it("hold on drawn tables, everything learnt across folds", async () => {
    const { types, least, most, both } = await individualsFared(chances, 500, "t", 25);
    // 25 tables of 500 rows, whose rows share their luck: a standard error of some 0.6 points.
    expect(types).toBeGreaterThan(0.93);
    expect(types).toBeLessThan(0.98);
    for (const share of [least, most, both]) expect(share).toBeGreaterThan(0.94);
  });
});
