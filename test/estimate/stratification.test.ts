// Oracles: differences within strata written out one by one, Cochran's table, exact laws, and simulation with known truth.
import { describe, expect, it } from "vitest";
import { standardError } from "../../src/estimate/influence.js";
import { biasRemoved, stratification } from "../../src/estimate/stratification.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { copied, draw, labels, numeric, type Parts, problemOf, reordered, shuffled } from "./matching/worlds.js";

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const s2 = (values: readonly number[]) => {
  const m = mean(values);
  return values.reduce((sum, v) => sum + (v - m) ** 2, 0) / (values.length - 1);
};

/** Places everybody by the share of the target below (equals count half), then differences and Neyman's variance in each stratum. */
function slow(parts: Parts, strata: number) {
  const { arm, y, target = "ate" } = parts;
  const e = parts.e!;
  const covered = arm.map((a) => target === "ate" || a === (target === "att" ? 1 : 0));
  const among = e.filter((_, j) => covered[j]);
  const stratum = e.map((p) => {
    const standing = (among.filter((q) => q < p).length + among.filter((q) => q === p).length / 2) / among.length;
    const edge = Math.round(standing * strata);
    if (Math.abs(standing * strata - edge) > 1e-9) return Math.floor(standing * strata);
    return Math.min(strata - 1, Math.max(0, p > 0.5 ? edge : edge - 1));
  });
  const present = [...new Set(stratum)];
  const pieces = present.map((s) => {
    const of = (a: number) => y.filter((_, j) => arm[j] === a && stratum[j] === s);
    const share = covered.filter((c, j) => c && stratum[j] === s).length / among.length;
    const [one, zero] = [of(1), of(0)];
    return { share, effect: mean(one) - mean(zero), variance: s2(one) / one.length + s2(zero) / zero.length };
  });
  const value = pieces.reduce((sum, p) => sum + p.share * p.effect, 0);
  const within = pieces.reduce((sum, p) => sum + p.share ** 2 * p.variance, 0);
  const between = pieces.reduce((sum, p) => sum + p.share * (p.effect - value) ** 2, 0) / among.length;
  return { value, within: Math.sqrt(within), se: Math.sqrt(within + between) };
}

/** A label of three, a number of two, effects that differ between the six cells; truth of the three targets. */
function celled(n: number, seed: number) {
  const uniform = uniformStream(seed);
  const normal = normalStream(uniform);
  const a = Array.from({ length: n }, () => Math.floor(3 * uniform()));
  const b = Array.from({ length: n }, () => (uniform() < 0.4 ? 1 : 0));
  const p = a.map((one, i) => 0.25 + 0.2 * one + 0.1 * b[i]);
  const arm = p.map((one) => (uniform() < one ? 1 : 0));
  const y = a.map((one, i) => 2 * one - b[i] + arm[i] * (one + b[i]) + normal());
  let [treated, sum, other] = [0, 0, 0];
  for (const one of [0, 1, 2]) {
    for (const [two, chance] of [
      [0, 0.6],
      [1, 0.4],
    ]) {
      const e = 0.25 + 0.2 * one + 0.1 * two;
      treated += (chance / 3) * e;
      sum += (chance / 3) * e * (one + two);
      other += (chance / 3) * (1 - e) * (one + two);
    }
  }
  const given = [labels("a", a.map(String)), numeric("b", b)];
  return { arm, y, e: p, given, truth: { ate: 1.4, att: sum / treated, atc: other / (1 - treated) } };
}

