// What single laws do that the contract suite (test/contract/law.test.ts) does not ask of all.
import { describe, expect, it } from "vitest";
import { bernoulli, bernoulliFromLogOdds } from "../../src/law/bernoulli.js";
import { beta } from "../../src/law/beta.js";
import { categorical, softmax, uniformOver } from "../../src/law/categorical.js";
import { cauchy } from "../../src/law/cauchy.js";
import { empirical } from "../../src/law/empirical.js";
import { gamma } from "../../src/law/gamma.js";
import { entropy } from "../../src/law/information.js";
import { cdf, type Law, logDensity, mean, quantile, sample, survival, variance } from "../../src/law/law.js";
import { mix } from "../../src/law/mix.js";
import { normal } from "../../src/law/normal.js";
import { regularisedOptimum } from "../../src/law/optimum.js";
import { uniform } from "../../src/law/uniform.js";

const always = (e: number) => () => e;

describe("outcomes in order", () => {
  const sizes = categorical(["small", "medium", "large"], [2, 5, 3]);
  const dice = categorical([3, 1, 2], [0.2, 0.5, 0.3]);

  it("names as listed, numbers by size", () => {
    expect(cdf(sizes, "medium")).toBeCloseTo(0.7, 15);
    expect(survival(sizes, "medium")).toBeCloseTo(0.3, 15);
    expect(quantile(sizes, 0.5)).toBe("medium");
    expect([cdf(dice, 0.9), cdf(dice, 1.5), cdf(dice, 3)]).toEqual([0, 0.5, 1]);
    expect([quantile(dice, 0), quantile(dice, 0.5), quantile(dice, 0.51), quantile(dice, 1)]).toEqual([1, 1, 2, 3]);
    expect(mean(dice)).toBeCloseTo(1.7, 15);
    expect([mean(sizes), variance(sizes)]).toEqual([undefined, undefined]);
  });

  it("draws as model files do: categories as listed, 1 when the noise is below p", () => {
    expect([0, 0.19, 0.21, 0.69, 0.71].map((e) => sample(dice, always(e)))).toEqual([3, 3, 1, 1, 2]);
    expect([0, 0.29, 0.31].map((e) => sample(bernoulli(0.3), always(e)))).toEqual([1, 1, 0]);
  });

  it("never draws what is impossible, nor an end of the line", () => {
    expect(sample(categorical(["a", "b"], [0, 1]), always(0))).toBe("b");
    expect(sample(categorical(["a", "b"], [1, 0]), always(1 - 2 ** -53))).toBe("a");
    for (const law of [normal(0, 1), cauchy(0, 1), gamma(2, 1), mix([normal(0, 1), normal(9, 1)], [1, 1])]) {
      for (const e of [0, 0.5, 1 - 2 ** -53]) expect(Number.isFinite(sample<Law>(law, always(e)))).toBe(true);
    }
  });

  it("does not know names that were not listed", () => {
    expect(() => logDensity(sizes, "Large")).toThrow(
      'no such outcome (given: "Large"); ask for one of "small", "medium", "large"',
    );
    expect(() => cdf(sizes, "tiny")).toThrow("no such outcome");
    expect(() => logDensity<Law>(normal(0, 1), "a")).toThrow("this law is about numbers, not names");
    expect(logDensity(dice, 7)).toBe(-Infinity);
  });
});

describe("moments and densities by hand", () => {
  it("of samples", () => {
    const law = empirical([2, 4, 4, 10]);
    expect([mean(law), variance(law), cdf(law, 4), quantile(law, 0.76)]).toEqual([5, 9, 0.75, 10]);
    expect(law).toEqual(empirical([10, 2, 4], [1, 1, 2]));
    expect(empirical([1, 7], [3, 0])).toEqual(empirical([1]));
    expect(empirical([0, -0]).values).toEqual([0]);
  });

  it("at the ends of a support", () => {
    expect([logDensity(beta(1, 3), 0), logDensity(beta(3, 1), 1)]).toEqual([Math.log(3), Math.log(3)]);
    expect([logDensity(beta(0.5, 2), 0), logDensity(beta(2, 0.5), 1)]).toEqual([Infinity, Infinity]);
    expect([logDensity(beta(2, 2), 0), logDensity(beta(2, 2), 1)]).toEqual([-Infinity, -Infinity]);
    expect([logDensity(gamma(1, 3), 0), logDensity(gamma(0.5, 1), 0)]).toEqual([Math.log(3), Infinity]);
    expect([logDensity(gamma(2, 1), 0), logDensity(gamma(2, 1), Infinity)]).toEqual([-Infinity, -Infinity]);
    expect([logDensity(uniform(1, 3), 1), logDensity(uniform(1, 3), 3.1)]).toEqual([-Math.LN2, -Infinity]);
  });

  it("of laws known by other names", () => {
    expect(logDensity(gamma(1, 2), 3)).toBeCloseTo(Math.log(2) - 6, 14);
    expect(cdf(beta(1, 1), 0.3)).toBeCloseTo(0.3, 15);
    expect(entropy(uniformOver(["a", "b", "c", "d"]))).toBeCloseTo(Math.log(4), 15);
    expect(entropy(beta(1, 1))).toBeCloseTo(0, 15);
    expect(entropy(mix([normal(0, 1), normal(0, 1)], [1, 1]))).toBeCloseTo(entropy(normal(0, 1)), 11);
    expect(mean(mix([normal(0, 1), cauchy(0, 1)], [1, 1]))).toBeUndefined();
    expect(softmax(["a", "b"], [Math.log(3), 0]).probabilities[0]).toBeCloseTo(0.75, 15);
  });

  it("of laws too sure for probabilities", () => {
    const law = bernoulliFromLogOdds(100);
    expect([law.p, Math.exp(logDensity(law, 0))]).toEqual([1, expect.closeTo(Math.exp(-100), 50)]);
    expect(variance(law) / Math.exp(-100)).toBeCloseTo(1, 12);
    expect(logDensity(bernoulli(0), 1)).toBe(-Infinity);
  });
});

