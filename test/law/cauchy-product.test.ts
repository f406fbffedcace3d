// Products of Cauchy laws against closed forms (THEORY 6.5) and the trapezoidal oracle.
import { describe, expect, it } from "vitest";
import { type Cauchy, cauchy } from "../../src/law/cauchy.js";
import type { CauchyProduct } from "../../src/law/cauchy-product.js";
import { fuse, fusePowers, power } from "../../src/law/fuse.js";
import { cdf, logDensity, mean, quantile, survival, variance } from "../../src/law/law.js";
import { halfLine, integral, real } from "./oracle.js";

type Either = Cauchy | CauchyProduct;
const f = ({ location: m, scale: g }: Cauchy, x: number) => g / (Math.PI * (g * g + (x - m) ** 2));
const density = (law: Either, x: number) => Math.exp(logDensity(law, x));
const product = (law: Either) => {
  if (law.kind !== "cauchy-product") throw new Error(`a product was expected, not ${law.kind}`);
  return law;
};

describe("an equal pair", () => {
  const [m, g] = [2, 3];
  const law = fuse(cauchy(m, g), cauchy(m, g));
  // Student's t with 3 degrees of freedom: 1/2 + (z/(1 + z^2) + atan z)/pi, z = t/sqrt 3.
  const student = (z: number) => 0.5 + (z / (1 + z * z) + Math.atan(z)) / Math.PI;

  it("is Student's t with 3 degrees of freedom and scale g / sqrt 3", () => {
    for (const x of [-40, -1, 2, 2.5, 9, 300]) {
      const z = (x - m) / g;
      expect(density(law, x)).toBeCloseTo(2 / (Math.PI * g * (1 + z * z) ** 2), 13);
      expect(cdf(law, x)).toBeCloseTo(student(z), 12);
    }
    expect(mean(law)).toBeCloseTo(m, 10);
    // 3 times the squared scale.
    expect(variance(law)).toBeCloseTo(g * g, 9);
    expect(quantile(law, student(0.7))).toBeCloseTo(m + 0.7 * g, 11);
  });

  it("keeps its tails: P(X > x) is 2/(3 pi z^3) far out", () => {
    for (const z of [1e4, 1e20, 1e60]) {
      expect(survival(law, m + g * z) * ((3 * Math.PI) / 2) * z * z * z).toBeCloseTo(1, 7);
      expect(quantile(law, cdf(law, m - g * z)) / (m - g * z)).toBeCloseTo(1, 9);
    }
  });
});

/** The integral of f1 f2 up to x, by partial fractions: each pole p adds 2 Re(residue log(x - p)). */
function byParts(one: Cauchy, two: Cauchy, x: number): number {
  const pole = ({ location: a, scale: g }: Cauchy, { location: b, scale: h }: Cauchy) => {
    // 1 / (2ig ((p - b)^2 + h^2)) at p = a + ig.
    const [re, im] = [-2 * g * 2 * g * (a - b), 2 * g * ((a - b) ** 2 - g * g + h * h)];
    const size = re * re + im * im;
    const turn = Math.PI - Math.atan2(g, x - a);
    return (re / size) * Math.log((x - a) ** 2 + g * g) + ((2 * im) / size) * turn;
  };
  return ((one.scale * two.scale) / Math.PI ** 2) * (pole(one, two) + pole(two, one));
}

describe("a pair", () => {
  const pairs: readonly (readonly [Cauchy, Cauchy])[] = [
    [cauchy(0, 1), cauchy(4, 2)],
    [cauchy(-7, 0.1), cauchy(5, 0.1)],
    [cauchy(0, 1), cauchy(1000, 1)],
    [cauchy(1, 1e-3), cauchy(0, 100)],
  ];
  it.each(pairs)("%j and %j", (a, b) => {
    const law = product(fuse(a, b));
    const g = a.scale + b.scale;
    const normaliser = g / Math.PI / ((a.location - b.location) ** 2 + g * g);
    expect(law.logNormaliser).toBeCloseTo(Math.log(normaliser), 13);
    // Residues again: each centre weighs by the other's scale.
    const centre = (a.location * b.scale + b.location * a.scale) / g;
    expect(Math.abs(mean(law)! - centre)).toBeLessThan(1e-9 * Math.max(1, Math.abs(centre)));
    // The table's masses were not made with the closed form: they must agree with it.
    for (const one of [a, b]) {
      for (const z of [-1e3, -5, -1, 0, 0.3, 2, 1e3]) {
        const x = one.location + z * one.scale;
        expect(Math.abs(density(law, x) / ((f(a, x) * f(b, x)) / normaliser) - 1)).toBeLessThan(1e-12);
        expect(Math.abs(cdf(law, x) - byParts(a, b, x) / normaliser)).toBeLessThan(1e-10);
      }
    }
  });
});

