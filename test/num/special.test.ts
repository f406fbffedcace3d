// Golden values: special-golden.json, made by special-golden.py (mpmath, 60 digits). Otherwise identities and exact values.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { logistic } from "../../src/num/elementary.js";
import { increasingRoot } from "../../src/num/root.js";
import {
  asinh,
  deviance,
  expm1Minus,
  log1mExp,
  log1pExp,
  log1pMinus,
  logOdds,
  logSumExp,
  sinh,
} from "../../src/num/special.js";
import { betaQuantile, betaTails, logBeta } from "../../src/num/special-beta.js";
import { digamma, gammaQuantile, gammaTails, logGamma } from "../../src/num/special-gamma.js";

type Rows<V> = readonly (readonly [arguments: readonly number[], value: V])[];
const golden: Readonly<Record<string, Rows<number>>> & { gammaTails: Rows<number[]>; betaTails: Rows<number[]> } =
  JSON.parse(readFileSync(new URL("special-golden.json", import.meta.url), "utf8"));

const relative = (a: number, b: number) => (a === b ? 0 : Math.abs(a / b - 1));
const scalars: Readonly<Record<string, (...x: number[]) => number>> = {
  logGamma,
  digamma,
  logBeta,
  gammaQuantile,
  betaQuantile,
};

describe.each(Object.keys(scalars))("%s", (name) => {
  it.each(golden[name])("of %j is %d", (args, value) => {
    expect(relative(scalars[name](...args), value)).toBeLessThan(1e-13);
  });
});

describe("the incomplete gamma function", () => {
  it.each(golden.gammaTails)("of %j has tails %j", (args, [lower, upper]) => {
    const tails = gammaTails(args[0], args[1]);
    expect(relative(tails.lower, lower)).toBeLessThan(1e-13);
    expect(relative(tails.upper, upper)).toBeLessThan(1e-13);
  });
});

describe("the incomplete beta function", () => {
  it.each(golden.betaTails)("of %j has tails %j", (args, [lower, upper]) => {
    const tails = betaTails(args[0], args[1], args[2]);
    const allowed = Math.max(args[0], args[1]) > 1e5 ? 1e-12 : 1e-13;
    expect(relative(tails.lower, lower)).toBeLessThan(allowed);
    expect(relative(tails.upper, upper)).toBeLessThan(allowed);
  });
});

describe("quantiles undo tails", () => {
  const shapes = [1e-3, 0.05, 0.4, 1, 3, 12, 500, 1e5];
  const ps = [1e-200, 1e-12, 0.003, 0.3, 0.5, 0.50001, 0.9, 1 - 1e-9];
  const small = ({ lower, upper }: { lower: number; upper: number }, p: number) =>
    p <= 0.5 ? lower / p : upper / (1 - p);

  it("gamma", () => {
    for (const shape of shapes) {
      for (const p of ps) {
        const x = gammaQuantile(shape, p);
        // Below 1e-300 there are no doubles to answer with.
        if (x > 1e-300)
          expect(Math.abs(small(gammaTails(shape, x), p) - 1)).toBeLessThan(1e-12 * Math.max(1, Math.sqrt(shape)));
      }
    }
  });

  it("beta", () => {
    for (const a of shapes) {
      for (const b of shapes) {
        for (const p of ps) {
          const x = betaQuantile(a, b, p);
          // Near 1 the doubles are 1e-16 apart: is p between the tails at the neighbours?
          if (!(x > 1e-300)) continue;
          const [left, right] = [x * (1 - 4e-16), Math.min(1, x * (1 + 4e-16))];
          const allowed = 1e-11;
          expect(betaTails(a, b, left).lower).toBeLessThanOrEqual(p * (1 + allowed));
          expect(betaTails(a, b, right).upper).toBeLessThanOrEqual((1 - p) * (1 + allowed));
        }
      }
    }
  });

  it("at and beyond the ends", () => {
    expect([gammaQuantile(2, 0), gammaQuantile(2, 1), betaQuantile(2, 3, 0), betaQuantile(2, 3, 1)]).toEqual([
      0,
      Infinity,
      0,
      1,
    ]);
    for (const p of [-0.1, 1.1, Number.NaN]) {
      expect(gammaQuantile(2, p)).toBeNaN();
      expect(betaQuantile(2, 3, p)).toBeNaN();
    }
    expect(gammaTails(2, 0)).toEqual({ lower: 0, upper: 1 });
    expect(gammaTails(2, Infinity)).toEqual({ lower: 1, upper: 0 });
    expect(betaTails(2, 3, 0)).toEqual({ lower: 0, upper: 1 });
    expect(betaTails(2, 3, 1)).toEqual({ lower: 1, upper: 0 });
  });
});