describe("bad parameters", () => {
  const said = (f: () => unknown) => {
    try {
      f();
    } catch (error) {
      return String(error);
    }
    return "nothing";
  };

  it("are refused in words", () => {
    const cases: (() => unknown)[] = [
      () => bernoulli(1.2),
      () => bernoulliFromLogOdds(Number.NaN),
      () => categorical([], []),
      () => categorical(["a", "b"], [1]),
      () => categorical(["a", "a"], [1, 1]),
      () => categorical([1, Number.NaN], [1, 1]),
      () => categorical(["a", "b"], [1, -1]),
      () => categorical(["a", "b"], [0, 0]),
      () => softmax(["a"], [Infinity]),
      () => softmax(["a"], [1], { temperature: 0 }),
      () => normal(Number.NaN, 1),
      () => normal(0, 0),
      () => uniform(1, 1),
      () => beta(0, 1),
      () => gamma(1, -2),
      () => cauchy(0, Infinity),
      () => empirical([]),
      () => empirical([1, Number.NaN]),
      () => empirical([1, 2], [1]),
      () => empirical([1], [-1]),
      () => empirical([1], [0]),
      () => quantile(normal(0, 1), 2),
      () => regularisedOptimum(bernoulli(0.5), () => Number.NaN, { temperature: 1 }),
    ];
    expect(cases.map(said)).toMatchInlineSnapshot(`
      [
        "DiscoError: bernoulli: p must be a probability (given: 1.2); give a number from 0 to 1",
        "DiscoError: bernoulliFromLogOdds: the log-odds must be a number (given: NaN); give log(p / (1 - p))",
        "DiscoError: categorical: there are no outcomes (given: []); give at least one",
        "DiscoError: categorical: outcomes and numbers differ in length (given: 2 and 1); give one number for each",
        "DiscoError: categorical: an outcome is listed twice (given: a); list each outcome once",
        "DiscoError: categorical: an outcome is not a number (given: NaN); give numbers or names",
        "DiscoError: categorical: a weight is negative or not a finite number (given: -1); give weights of 0 or more",
        "DiscoError: categorical: every outcome is impossible (given: "a", "b"); let at least one have a positive weight",
        "DiscoError: softmax: a score is not a number, or infinite (given: Infinity); give numbers (-Infinity: impossible)",
        "DiscoError: softmax: the temperature must be a positive number (given: 0); give a temperature above 0",
        "DiscoError: normal: the mean must be a finite number (given: NaN); give a number as the mean",
        "DiscoError: normal: the standard deviation must be a positive number (given: 0); give a standard deviation above 0",
        "DiscoError: uniform: the lower end must be below the upper end (given: 1, 1); give low < high",
        "DiscoError: beta: the parameter a must be a positive number (given: 0); give a parameter a above 0",
        "DiscoError: gamma: the rate must be a positive number (given: -2); give a rate above 0",
        "DiscoError: cauchy: the scale must be a positive number (given: Infinity); give a scale above 0",
        "DiscoError: empirical: the sample is empty (given: 0 numbers); give at least one number",
        "DiscoError: empirical: a number of the sample is not finite (given: NaN); leave missing values out",
        "DiscoError: empirical: numbers and weights differ in length (given: 2 and 1); give a weight for each",
        "DiscoError: empirical: a weight is negative or not a finite number (given: -1); give weights of 0 or more",
        "DiscoError: empirical: all weights are zero (given: 0); let at least one be positive",
        "DiscoError: quantile: p must be a probability (given: 2); give a number from 0 to 1",
        "DiscoError: regularisedOptimum: the reward of 0 is not a finite number (given: NaN); give a number",
      ]
    `);
  });
});
