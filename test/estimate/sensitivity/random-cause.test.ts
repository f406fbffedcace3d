import { describe, expect, it } from "vitest";
import { DiscoError } from "../../../src/error.js";
import { partOfStudy } from "../../../src/estimate/part-of-study.js";
import { randomCause, withCoin } from "../../../src/estimate/sensitivity/random-cause.js";
import type { Study } from "../../../src/num/study.js";
import { drawn, slowCoefficient, study } from "./studies.js";

const { t, y, x, g } = drawn(400, 3);
const table = study({ t, y, w: { x, g } });
const reestimate = async (s: Study) => slowCoefficient(s);
const options = { method: "regression", seed: 1 } as const;

/** The coin of each row, as 0 and 1. */
function coinOf(s: Study): number[] {
  const last = s.given.at(-1)!;
  return last.kind === "categorical" ? Array.from(last.codes) : [];
}

describe("withCoin", () => {
  it("adds a fair coin that goes with nothing", () => {
    const coin = coinOf(withCoin(table, 1));
    // Mean and correlations of 400 fair coins, each within four standard deviations.
    const correlation = (other: readonly number[]) => {
      const mean = other.reduce((a, b) => a + b, 0) / 400;
      const sd = Math.sqrt(other.reduce((a, b) => a + (b - mean) ** 2, 0) / 400);
      return other.reduce((sum, value, i) => sum + ((value - mean) / sd) * (2 * coin[i] - 1), 0) / 400;
    };
    expect(Math.abs(coin.reduce((a, b) => a + b, 0) / 400 - 0.5)).toBeLessThan(4 * 0.025);
    for (const other of [t, y, x]) expect(Math.abs(correlation(other))).toBeLessThan(4 * 0.05);
  });

  it("is decided by content and seed: rows in another order have the same coins, another seed has others", () => {
    const order = Int32Array.from({ length: 400 }, (_, i) => (i * 7 + 3) % 400);
    const here = coinOf(withCoin(table, 1));
    const there = coinOf(withCoin(partOfStudy(table, order), 1));
    expect(there).toEqual(Array.from(order, (row) => here[row]));
    expect(coinOf(withCoin(table, 2))).not.toEqual(here);
  });

  it("throws a coin of its own for each of many like rows, and for each observation of a row that stands for many", () => {
    const like = study({ t: Array(1000).fill(0).concat([1]), y: Array(1001).fill(1), w: {} });
    const heads = coinOf(withCoin(like, 5)).filter((side) => side === 0).length;
    expect(Math.abs(heads - 500)).toBeLessThan(4 * Math.sqrt(250));
    const counts = study({ t: [0, 1], y: [1, 2], w: { x: [1, 2] }, weights: [1000, 3] });
    const parted = withCoin(counts, 5);
    const sums = [0, 1].map((arm) =>
      parted.weights!.values.reduce(
        (sum, count, i) => sum + ((parted.treatment as { codes: Int32Array }).codes[i] === arm ? count : 0),
        0,
      ),
    );
    expect(sums).toEqual([1000, 3]);
    expect(parted.weights!.kind).toBe("counts");
    const headsOf = parted.weights!.values.reduce(
      (sum, count, i) => sum + (coinOf(parted)[i] === 0 && i < 2 ? count : 0),
      0,
    );
    expect(Math.abs(headsOf - 500)).toBeLessThan(4 * Math.sqrt(250));
  });

  it("takes a name that no covariate has", () => {
    expect(withCoin(study({ t: [0, 1], y: [1, 2], w: { coin: [1, 2] } }), 1).given.map(({ name }) => name)).toEqual([
      "coin",
      "coin'",
    ]);
  });
});

describe("randomCause", () => {
  const original = slowCoefficient(table);

  it("hardly moves a right estimator", async () => {
    const check = (await randomCause(table, original, reestimate, options))!;
    expect(check.values["passed"]).toBe(true);
    expect(check.values["change"]).toBeCloseTo(slowCoefficient(withCoin(table, 1)).value - original.value, 12);
    expect(check.values["standardErrors"]).toBeCloseTo((check.values["change"] as number) / original.se, 12);
    expect(check.finding).toMatch(
      /^With one more covariate, decided by a coin, the estimate goes from \S+ to \S+, \S+ standard errors; that is little, as it should be\.$/,
    );
  });

  it("tells on an estimator that hangs on how many covariates there are", async () => {
    const odd = async (s: Study) => ({ value: original.value + (s.given.length - 2) * original.se, se: original.se });
    const check = (await randomCause(table, original, odd, options))!;
    expect(check.values["passed"]).toBe(false);
    expect(check.values["standardErrors"]).toBeCloseTo(1, 9);
    expect(check.finding).toContain("that is much for a covariate without meaning");
  });

  it("judges nothing without a standard error, and does not apply to an exact law", async () => {
    const check = (await randomCause(table, { value: 1 }, reestimate, options))!;
    expect(check.values).not.toHaveProperty("passed");
    const law = study({ t: [0, 1], y: [1, 2], w: {}, weights: [0.5, 0.5], law: true });
    expect(await randomCause(law, { value: 1 }, reestimate, options)).toBeUndefined();
  });

  it("says when the estimator refuses, and lets faults through", async () => {
    const refusing = async () => {
      throw new DiscoError({ who: "overlap", wrong: "none", next: "trim" }, "refused");
    };
    const check = (await randomCause(table, original, refusing, options))!;
    expect(check.values["passed"]).toBe(false);
    expect(check.finding).toBe("With a covariate decided by a coin there was no estimate: overlap: none; trim");
    const misused = async () => {
      throw new DiscoError({ who: "--given", wrong: "none", next: "name one" });
    };
    await expect(randomCause(table, original, misused, options)).rejects.toThrow("--given: none; name one");
    const broken = async () => {
      throw new TypeError("a fault");
    };
    await expect(randomCause(table, original, broken, options)).rejects.toThrow("a fault");
  });
});
