import { describe, expect, it } from "vitest";
import { stabilisedSlope } from "../../src/estimate/stabilised.js";
import { inverse, slowFit, times, transpose, withIntercept } from "./linear/slow.js";
import { reordered, studyOf } from "./linear/tables.js";
import { EFFECT, hits, normalWorld, tolerance } from "./linear/worlds.js";

const roles = { treatment: "t", outcome: "y", given: ["w"] };
const ids = (remarks: readonly { id: string }[]) => remarks.map(({ id }) => id);
const average = (v: readonly number[]) => v.reduce((a, b) => a + b, 0) / v.length;
const density = (x: number, mean: number, variance: number) =>
  Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);

/** The stacked equations of one row at (mu, sigma2, b0, b1, s2, intercept, slope). */
function equations([mu, sigma2, b0, b1, s2, a, b]: readonly number[], t: number, w: number, y: number): number[] {
  const r = t - b0 - b1 * w;
  const weight = density(t, mu, sigma2) / density(t, b0 + b1 * w, s2);
  const e = weight * (y - a - b * t);
  return [t - mu, (t - mu) ** 2 - sigma2, r, r * w, r * r - s2, e, e * t];
}

describe("the slope with stabilised weights", () => {
  const world = normalWorld(150, 4);
  const [t, w, y] = ["t", "w", "y"].map((name) => world[name] as number[]);
  const first = slowFit(withIntercept(w), t);
  const mu = average(t);
  const sigma2 = average(t.map((one) => (one - mu) ** 2));
  const s2 = average(first.e.map((one) => one * one));
  const weight = t.map((one, i) => density(one, mu, sigma2) / density(one, one - first.e[i], s2));
  const mean = (v: readonly number[]) => average(v.map((one, i) => one * weight[i])) / average(weight);
  const slope =
    average(t.map((one, i) => weight[i] * (one - mean(t)) * (y[i] - mean(y)))) /
    average(t.map((one, i) => weight[i] * (one - mean(t)) ** 2));

  it("is weighted least squares with the ratio of two normal densities", () => {
    const { estimate, diagnostics } = stabilisedSlope(studyOf(world, roles));
    expect(estimate.value).toBeCloseTo(slope, 10);
    expect(diagnostics["largestWeight"]).toBeCloseTo(Math.max(...weight), 10);
    expect(diagnostics["meanWeight"]).toBeCloseTo(average(weight), 10);
    expect(diagnostics["effective"]).toBeCloseTo(
      weight.reduce((a, b) => a + b, 0) ** 2 / weight.reduce((a, b) => a + b * b, 0),
      8,
    );
  });
  it("has the sandwiches with weights known and of all seven equations stacked, with derivatives by differences", () => {
    const at = [mu, sigma2, first.beta[0], first.beta[1], s2, mean(y) - slope * mean(t), slope];
    const rows = t.map((one, i) => equations(at, one, w[i], y[i]));
    for (let k = 0; k < 7; k++) expect(average(rows.map((row) => row[k]))).toBeCloseTo(0, 9);
    const h = 1e-5;
    const moved = at.map((_, l) => {
      const shifted = (sign: number) => at.map((one, k) => (k === l ? one + sign * h : one));
      const [up, down] = [shifted(1), shifted(-1)].map((point) => t.map((one, i) => equations(point, one, w[i], y[i])));
      return at.map((_, k) => average(up.map((row, i) => (row[k] - down[i][k]) / (2 * h))));
    });
    const bread = inverse(transpose(moved));
    const influence = rows.map(
      (row) =>
        -times(
          bread,
          row.map((one) => [one]),
        )[6][0],
    );
    const { estimate, diagnostics } = stabilisedSlope(studyOf(world, roles));
    expect(diagnostics["seStacked"]).toBeCloseTo(Math.sqrt(average(influence.map((one) => one * one)) / 150), 7);
    // With the weights taken for known only the last two equations are left: weighted least squares with its sandwich.
    const known = inverse(transpose(moved.slice(5).map((row) => row.slice(5))));
    const alone = rows.map(
      (row) =>
        times(
          known,
          row.slice(5).map((one) => [one]),
        )[1][0],
    );
    alone.forEach((one, i) => {
      expect(estimate.influence![i]).toBeCloseTo(-one, 5);
    });
    expect(estimate.se).toBeCloseTo(Math.sqrt(average(alone.map((one) => one * one)) / 150), 7);
  });
  it("is the plain slope without covariates", () => {
    const { estimate, diagnostics } = stabilisedSlope(studyOf(world, { ...roles, given: [] }));
    expect(estimate.value).toBeCloseTo(slowFit(withIntercept(t), y).beta[1], 10);
    expect(diagnostics["largestWeight"]).toBeCloseTo(1, 10);
  });
  it("takes counts for copies, a law for exact, any order of rows and any unit", () => {
    const count = t.map((_, i) => 1 + (i % 3));
    const all = count.reduce((a, b) => a + b, 0);
    const copies = stabilisedSlope(
      studyOf(
        reordered(
          world,
          count.flatMap((k, i) => new Array(k).fill(i)),
        ),
        roles,
      ),
    ).estimate;
    const counts = stabilisedSlope(
      studyOf({ ...world, count }, { ...roles, weights: { kind: "counts", column: "count" } }),
    ).estimate;
    expect(counts.value).toBeCloseTo(copies.value, 10);
    expect(counts.se).toBeCloseTo(copies.se!, 10);
    const share = count.map((one) => one / all);
    const law = stabilisedSlope(
      studyOf({ ...world, share }, { ...roles, weights: { kind: "law", column: "share" } }),
    ).estimate;
    expect(law.value).toBeCloseTo(copies.value, 10);
    expect(law.se).toBeUndefined();
    const base = stabilisedSlope(studyOf(world, roles)).estimate;
    const other = {
      t: t.map((one) => 100 + 0.1 * one),
      w: w.map((one) => -5 * one),
      y: y.map((one) => 3 * one - 1),
    };
    const back = stabilisedSlope(
      studyOf(
        reordered(
          other,
          t.map((_, i) => 149 - i),
        ),
        roles,
      ),
    ).estimate;
    expect(back.value / 30).toBeCloseTo(base.value, 9);
    expect(back.se! / 30).toBeCloseTo(base.se!, 9);
  });
  it("warns with the largest weight and the effective number where the covariates tell a quarter or more, and refuses wildness", () => {
    const warned = stabilisedSlope(studyOf(normalWorld(500, 2, 0.8), roles));
    expect(ids(warned.warnings)).toEqual(["weights-off-one", "weights-without-variance"]);
    expect(warned.diagnostics["meanWeight"]).toBeLessThan(0.95);
    expect(warned.warnings[0].text).toMatch(/^The weights average 0\.\d+; they would average 1 if/);
    expect(warned.warnings[1].text).toMatch(
      /^The covariates tell 3\d\.?\d* % of the variance of the treatment; from 25 % on/,
    );
    const large = stabilisedSlope(studyOf(normalWorld(5000, 2, 0.8), roles)).warnings;
    expect(ids(large)).toEqual(["large-weights", "weights-without-variance"]);
    expect(large[0].text).toMatch(
      /^The largest weight is [\d.]+ \(the average is 1\), and the weighted rows are worth [\d.]+ equal observations/,
    );
    expect(stabilisedSlope(studyOf(normalWorld(500, 2, 0.4), roles)).warnings).toEqual([]);
    expect(() => stabilisedSlope(studyOf(normalWorld(500, 2, 6), roles))).toThrow(
      /^stabilised weights: the covariates tell 97\.?\d* % of the variance of t, .* use --method dml-partial or least-squares/,
    );
    const mild = normalWorld(800, 2, 0.4);
    const off = { t: [...mild.t, -4], w: [...mild.w, 6], y: [...mild.y, 0] };
    expect(() => stabilisedSlope(studyOf(off, roles))).toThrow(
      /^stabilised weights: a few rows, whose t is far from what the covariates let expect, would decide the answer \(given: --given w; largest weight [\d.e+]+, effective share of the observations 0\.\d+ %\)/,
    );
  });
  it("knows that rows of a unit hang together", () => {
    const twice = reordered({ ...world, id: t.map((_, i) => `id${i}`) }, [...t.keys(), ...t.keys()]);
    const once = stabilisedSlope(studyOf(world, roles)).estimate.se!;
    const clustered = stabilisedSlope(studyOf(twice, { ...roles, unit: "id" })).estimate.se!;
    expect(clustered).toBeCloseTo(once * Math.sqrt(150 / 149), 10);
  });
  it("refuses arms", () => {
    const arm = t.map((one) => (one > 0 ? "a" : "b"));
    expect(() => stabilisedSlope(studyOf({ ...world, arm }, { ...roles, treatment: "arm", arms: ["a", "b"] }))).toThrow(
      'treatment "arm": a slope needs a numeric treatment',
    );
  });
});