describe("stratification", () => {
  it("is the differences within quantile strata, weighted by the target", () => {
    for (const target of ["ate", "att", "atc"] as const) {
      for (const strata of [1, 2, 5, 7]) {
        const parts = { ...draw(350, 10 + strata), target };
        const expected = slow(parts, strata);
        const { estimate, diagnostics } = stratification(problemOf(parts), { strata });
        expect(estimate.value).toBeCloseTo(expected.value, 10);
        expect(estimate.se).toBeCloseTo(expected.se, 10);
        expect(diagnostics.withinStrataSe).toBeCloseTo(expected.within, 10);
      }
    }
  });

  it("keeps equal propensities together and says when there are fewer strata than asked for", () => {
    const parts = { ...celled(400, 3) };
    const { estimate, warnings, diagnostics, method } = stratification(problemOf(parts), { strata: 20 });
    const exact = slow(parts, 400);
    expect(diagnostics.strata).toBe(6);
    expect(estimate.value).toBeCloseTo(exact.value, 10);
    expect(method).toContain("6 quantiles");
    expect(warnings.map(({ id }) => id)).toEqual(["bias-within-strata", "fewer-strata"]);
    const on = stratification(problemOf(parts), { on: "covariates" });
    expect(on.estimate.value).toBeCloseTo(exact.value, 10);
    expect(on.estimate.se).toBeCloseTo(exact.se, 10);
    expect(on.warnings).toEqual([]);
  });

  it("covers the truth in 95 of 100 tables, hardly biased, where strata hold equals", () => {
    for (const [n, runs] of [
      [500, 400],
      [2000, 250],
    ]) {
      for (const target of ["ate", "att", "atc"] as const) {
        let [covered, sum, se] = [0, 0, 0];
        for (let r = 0; r < runs; r++) {
          const world = celled(n, 100 * n + r);
          const { estimate, interval } = stratification(problemOf({ ...world, target }), { on: "covariates" });
          const truth = world.truth[target];
          sum += (estimate.value - truth) / runs;
          se += estimate.se! / runs;
          if (interval![0] <= truth && truth <= interval![1]) covered++;
        }
        expect(covered / runs).toBeGreaterThan(0.925);
        expect(covered / runs).toBeLessThan(0.975);
        expect(Math.abs(sum)).toBeLessThan((3.5 * se) / Math.sqrt(runs));
      }
    }
  });

  it("takes away the share of the bias that Cochran (1968) tabulates for a normal covariate", () => {
    for (const [strata, percent] of [
      [2, 64],
      [3, 79],
      [4, 86],
      [5, 90],
      [6, 92],
    ]) {
      expect(Math.round(100 * biasRemoved(strata))).toBe(percent);
    }
    // And it does so: a normal score a little shifted between the arms, an outcome linear in it, no effect.
    const uniform = uniformStream(4);
    const normal = normalStream(uniform);
    const arm = Array.from({ length: 60000 }, (_, i) => i % 2);
    const x = arm.map((one) => normal() + 0.3 * one);
    const parts = { arm, y: x, e: x.map((one) => 1 / (1 + Math.exp(0.045 - 0.3 * one))), given: [numeric("x", x)] };
    const left = stratification(problemOf(parts)).estimate.value / 0.3;
    expect(1 - left).toBeGreaterThan(0.88);
    expect(1 - left).toBeLessThan(0.92);
  });

  it("is exact on an exact law, with no standard error", () => {
    // P(a), P(T = 1 | a) and E[Y | T, a] as given; the effect is the average of 3 and -1 by P(a).
    const parts = {
      arm: [0, 1, 0, 1],
      y: [1, 4, 5, 4],
      count: [0.5 * 0.8, 0.5 * 0.2, 0.5 * 0.3, 0.5 * 0.7],
      e: [0.2, 0.2, 0.7, 0.7],
      law: true,
      given: [numeric("a", [0, 0, 1, 1])],
    };
    for (const on of ["propensity", "covariates"] as const) {
      const { estimate, interval } = stratification(problemOf(parts), { on });
      expect(estimate.value).toBeCloseTo(1, 12);
      expect(estimate.se).toBeUndefined();
      expect(interval).toBeUndefined();
      expect(stratification(problemOf({ ...parts, target: "att" }), { on }).estimate.value).toBeCloseTo(-1 / 9, 12);
    }
  });

  it("does not change with the order of rows, with counts for copies, or with seed; and follows an affine outcome and swapped arms", () => {
    const base = draw(300, 8);
    const parts = { ...base, count: base.arm.map((_, j) => j % 3) };
    const { estimate } = stratification(problemOf(parts));
    for (const other of [reordered(parts, shuffled(300, 2)), copied(parts), { ...parts, seed: 9 }]) {
      const again = stratification(problemOf(other)).estimate;
      expect(again.value).toBeCloseTo(estimate.value, 10);
      expect(again.se).toBeCloseTo(estimate.se!, 10);
    }
    const moved = stratification(problemOf({ ...parts, y: parts.y.map((y) => 7 - 3 * y) })).estimate;
    expect(moved.value).toBeCloseTo(-3 * estimate.value, 9);
    expect(moved.se).toBeCloseTo(3 * estimate.se!, 9);
    const one = stratification(problemOf({ ...base, target: "att" })).estimate;
    const swapped = { ...base, arm: base.arm.map((a) => 1 - a), e: base.e!.map((p) => 1 - p) };
    const back = stratification(problemOf({ ...swapped, target: "atc" }), { strata: 5 }).estimate;
    expect(back.value).toBeCloseTo(-one.value, 10);
    expect(back.se).toBeCloseTo(one.se!, 10);
  });

  it("heeds clusters: rows written twice, as one unit each time, tell no more than once", () => {
    const base = draw(400, 12);
    const twice = reordered(base, [...base.arm.keys(), ...base.arm.keys()]);
    const cluster = Int32Array.from([...base.arm.keys(), ...base.arm.keys()]);
    const problem = { ...problemOf(twice), cluster, clusters: 400 };
    const { estimate } = stratification(problem);
    const single = stratification(problemOf(base)).estimate;
    expect(Math.abs(estimate.se! / single.se! - 1)).toBeLessThan(0.02);
    expect(estimate.se).toBe(standardError(estimate.influence!, problem));
  });

  it("refuses a stratum without an arm, naming it, its counts and what to do", () => {
    const arm = [...Array(50).fill(0), ...Array(50).fill(1)];
    const e = arm.map((_, j) => (j + 0.5) / 100);
    const parts = {
      arm,
      y: e,
      e,
      given: [
        labels(
          "who",
          arm.map((a, j) => (j < 40 ? "early" : j < 60 ? "between" : `late ${a}`)),
        ),
      ],
    };
    expect(() => stratification(problemOf(parts))).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: stratification: 4 of 5 strata have fewer than two observations of an arm, so there is nothing to compare in them (given: observations of the arm and of the reference in propensity 0.00500 to 0.195: 0 and 20; propensity 0.205 to 0.395: 0 and 20; propensity 0.605 to 0.795: 20 and 0; propensity 0.805 to 0.995: 20 and 0); ask for fewer strata, or leave out propensities near 0 and 1 with --trim 0.05 (the answer is then about the rest)]`,
    );
    expect(() => stratification(problemOf(parts), { on: "covariates" })).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: stratification: 2 of 3 strata have fewer than two observations of an arm, so there is nothing to compare in them (given: observations of the arm and of the reference in who = early: 0 and 40; who = late 1: 40 and 0); stratify on the propensity, or give fewer covariates or coarser ones]`,
    );
  });

  it("refuses options that do not fit", () => {
    const problem = problemOf(draw(50, 1));
    expect(() => stratification({ ...problem, target: "overlap" })).toThrow(/stratification: .*target overlap/);
    expect(() => stratification(problem, { strata: 2.5 })).toThrow(/strata: not a whole number.*2\.5/);
    expect(() => stratification(problemOf({ arm: [0, 1], y: [0, 1] }), { on: "covariates" })).toThrow(/no covariates/);
  });
});
