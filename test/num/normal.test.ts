// Values from mpmath 1.3 with 40 digits, rounded to the nearest double; the textbook ones (1.96, 2.58, .8413) agree with any table.
import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile } from "../../src/num/normal.js";
import { uniformStream } from "../../src/num/random.js";

const quantiles: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-15, -7.941345326170997],
  [1e-10, -6.361340902404057],
  [1e-6, -4.753424308822899],
  [0.0001, -3.7190164854556804],
  [0.001, -3.0902323061678136],
  [0.01, -2.326347874040841],
  [0.02425, -1.972961051311885],
  [0.025, -1.9599639845400543],
  [0.05, -1.6448536269514726],
  [0.1, -1.2815515655446004],
  [0.25, -0.6744897501960817],
  [0.4, -0.2533471031357998],
  [0.6, 0.2533471031357998],
  [0.9, 1.2815515655446004],
  [0.95, 1.6448536269514726],
  [0.975, 1.9599639845400543],
  [0.99, 2.326347874040841],
  [0.995, 2.575829303548901],
  [0.9999, 3.7190164854556804],
];

const cdfs: readonly (readonly [number, number])[] = [
  [-20, 2.7536241186062337e-89],
  [-10, 7.619853024160525e-24],
  [-8, 6.220960574271784e-16],
  [-5, 2.866515718791939e-7],
  [-4, 0.000031671241833119924],
  [-3.5, 0.00023262907903552504],
  [-3, 0.0013498980316300946],
  [-2.999, 0.0013543365337271066],
  [-2, 0.02275013194817921],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [0.1, 0.539827837277029],
  [1, 0.8413447460685429],
  [2, 0.9772498680518208],
  [3, 0.9986501019683699],
  [5, 0.9999997133484281],
  [8, 0.9999999999999993],
];

const relative = (a: number, b: number) => Math.abs(a / b - 1);

describe("the quantile", () => {
  for (const [p, x] of quantiles) {
    it(`of ${p} is ${x.toPrecision(10)}`, () => expect(relative(normalQuantile(p), x)).toBeLessThan(1e-14));
  }
  it("is 0 at one half, infinite at the ends, and nothing outside", () => {
    expect(Math.abs(normalQuantile(0.5))).toBeLessThan(1e-16);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(p)).toBeNaN();
  });
  it("is odd about one half", () => {
    for (const p of [0.125, 0.25, 0.375, 0.4375, 2 ** -20]) expect(normalQuantile(1 - p)).toBe(-normalQuantile(p));
  });
  it("never falls when p rises, also where the two approximations meet", () => {
    let last = -Infinity;
    for (let p = 0.0242; p < 0.0243; p += 1e-8) {
      const x = normalQuantile(p);
      expect(x).toBeGreaterThan(last);
      last = x;
    }
  });
});

describe("the distribution function", () => {
  for (const [x, p] of cdfs) {
    // A lower tail found as 1/2 minus the middle has the middle's rounding: 1e-16 absolute.
    it(`at ${x} is ${p.toPrecision(10)}`, () => {
      const got = normalCdf(x);
      expect(Math.min(relative(got, p), Math.abs(got - p) * 10)).toBeLessThan(x <= -3 ? 1e-14 : 2e-15);
    });
  }
  it("ends at 0 and 1", () => {
    expect(normalCdf(-40)).toBeLessThan(1e-300);
    expect(normalCdf(40)).toBe(1);
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(Infinity)).toBe(1);
    expect(normalCdf(-Infinity)).toBe(0);
  });
  it("is the integral of the density (Simpson's rule from 0, 20,000 panels)", () => {
    const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    for (const x of [0.3, 1.7, 2.95, 3, 3.05, 6]) {
      const h = x / 20_000;
      let sum = density(0) + density(x);
      for (let i = 1; i < 20_000; i++) sum += density(i * h) * (i % 2 === 1 ? 4 : 2);
      expect(Math.abs(normalCdf(x) - (0.5 + (sum * h) / 3))).toBeLessThan(1e-14);
      expect(Math.abs(normalCdf(-x) - (0.5 - (sum * h) / 3))).toBeLessThan(1e-14);
    }
  });
  it("undoes the quantile", () => {
    const uniform = uniformStream(1);
    for (let i = 0; i < 2000; i++) {
      const p = uniform();
      expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-15 + 4e-15 * p);
      const deep = 10 ** (-300 * p);
      // A quantile of -37 has 14 digits after the point, and the density there multiplies what is lost by 37.
      expect(relative(normalCdf(normalQuantile(deep)), deep)).toBeLessThan(1e-12);
    }
  });
});