describe("powers and more than two", () => {
  const laws = [cauchy(0, 1), cauchy(3, 0.5), cauchy(-2, 2)];
  const cases: readonly (readonly [readonly number[], string])[] = [
    [[1, 1, 1], "three sources"],
    [[2, 0.5, 0.25], "uneven powers"],
    [[1, 1, -1], "a common source taken out once"],
    [[0.4, 0.2, 0.1], "powers that leave no mean"],
    [[0.9, 0.7, -1.05], "hardly a law"],
  ];
  it.each(cases)("%j: %s", (powers) => {
    const law = product(fusePowers(laws, powers));
    const raw = (x: number) => Math.exp(laws.reduce((sum, one, i) => sum + powers[i] * Math.log(f(one, x)), 0));
    const degree = powers.reduce((a, b) => a + b, 0);
    // Tails fall like exp(-(2 degree - 1) |t|): the range of the oracle must be long.
    const range = Math.min(700, Math.max(60, 40 / (2 * degree - 1)));
    const mass = integral(raw, real(0, 1), range);
    expect(law.logNormaliser).toBeCloseTo(Math.log(mass), 11);
    for (const x of [-5, 0, 2, 3.3]) {
      expect(cdf(law, x)).toBeCloseTo(integral(raw, halfLine(x, -1), range) / mass, 10);
      expect(cdf(law, quantile(law, cdf(law, x)))).toBeCloseTo(cdf(law, x), 13);
    }
    for (const p of [1e-30, 1e-12, 0.3, 1 - 1e-12]) {
      const x = quantile(law, p);
      expect((p < 0.5 ? cdf(law, x) / p : survival(law, x) / (1 - p)) - 1).toBeCloseTo(0, 9);
    }
  });

  it("has moments as far as its tails allow", () => {
    const of = (alpha: number) => product(power(cauchy(1, 1), alpha));
    expect([mean(of(0.9)), variance(of(0.9))]).toEqual([undefined, undefined]);
    // Student's t with 2 alpha - 1 degrees of freedom n and scale 1/sqrt n: variance 1/(n - 2).
    expect(mean(of(1.25))).toBeCloseTo(1, 9);
    expect(variance(of(1.25))).toBe(Infinity);
    expect(variance(of(1.55))).toBeCloseTo(1 / 0.1, 8);
    expect(variance(of(4))).toBeCloseTo(1 / 5, 10);
  });

  it("is a Cauchy law again when the rest cancels", () => {
    const [a, b] = laws;
    expect(fusePowers([a, b, b], [1, 1, -1])).toEqual(a);
    expect(fuse([a, b], { prior: b })).toEqual(a);
    expect(fuse([fuse(a, b), a], { commonSource: a })).toEqual(fuse(a, b));
    expect(fusePowers<Either>([fuse(a, b), b], [1, -1])).toEqual(a);
    expect(power(a, 1)).toEqual(a);
  });

  it("does not depend on the order", () => {
    const [a, b, c] = laws;
    for (const law of [fuse<Either>(fuse(a, b), c), fuse<Either>(a, fuse(c, b)), fuse(c, b, a)]) {
      expect(cdf<Either>(law, 1)).toBeCloseTo(cdf<Either>(fuse(a, b, c), 1), 13);
      expect(quantile<Either>(law, 0.9)).toBeCloseTo(quantile<Either>(fuse(a, b, c), 0.9), 11);
    }
  });
});
