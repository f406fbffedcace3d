import { describe, expect, it } from "vitest";
import { aipw } from "../../src/estimate/aipw.js";
import { armAverages } from "../../src/estimate/difference.js";
import { hajek } from "../../src/estimate/hajek.js";
import { horvitzThompson } from "../../src/estimate/horvitz-thompson.js";
import { contrastOf, standardError } from "../../src/estimate/influence.js";
import { fittedProblem } from "../../src/estimate/make-problem.js";
import { partOfStudy } from "../../src/estimate/part-of-study.js";
import type { FittedProblem } from "../../src/estimate/problem.js";
import { regression } from "../../src/estimate/regression.js";
import { tmle } from "../../src/estimate/tmle.js";
import { fitArmModels } from "../../src/learn/arm-models.js";
import type { ArmStudy } from "../../src/num/study.js";
import type { Contrast, Target } from "../../src/query/effect.js";
import { effectWorlds } from "../support/effect-worlds.js";
import { armStudy } from "../support/study.js";

// The influence of a row is n times the slope of the estimate in how often the row counts, everything being fitted again: by differences.
const ROWS = 160;
const METHODS = { difference: armAverages, hajek, horvitzThompson, regression };
const TARGETS: readonly Target[] = ["ate", "att", "atc", "overlap"];

function problemOf(study: ArmStudy, target: Target, arm = 1): FittedProblem {
  return fittedProblem({ study, arm, target, seed: 1 }, fitArmModels(study, 1));
}

const STEP = 1e-4;

/** n times the slope of a number in one row's count, by central differences. */
function slopeIn(study: ArmStudy, row: number, number: (study: ArmStudy) => number): number {
  const counting = (count: number): ArmStudy => {
    const values = new Float64Array(study.rows).fill(1);
    values[row] = count;
    return { ...study, weights: { kind: "counts", values } };
  };
  return (study.rows * (number(counting(1 + STEP)) - number(counting(1 - STEP)))) / (2 * STEP);
}

function expectAlike(influence: Float64Array, slopes: readonly number[], rows: readonly number[]): void {
  const size = Math.sqrt(influence.reduce((sum, phi) => sum + phi * phi, 0) / influence.length);
  rows.forEach((row, k) => {
    expect(Math.abs(influence[row] - slopes[k])).toBeLessThan(1e-4 * size);
  });
}

function threeArms(): ArmStudy {
  const study = effectWorlds[0].draw(ROWS, 11);
  const codes = study.treatment.codes.map((code, i) => (code === 0 && i % 3 === 0 ? 2 : code));
  const [a, b] = study.given.map((column) => (column.kind === "numeric" ? column.values : new Float64Array(0)));
  return armStudy(codes, study.outcome.values, { a, b }, { arms: ["none", "half", "whole"] });
}

describe.each(Object.entries(METHODS))("%s", (name, method) => {
  it.each(TARGETS)("is the slope in each row's count (%s)", (target) => {
    if (target === "overlap" && (name === "horvitzThompson" || name === "regression")) return;
    for (const [study, contrast, arm] of [
      [effectWorlds[0].draw(ROWS, 5), "difference", 1],
      [effectWorlds[3].draw(ROWS, 5), "odds-ratio", 1],
      [effectWorlds[3].draw(ROWS, 6), "ratio", 1],
      [threeArms(), "difference", 2],
    ] as const satisfies readonly (readonly [ArmStudy, Contrast, number])[]) {
      const problem = problemOf(study, target, arm);
      const { influence } = contrastOf(method(problem), contrast, problem);
      const rows = Array.from({ length: 20 }, (_, k) => 8 * k);
      const slopes = rows.map((row) =>
        slopeIn(study, row, (counted) => {
          const one = problemOf(counted, target, arm);
          return contrastOf(method(one), contrast, one).value;
        }),
      );
      expectAlike(influence, slopes, rows);
      expect(influence.reduce((sum, phi) => sum + phi, 0) / ROWS, contrast).toBeCloseTo(0, 6);
    }
  });
});

describe("doubly robust averages", () => {
  it.each(["ate", "att", "atc"] as const)(
    "TMLE and AIPW move alike, and their influences average to zero (%s)",
    (target) => {
      const problem = problemOf(effectWorlds[0].draw(2000, 3), target);
      const [one, other] = [aipw, tmle].map((method) => contrastOf(method(problem), "difference", problem));
      const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
      const [u, v] = [one.influence, other.influence];
      expect(dot(u, v) / Math.sqrt(dot(u, u) * dot(v, v))).toBeGreaterThan(0.995);
      expect(Math.abs(one.value - other.value)).toBeLessThan(0.1 * one.se!);
      for (const { influence } of [one, other]) {
        expect(influence.reduce((sum, phi) => sum + phi, 0) / 2000).toBeCloseTo(0, 8);
      }
    },
  );

  it("the overlap target's influence allows for the propensity that defines it", () => {
    // Where the models are right their fit moves nothing to first order, but in a sample a little is left: the size is compared, not the digits.
    const study = effectWorlds[0].draw(4000, 9);
    const problem = problemOf(study, "overlap");
    const { influence } = contrastOf(aipw(problem), "difference", problem);
    const rows = Array.from({ length: 40 }, (_, k) => 100 * k);
    const slopes = rows.map((row) =>
      slopeIn(study, row, (counted) => {
        const one = problemOf(counted, "overlap");
        return contrastOf(aipw(one), "difference", one).value;
      }),
    );
    const size = Math.sqrt(influence.reduce((sum, phi) => sum + phi * phi, 0) / influence.length);
    for (const [k, row] of rows.entries()) expect(Math.abs(influence[row] - slopes[k])).toBeLessThan(0.1 * size);
  });

  it("TMLE's averages stay inside the outcome's range", () => {
    const { mean } = tmle(problemOf(effectWorlds[3].draw(60, 4), "ate"));
    for (const one of mean) expect(one > 0 && one < 1).toBe(true);
  });
});

describe("standard errors", () => {
  it("are those of a mean, of cluster sums, and none for an exact law", () => {
    const influence = Float64Array.of(1, -1, 2, -2);
    const count = new Float64Array(4).fill(1);
    const base = { count, total: 4, law: false };
    expect(standardError(influence, base)).toBeCloseTo(Math.sqrt(10 / 4 / 4), 12);
    expect(standardError(influence, base, true)).toBeCloseTo(Math.sqrt(10 / 3 / 4), 12);
    // Two clusters with sums 3 and -3 (rows 0 and 2, rows 1 and 3), g / (g - 1) = 2.
    const clustered = { ...base, cluster: Int32Array.of(0, 1, 0, 1), clusters: 2 };
    expect(standardError(influence, clustered)).toBeCloseTo(Math.sqrt((9 + 9) * 2) / 4, 12);
    expect(standardError(influence, { ...base, law: true })).toBeUndefined();
  });

  it("take a count for so many copies", () => {
    const study = effectWorlds[0].draw(100, 2);
    const twice = Int32Array.from({ length: 200 }, (_, i) => i % 100);
    const copies = partOfStudy(study, twice);
    const counted = {
      ...study,
      weights: { kind: "counts", values: new Float64Array(100).fill(2) },
    } satisfies ArmStudy;
    for (const method of Object.values(METHODS)) {
      const [a, b] = [problemOf(copies, "ate"), problemOf(counted, "ate")];
      const [one, other] = [contrastOf(method(a), "difference", a), contrastOf(method(b), "difference", b)];
      expect(other.value).toBeCloseTo(one.value, 9);
      expect(other.se!).toBeCloseTo(one.se!, 9);
    }
  });
});