describe("identities", () => {
  it("log Gamma is the log factorial at whole numbers, zero at 1 and 2, and nothing below 0", () => {
    let factorial = 1;
    for (let n = 2; n < 20; n++) {
      factorial *= n;
      expect(relative(logGamma(n + 1), Math.log(factorial))).toBeLessThan(1e-15);
    }
    expect([logGamma(1), logGamma(2)]).toEqual([0, 0]);
    expect([logGamma(0), logGamma(-1.5), digamma(0), digamma(-1)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(logGamma(Infinity)).toBe(Infinity);
  });

  it("digamma is the harmonic number less Euler's constant", () => {
    expect(digamma(4)).toBeCloseTo(1 + 1 / 2 + 1 / 3 - 0.5772156649015329, 14);
    expect(digamma(1.5)).toBeCloseTo(2 - 2 * Math.LN2 - 0.5772156649015329, 14);
  });

  it("the exponential and the power law are closed forms", () => {
    for (const x of [1e-8, 0.5, 3, 40]) expect(relative(gammaTails(1, x).upper, Math.exp(-x))).toBeLessThan(1e-14);
    for (const x of [1e-8, 0.5, 0.9]) expect(relative(betaTails(7, 1, x).lower, x ** 7)).toBeLessThan(1e-13);
  });
});

describe("in log space", () => {
  it("sums of exponentials neither overflow nor vanish", () => {
    expect(logSumExp([1000, 1000])).toBe(1000 + Math.LN2);
    expect(logSumExp([-1000, -1000, -Infinity])).toBeCloseTo(-1000 + Math.LN2, 12);
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity])).toBe(-Infinity);
    expect(logSumExp([0, Infinity])).toBe(Infinity);
    expect(logSumExp([0, Number.NaN])).toBeNaN();
  });

  it("log(1 - e^x) and log(1 + e^x) keep their digits at both ends", () => {
    expect(log1mExp(-1e-20)).toBe(Math.log(1e-20));
    expect(log1mExp(-50)).toBe(-Math.exp(-50));
    expect(log1mExp(-Math.LN2)).toBeCloseTo(-Math.LN2, 15);
    expect(log1pExp(800)).toBe(800);
    expect(log1pExp(-800)).toBe(0);
    expect(log1pExp(-40)).toBe(Math.exp(-40));
    expect(log1pExp(0)).toBe(Math.LN2);
  });

  it("log-odds and the logistic function are inverse, in both tails", () => {
    for (const p of [1e-300, 1e-9, 0.2, 0.25, 0.5, 0.5 + 1e-12, 0.75, 0.999]) {
      expect(relative(logistic(logOdds(p)), p)).toBeLessThan(2e-13);
    }
    expect(logOdds(0.5)).toBe(0);
    expect([logOdds(0), logOdds(1)]).toEqual([-Infinity, Infinity]);
    expect([logistic(-Infinity), logistic(Infinity), logistic(-800)]).toEqual([0, 1, 0]);
  });

  it("what is left after the first terms does not cancel", () => {
    // Series by hand: -x^2/2 + x^3/3 and x^2/2 + x^3/6.
    for (const x of [1e-9, -1e-9, 1e-5]) {
      expect(relative(log1pMinus(x), -x * x * (1 / 2 - x / 3 + (x * x) / 4))).toBeLessThan(1e-13);
      expect(relative(expm1Minus(x), x * x * (1 / 2 + x / 6 + (x * x) / 24))).toBeLessThan(1e-13);
    }
    for (const x of [-0.9, -0.41, -0.39, 0.3, 0.39, 0.41, 5]) {
      expect(relative(log1pMinus(x), Math.log(1 + x) - x)).toBeLessThan(1e-14);
    }
    for (const x of [-3, -0.51, -0.49, 0.49, 0.51, 5]) {
      expect(relative(expm1Minus(x), Math.exp(x) - 1 - x)).toBeLessThan(1e-14);
    }
    expect([log1pMinus(0), expm1Minus(0), deviance(3, 3)]).toEqual([0, 0, 0]);
    expect(deviance(1e-300, 1)).toBeCloseTo(690.7755278982137 - 1, 10);
    expect(relative(deviance(1 + 2 ** -30, 1), 2 ** -61)).toBeLessThan(1e-9);
  });
});

describe("hyperbolic sines", () => {
  it("are what Math has, which may round otherwise", () => {
    for (const t of [0, 1e-200, -1e-9, 0.3, -2, 40, 300, 700]) {
      expect(relative(sinh(t), Math.sinh(t))).toBeLessThan(1e-15);
      expect(relative(asinh(sinh(t)), t)).toBeLessThan(1e-15);
    }
    expect(relative(asinh(-1e200), Math.asinh(-1e200))).toBeLessThan(1e-15);
    expect([asinh(Infinity), asinh(-Infinity)]).toEqual([Infinity, -Infinity]);
  });
});

describe("the root finder", () => {
  const at = (f: (t: number) => number, slope: (t: number) => number, start: number) =>
    increasingRoot((t) => ({ value: f(t), slope: slope(t) }), { start, step: 1, scale: 1 });

  it("finds roots that Newton's method alone would miss", () => {
    // Newton's steps alone would swing ever wider.
    expect(at(Math.atan, (t) => 1 / (1 + t * t), 50)).toBeCloseTo(0, 14);
    expect(
      at(
        (t) => Math.cbrt(t - 3),
        (t) => 1 / (3 * Math.cbrt((t - 3) ** 2)),
        0,
      ),
    ).toBeCloseTo(3, 12);
    expect(
      at(
        (t) => (t < 7 ? -Infinity : t - 8),
        () => Number.NaN,
        0,
      ),
    ).toBeCloseTo(8, 12);
    // Flat to the left of the root.
    expect(
      at(
        (t) => (t < 5 ? -1 : t - 6),
        (t) => (t < 5 ? 0 : 1),
        -100,
      ),
    ).toBe(6);
  });
});
