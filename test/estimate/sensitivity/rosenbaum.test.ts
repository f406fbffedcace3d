import { describe, expect, it } from "vitest";
import { boundedTests, largestGamma, rosenbaum } from "../../../src/estimate/sensitivity/rosenbaum.js";
import { normalStream, uniformStream } from "../../../src/num/random.js";

// Lead in the blood of 33 exposed children and their controls: Morton et al. 1982, as in Rosenbaum 2002.
const exposed = [
  38, 23, 41, 18, 37, 36, 23, 62, 31, 34, 24, 14, 21, 17, 16, 20, 15, 10, 45, 39, 22, 35, 49, 48, 44, 35, 43, 39, 34,
  13, 73, 25, 27,
];
const control = [
  16, 18, 18, 24, 19, 11, 10, 15, 16, 18, 18, 13, 19, 10, 16, 16, 24, 13, 9, 14, 21, 19, 7, 18, 19, 12, 11, 22, 25, 16,
  13, 11, 13,
];
const lead = { differences: Float64Array.from(exposed, (value, i) => value - control[i]), binary: false };

/** Average ranks of the sizes, by counting. */
function ranksOf(values: readonly number[]): number[] {
  return values.map((a) => {
    const below = values.filter((b) => Math.abs(b) < Math.abs(a)).length;
    const same = values.filter((b) => Math.abs(b) === Math.abs(a)).length;
    return below + (same + 1) / 2;
  });
}

/** P(signed ranks >= seen) by going through all signs. */
function bySigns(
  values: readonly number[],
  sign: 1 | -1,
  gamma: number,
  weigh: (v: readonly number[]) => number[],
): number {
  const moved = values.filter((value) => value !== 0);
  const weights = weigh(moved);
  const seen = moved.reduce((sum, value, i) => (Math.sign(value) === sign ? sum + weights[i] : sum), 0);
  const p = gamma / (1 + gamma);
  let tail = 0;
  for (let signs = 0; signs < 2 ** moved.length; signs++) {
    let [sum, chance] = [0, 1];
    weights.forEach((weight, i) => {
      const up = (signs >> i) & 1;
      sum += up ? weight : 0;
      chance *= up ? p : 1 - p;
    });
    if (sum >= seen - 1e-9) tail += chance;
  }
  return tail;
}

describe("boundedTests", () => {
  it("is the exact test of the lead study (exactRankTests: V = 499, two-sided p = 8.037e-07)", () => {
    expect(2 * boundedTests(lead).raises(1)).toBeCloseTo(8.037e-7, 10);
  });

  it.each([1, 1.5, 3])("agrees with all signs of a few pairs, with ties and zeros, at gamma %s", (gamma) => {
    for (const values of [
      [3, -1, 4, 1, -5, 9, 2, -6, 0, 5],
      [0.5, 0.5, -0.5, 2, 2, 7, -0.25],
      [-1, -2, -3, -4],
    ]) {
      const { raises, lowers } = boundedTests({ differences: Float64Array.from(values), binary: false });
      expect(raises(gamma)).toBeCloseTo(bySigns(values, 1, gamma, ranksOf), 12);
      expect(lowers(gamma)).toBeCloseTo(bySigns(values, -1, gamma, ranksOf), 12);
    }
    const signs = [1, 1, 0, -1, 1, 1, 0, 1, 1, -1];
    const { raises, lowers } = boundedTests({ differences: Float64Array.from(signs), binary: true });
    const even = (moved: readonly number[]) => moved.map(() => 1);
    expect(raises(gamma)).toBeCloseTo(bySigns(signs, 1, gamma, even), 12);
    expect(lowers(gamma)).toBeCloseTo(bySigns(signs, -1, gamma, even), 12);
  });

  it("goes over to the normal law beyond sixty pairs without a jump", () => {
    // The same 61 pairs, exactly: the law of the ranks 1..61 by adding one rank after the other.
    const normal = normalStream(uniformStream(11));
    const values = Array.from({ length: 61 }, () => 0.35 + normal());
    const { raises } = boundedTests({ differences: Float64Array.from(values), binary: false });
    const ranks = ranksOf(values);
    const seen = values.reduce((sum, value, i) => (value > 0 ? sum + ranks[i] : sum), 0);
    for (const gamma of [1, 1.3, 1.8]) {
      const p = gamma / (1 + gamma);
      let law = new Map([[0, 1]]);
      for (const rank of ranks) {
        const next = new Map<number, number>();
        for (const [sum, chance] of law) {
          next.set(sum, (next.get(sum) ?? 0) + chance * (1 - p));
          next.set(sum + rank, (next.get(sum + rank) ?? 0) + chance * p);
        }
        law = next;
      }
      const exact = [...law].reduce((sum, [at, chance]) => (at >= seen ? sum + chance : sum), 0);
      expect(Math.abs(raises(gamma) - exact)).toBeLessThan(0.005);
    }
  });

  it("is the binomial law for smoking and lung cancer, 110 of 122 differing pairs (Hammond 1964; Rosenbaum 2002)", () => {
    const differences = Float64Array.from({ length: 122 }, (_, i) => (i < 110 ? 1 : -1));
    const { raises } = boundedTests({ differences, binary: true });
    // scipy 1.x: binom.sf(109, 122, gamma / (1 + gamma))
    expect(raises(4)).toBeCloseTo(0.0019633444704023712, 12);
    expect(raises(5)).toBeCloseTo(0.023168563842540305, 12);
    expect(raises(6)).toBeCloseTo(0.09692877479424904, 12);
  });

  it("rises with gamma, and is certainty where no pair goes that way", () => {
    const { raises, lowers } = boundedTests(lead);
    for (let gamma = 1; gamma < 6; gamma += 0.25) expect(raises(gamma + 0.25)).toBeGreaterThan(raises(gamma));
    expect(lowers(1)).toBeGreaterThan(0.99);
    const { lowers: none } = boundedTests({ differences: Float64Array.of(1, 2, 3), binary: false });
    expect(none(2)).toBeCloseTo(1, 12);
  });
});

