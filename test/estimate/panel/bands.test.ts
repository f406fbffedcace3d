import { describe, expect, it } from "vitest";
import { curveOf, preTrend } from "../../../src/estimate/panel/bands.js";
import { clusteredError } from "../../../src/estimate/panel/change.js";
import type { EventPoint } from "../../../src/estimate/panel/staggered.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";

/** Means of independent columns of n normal numbers, as points of an event study before and after the start. */
function points(n: number, ats: readonly number[], seed: number, shift = 0): EventPoint[] {
  const normal = normalStream(uniformStream(seed));
  return ats.map((at) => {
    const values = Float64Array.from({ length: n }, () => shift + normal());
    const value = values.reduce((a, b) => a + b, 0) / n;
    const influence = values.map((v) => v - value);
    return { at, value, influence, se: clusteredError(influence) };
  });
}

describe("simultaneous bands", () => {
  it("have the critical value of the largest of independent normals", () => {
    // P(max of k |Z| < c) = .95 gives c = 1.960, 2.236, 2.569, 2.800 for k = 1, 2, 5, 10 (quantiles of (1 + .95^(1/k)) / 2).
    for (const [k, c] of [
      [1, 1.96],
      [2, 2.236],
      [5, 2.569],
      [10, 2.8],
    ]) {
      const made = points(
        400,
        Array.from({ length: k }, (_, i) => i),
        3,
      );
      const widths = curveOf(made, { level: 0.95, seed: 2 }).map(
        ({ band }, i) => (band![1] - band![0]) / 2 / made[i].se!,
      );
      for (const width of widths) expect(Math.abs(width - c)).toBeLessThan(0.15);
    }
  });
  it("keep the interval of one by one inside, and leave points without a standard error bare", () => {
    const made = points(30, [-1, 0, 1], 4);
    const bare = { at: 2, value: 7, influence: new Float64Array(30) };
    const curve = curveOf([...made, bare], { level: 0.9, seed: 2 });
    curve.slice(0, 3).forEach(({ interval, band, value }, i) => {
      expect(value).toBe(made[i].value);
      // The 95 % quantile of the normal law, from any table.
      expect((interval![1] - interval![0]) / 2 / made[i].se!).toBeCloseTo(1.644854, 5);
      expect(band![0]).toBeLessThanOrEqual(interval![0]);
      expect(band![1]).toBeGreaterThanOrEqual(interval![1]);
    });
    expect(curve[3]).toEqual({ at: 2, value: 7 });
  });
  it("are the same for the same seed and others for another", () => {
    const made = points(30, [-1, 0, 1], 4);
    const at = (seed: number) => curveOf(made, { level: 0.95, seed });
    expect(at(5)).toEqual(at(5));
    expect(at(5)).not.toEqual(at(6));
  });
});

describe("the joint test before the start", () => {
  it("has even p-values where there is nothing: Hotelling's law is exact for normal numbers", () => {
    const p = Array.from({ length: 600 }, (_, seed) => preTrend(points(12, [-4, -3, -2, -1, 0], 100 + seed))!.p).sort(
      (a, b) => a - b,
    );
    // Kolmogorov's distance from the even law; 1.63 / sqrt(600) is its 99 % quantile.
    const gap = p.reduce(
      (far, value, i) => Math.max(far, Math.abs(value - i / 600), Math.abs(value - (i + 1) / 600)),
      0,
    );
    expect(gap).toBeLessThan(1.63 / Math.sqrt(600));
  });
  it("is Student's t for one point, and looks at nothing after the start", () => {
    const [one] = points(5, [-2], 7);
    const t = one.value / one.se!;
    // Two-sided tail of Student's law with 4 degrees of freedom: 1 - s (1 + (1 - s^2) / 2) with s = t / sqrt(4 + t^2).
    const s = Math.abs(t) / Math.sqrt(4 + t * t);
    expect(preTrend([one, ...points(5, [0, 1], 8, 50)])).toEqual({
      p: expect.closeTo(1 - s * (1 + (1 - s * s) / 2), 10),
      points: 1,
    });
  });
  it("sees units that were moving away", () => {
    expect(preTrend(points(40, [-3, -2, -1], 9, 1))!.p).toBeLessThan(1e-4);
  });
  it("is not made with too few units for its points, or with none before", () => {
    expect(preTrend(points(5, [-4, -3, -2, -1], 1))).toBeUndefined();
    expect(preTrend(points(50, [0, 1], 1))).toBeUndefined();
  });
});
