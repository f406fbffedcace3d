import { describe, expect, it } from "vitest";
import { covarianceTest, residualStrength } from "../../src/discover/covariance.js";
import { normalStream, uniformStream } from "../../src/num/random.js";

const normals = (seed: number, n: number) => {
  const draw = normalStream(uniformStream(seed));
  return Float64Array.from({ length: n }, draw);
};
const ones = (n: number) => new Float64Array(n).fill(1);
const times = (a: Float64Array, b: Float64Array) => a.map((v, i) => v * b[i]);

describe("the generalised covariance measure", () => {
  it("is the square of Student's t of the products, where there is one", () => {
    const products = times(normals(1, 80), normals(2, 80));
    const mean = products.reduce((a, b) => a + b, 0) / 80;
    const variance = products.reduce((a, b) => a + (b - mean) ** 2, 0) / 79;
    const { statistic, freedom } = covarianceTest([products], ones(80))!;
    expect(statistic).toBeCloseTo((80 * mean ** 2) / variance, 12);
    expect(freedom).toBe(1);
  });

  it("has Student's tails where the products are normal", () => {
    // Two values, 39 of 40 of them 1 and -1 in turn: kurtosis 1, so that all 39 degrees of freedom count. t = 2.0227 is the 97.5 % point.
    const products = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    const shift = 2.0227 / Math.sqrt(39);
    const { statistic, p } = covarianceTest([products.map((v) => v + shift)], ones(40))!;
    expect(Math.sqrt(statistic)).toBeCloseTo(2.0227, 3);
    expect(p).toBeCloseTo(0.05, 3);
  });

  it("trusts products with heavy tails less", () => {
    const light = normals(3, 60);
    const heavy = light.map((v) => v ** 3);
    const scaled = (values: Float64Array, t: number) => {
      const mean = values.reduce((a, b) => a + b, 0) / 60;
      const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / 59);
      return values.map((v) => (v - mean) / sd + t / Math.sqrt(60));
    };
    const [a, b] = [light, heavy].map((values) => covarianceTest([scaled(values, 2.5)], ones(60))!);
    expect(a.statistic).toBeCloseTo(b.statistic, 9);
    expect(b.p).toBeGreaterThan(1.5 * a.p);
  });

  it("does not change with the scale or a turn of the products, nor by one that says what others say", () => {
    const [a, b, c] = [normals(4, 100), normals(5, 100), normals(6, 100)];
    const [x, y] = [times(a, b), times(a, c)];
    const first = covarianceTest([x, y], ones(100))!;
    const turned = covarianceTest([x.map((v, i) => 3 * v - y[i]), y.map((v, i) => v + 7 * x[i])], ones(100))!;
    expect(turned.statistic).toBeCloseTo(first.statistic, 9);
    expect(turned.p).toBeCloseTo(first.p, 9);
    const more = covarianceTest([x, y, x.map((v, i) => v + y[i])], ones(100))!;
    expect([more.freedom, more.statistic.toFixed(9), more.p.toFixed(9)]).toEqual([
      2,
      first.statistic.toFixed(9),
      first.p.toFixed(9),
    ]);
  });

  it("takes a row of weight k for k rows", () => {
    const products = times(normals(7, 30), normals(8, 30));
    const count = Float64Array.from({ length: 30 }, (_, i) => 1 + (i % 3));
    const copies = Float64Array.from([...products].flatMap((v, i) => new Array<number>(count[i]).fill(v)));
    const [weighted, copied] = [covarianceTest([products], count)!, covarianceTest([copies], ones(copies.length))!];
    expect(weighted.statistic).toBeCloseTo(copied.statistic, 9);
    expect(weighted.p).toBeCloseTo(copied.p, 9);
  });

  it("says nothing where nothing varies", () => {
    expect(covarianceTest([new Float64Array(20)], ones(20))).toBeUndefined();
    expect(covarianceTest([], ones(20))).toBeUndefined();
  });
});

describe("the strength of residuals", () => {
  it("is the correlation of one pair, and between 0 and 1 of several", () => {
    const [a, b, c] = [normals(9, 500), normals(10, 500), normals(11, 500)];
    const y = a.map((v, i) => 0.6 * v + 0.8 * b[i]);
    const cross = (u: Float64Array, v: Float64Array) => times(u, v).reduce((s, t) => s + t, 0);
    const r = cross(a, y) / Math.sqrt(cross(a, a) * cross(y, y));
    expect(residualStrength([a], [y], ones(500))).toBeCloseTo(Math.abs(r), 12);
    expect(residualStrength([a, b], [y, c], ones(500))).toBeGreaterThan(0.6);
    expect(residualStrength([a, b], [a, b], ones(500))).toBeCloseTo(1, 9);
    expect(residualStrength([new Float64Array(500)], [y], ones(500))).toBe(0);
  });
});
