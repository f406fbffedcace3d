import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  marginalRange,
  marginalSensitivity,
  smallestLambda,
} from "../../../src/estimate/sensitivity/marginal-sensitivity.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";
import type { Target } from "../../../src/query/effect.js";
import { drawn, problem } from "./studies.js";

interface Made {
  readonly t: number[];
  readonly y: number[];
  readonly e: number[];
  readonly count?: number[];
}

/** Hajek's means with the odds of the true propensities z times those fitted; z by entry. */
function hajek({ t, y, e, count }: Made, target: Target, z: readonly number[]): readonly [number, number] {
  const mean = (arm: number): number => {
    let [top, bottom] = [0, 0];
    t.forEach((own, i) => {
      if (own !== arm) return;
      const p = arm === 1 ? e[i] : 1 - e[i];
      // Odds of this arm are divided by z: odds of the other arm times z.
      const odds = ((1 - p) / p) * z[i];
      const weight = target === "ate" ? 1 + odds : (target === "att") === (arm === 1) ? 1 : odds;
      top += (count?.[i] ?? 1) * weight * y[i];
      bottom += (count?.[i] ?? 1) * weight;
    });
    return top / bottom;
  };
  return [mean(0), mean(1)];
}

/** All corners of the box of z: a ratio of linear functions has its ends there. */
function byCorners(made: Made, target: Target, lambda: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let corner = 0; corner < 2 ** made.t.length; corner++) {
    const [m0, m1] = hajek(
      made,
      target,
      made.t.map((_, i) => ((corner >> i) & 1 ? lambda : 1 / lambda)),
    );
    low = Math.min(low, m1 - m0);
    high = Math.max(high, m1 - m0);
  }
  return [low, high];
}

const targets = ["ate", "att", "atc"] as const;