describe("rosenbaum", () => {
  it("finds the odds at which the lead study's p-value is at its level (by the normal law between 4.25 and 4.5, exactly above)", () => {
    const check = rosenbaum(lead, { method: "matching" })!;
    const gamma = check.values["gamma"] as number;
    expect(boundedTests(lead).raises(gamma)).toBeCloseTo(0.05, 8);
    expect(gamma).toBeGreaterThan(4.25);
    expect(gamma).toBeLessThan(5);
    expect(check.values).toMatchObject({ direction: "raises", pairs: 33, differing: 32, exact: true, beyond: false });
    expect(check.finding).toMatch(
      /^That the treatment raises the outcome stays significant \(one-sided, 0\.05\) until something unmeasured makes the odds of treatment within a pair differ 4\.[5-9]-fold\.$/,
    );
    expect(check.rows![0]).toMatchObject({ gamma: 1, pRaises: check.values["p"] });
    expect(check.rows!.at(-1)!.gamma).toBeGreaterThan(gamma);
  });

  it("turns round with the sign, and looks the same way at a stricter level", () => {
    const mirrored = { ...lead, differences: lead.differences.map((value) => -value) };
    const [one, other] = [rosenbaum(lead, { method: "matching" })!, rosenbaum(mirrored, { method: "matching" })!];
    expect(other.values["direction"]).toBe("lowers");
    expect(other.values["gamma"]).toBe(one.values["gamma"]);
    const strict = rosenbaum(lead, { method: "matching", level: 0.99 })!;
    expect(strict.values["gamma"]).toBeLessThan(one.values["gamma"] as number);
  });

  it("says when nothing is significant to begin with, or nothing within reason changes it", () => {
    const even = rosenbaum({ differences: Float64Array.of(1, -1, 2, -2), binary: false }, { method: "matching" })!;
    expect(even.values).not.toHaveProperty("gamma");
    expect(even.finding).toContain("Even if within pairs treatment were decided by lot");
    const sure = { differences: new Float64Array(200_000).fill(1), binary: true };
    const certain = rosenbaum(sure, { method: "matching" })!;
    expect(certain.values).toMatchObject({ beyond: true, gamma: 1000 });
    expect(largestGamma(() => 0.01, 0.05)).toBe(Number.POSITIVE_INFINITY);
    expect(largestGamma(() => 0.06, 0.05)).toBeUndefined();
  });

  it("does not apply without a pair that differs, and refuses what is no difference", () => {
    expect(rosenbaum({ differences: Float64Array.of(0, 0), binary: true }, { method: "matching" })).toBeUndefined();
    expect(() => rosenbaum({ differences: Float64Array.of(1, 0.5), binary: true }, { method: "matching" })).toThrow(
      "Rosenbaum bounds: a pair of two-valued outcomes differs by -1, 0 or 1 (given: 0.5); give the treated's outcome less the other's for every pair",
    );
    expect(() =>
      rosenbaum({ differences: Float64Array.of(Number.NaN), binary: false }, { method: "matching" }),
    ).toThrow("a pair's difference must be a finite number (given: NaN)");
  });
});