describe("the variance of normal stabilised weights", () => {
  // E[w^2] = E[ E_T[f(T)^2 / f(T | W)^2 given W] ] over T given W = m: the inner integral is finite for s2 > 1/2, the outer for s2 > 3/4.
  it("is finite up to a quarter of the variance told by the covariates, and not beyond", () => {
    const second = (s2: number, reach: number) => {
      let sum = 0;
      const [dm, dt] = [0.02, 0.05];
      for (let m = -reach; m <= reach; m += dm) {
        // log of f(t)^2 / f(t | m) is a parabola in t: its top is where the mass is.
        const top = -m / (s2 * (2 - 1 / s2));
        for (let x = -12; x <= 12; x += dt) {
          const u = top + x;
          const logs = -u * u + (u - m) ** 2 / (2 * s2) - (m * m) / (2 * (1 - s2));
          sum += Math.exp(logs) * dm * dt;
        }
      }
      return (sum * Math.sqrt(s2)) / (2 * Math.PI * Math.sqrt(1 - s2) * Math.sqrt(1)) / 1;
    };
    expect(second(0.8, 24) / second(0.8, 12)).toBeCloseTo(1, 2);
    expect(second(0.7, 24) / second(0.7, 12)).toBeGreaterThan(2);
  });
});

describe("intervals with stabilised weights", () => {
  it.each([
    [500, 300],
    [2000, 150],
  ])(
    "hold the effect in at least 95 %% of tables of %i rows, whatever the outcome's dependence on the covariates",
    async (n, runs) => {
      const { covered, bias, sd } = await hits(runs, EFFECT, (run) =>
        stabilisedSlope(studyOf(normalWorld(n, run, 0.3), roles)),
      );
      // Never too short, but too long: the weights are taken for known.
      expect(covered).toBeGreaterThan(0.95 - tolerance(runs));
      expect(Math.abs(bias)).toBeLessThan((4 * sd) / Math.sqrt(runs) + 0.02);
      const naive = await hits(100, EFFECT, (run) =>
        stabilisedSlope(studyOf(normalWorld(n, run, 0.3), { ...roles, given: [] })),
      );
      expect(naive.covered).toBeLessThan(0.3);
    },
  );
});