describe("marginalRange", () => {
  it("is what the corners of all weights give, on small random problems with ties and counts", () => {
    const entry = fc.record({
      y: fc.integer({ min: -2, max: 3 }),
      e: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      count: fc.integer({ min: 1, max: 4 }),
    });
    const many = fc.array(entry, { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(
        many,
        fc.constantFrom(...targets),
        fc.double({ min: 1, max: 8, noNaN: true }),
        (rows, target, lambda) => {
          const made = {
            t: rows.map((_, i) => i % 2),
            y: rows.map((row) => row.y),
            e: rows.map((row) => row.e),
            count: rows.map((row) => row.count),
          };
          const [low, high] = marginalRange(problem(made, target))!(lambda);
          const [least, most] = byCorners(made, target, lambda);
          expect(low).toBeCloseTo(least, 9);
          expect(high).toBeCloseTo(most, 9);
        },
      ),
      { numRuns: 150, seed: 3 },
    );
  });

  it("holds every estimate within the box, and is Hajek's itself at 1", () => {
    const { t, y, x } = drawn(60, 9);
    const made = { t, y, e: x.map((v) => 1 / (1 + Math.exp(-0.7 * v))) };
    const uniform = uniformStream(4);
    for (const target of targets) {
      const rangeAt = marginalRange(problem(made, target))!;
      const [m0, m1] = hajek(
        made,
        target,
        t.map(() => 1),
      );
      expect(rangeAt(1)[0]).toBeCloseTo(m1 - m0, 12);
      expect(rangeAt(1)[1]).toBeCloseTo(m1 - m0, 12);
      const [low, high] = rangeAt(2);
      for (let draw = 0; draw < 200; draw++) {
        const [n0, n1] = hajek(
          made,
          target,
          t.map(() => 2 ** (2 * uniform() - 1)),
        );
        expect(n1 - n0).toBeGreaterThan(low);
        expect(n1 - n0).toBeLessThan(high);
      }
    }
  });

  it("holds the truth where a hidden cause keeps to its odds ratio, and the plain estimate does not", () => {
    // u moves the odds of treatment exactly twofold up or down about the fitted ones, and the outcome by 2; no effect.
    const uniform = uniformStream(21);
    const normal = normalStream(uniform);
    const n = 20_000;
    const made: Made = { t: [], y: [], e: [] };
    // P(T=1 | u) has odds 2 and 1/2; u is a fair coin, so P(T=1) = (2/3 + 1/3) / 2 = 1/2.
    for (let i = 0; i < n; i++) {
      const u = uniform() < 0.5 ? 1 : 0;
      made.t.push(uniform() < (u ? 2 / 3 : 1 / 3) ? 1 : 0);
      made.y.push(2 * u + 0.1 * normal());
      made.e.push(0.5);
    }
    const rangeAt = marginalRange(problem(made, "ate"))!;
    expect(rangeAt(1)[0]).toBeGreaterThan(0.6);
    expect(rangeAt(1.8)[0]).toBeGreaterThan(0);
    expect(rangeAt(2.05)[0]).toBeLessThan(0);
  });

  it("compares by ratios where the means allow it", () => {
    const made = { t: [0, 0, 0, 1, 1, 1], y: [0, 1, 0, 1, 1, 0], e: [0.3, 0.5, 0.6, 0.4, 0.5, 0.7] };
    const lambda = 1.7;
    for (const contrast of ["ratio", "odds-ratio"] as const) {
      const compare = (m0: number, m1: number) => (contrast === "ratio" ? m1 / m0 : (m1 * (1 - m0)) / (m0 * (1 - m1)));
      let [least, most] = [Number.POSITIVE_INFINITY, 0];
      for (let corner = 0; corner < 64; corner++) {
        const value = compare(
          ...hajek(
            made,
            "ate",
            made.t.map((_, i) => ((corner >> i) & 1 ? lambda : 1 / lambda)),
          ),
        );
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
      const [low, high] = marginalRange(problem(made, "ate"), contrast)!(lambda);
      expect(low).toBeCloseTo(least, 10);
      expect(high).toBeCloseTo(most, 10);
    }
    expect(marginalRange(problem({ ...made, y: [-1, 1, 0, 1, 1, 0] }, "ate"), "ratio")).toBeUndefined();
    expect(marginalRange(problem({ ...made, y: [0, 2, 0, 1, 1, 0] }, "ate"), "odds-ratio")).toBeUndefined();
  });

  it("does not apply to the overlap target", () => {
    expect(marginalRange(problem({ t: [0, 1], y: [1, 2] }, "overlap"))).toBeUndefined();
    expect(marginalSensitivity(problem({ t: [0, 1], y: [1, 2] }, "overlap"))).toBeUndefined();
  });
});

describe("smallestLambda", () => {
  it("is where the range touches no effect", () => {
    // Two entries an arm, propensity 1/2: the treated's mean is (1 + z) y weighted, and so is the other's; closed form by hand below.
    const made = { t: [1, 1, 0, 0], y: [3, 1, 2, 0], e: [0.5, 0.5, 0.5, 0.5] };
    const rangeAt = marginalRange(problem(made, "ate"))!;
    // Lowest treated mean: (3 (1 + 1/L) + (1 + L)) / (2 + L + 1/L); highest other: 2 (1 + L) / (2 + L + 1/L). Equal when 3/L + 2 - L... = 0:
    // 3 + 3/L + 1 + L = 2 + 2 L, so L^2 - 2 L - 3 = 0, L = 3.
    expect(smallestLambda(rangeAt, 0)).toBeCloseTo(3, 9);
  });

  it("is 1 with no effect, and infinite where the arms' outcomes do not meet", () => {
    const none = marginalRange(problem({ t: [1, 0], y: [2, 2] }, "ate"))!;
    expect(smallestLambda(none, 0)).toBe(1);
    const apart = marginalRange(problem({ t: [1, 1, 0, 0], y: [5, 6, 1, 2] }, "ate"))!;
    expect(smallestLambda(apart, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("marginalSensitivity", () => {
  const { t, y, x } = drawn(200, 13);
  const made = problem({ t, y, e: x.map((v) => 1 / (1 + Math.exp(-0.7 * v))) }, "att");
  const check = marginalSensitivity(made)!;

  it("gives bounds, never an interval, which widen along its grid from the estimate itself", () => {
    const rangeAt = marginalRange(made)!;
    expect(check.bounds).toEqual(rangeAt(2));
    expect(check.rows![0]).toEqual({ lambda: 1, low: rangeAt(1)[0], high: rangeAt(1)[1] });
    check.rows!.slice(1).forEach((row, i) => {
      expect(row["low"]).toBeLessThan(check.rows![i]["low"]);
      expect(row["high"]).toBeGreaterThan(check.rows![i]["high"]);
    });
    expect(check).not.toHaveProperty("interval");
    const smallest = check.values["smallest"] as number;
    expect(Math.abs(rangeAt(smallest)[0])).toBeLessThan(1e-9);
    expect(check.rows!.at(-1)!["lambda"]).toBeGreaterThan(smallest);
  });

  it("says it in plain words", () => {
    expect(check.finding).toMatch(
      /^To explain the effect away, the odds of treatment given the covariates and the same odds given everything that matters would have to differ \d\.\d-fold\. If they differ 2\.0-fold at most, the effect lies between .* and .*, but for chance\.$/,
    );
    const apart = marginalSensitivity(problem({ t: [1, 1, 0, 0], y: [5, 6, 1, 2] }, "ate"))!;
    expect(apart.values).toMatchObject({ beyond: true, smallest: 1e6 });
    expect(apart.finding).toContain("Not even a million-fold difference");
  });

  it("does not apply where an arm is empty", () => {
    expect(marginalSensitivity(problem({ t: [1, 1], y: [5, 6] }, "ate"))).toBeUndefined();
  });
});
