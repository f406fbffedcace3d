import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DiscoError } from "../../src/error.js";
import { binLabels, cutsOf, quantileMarks, sayDay } from "../../src/num/bins-of-numbers.js";
import { exactParts } from "../../src/num/exact-parts.js";
import type { Sample } from "../../src/num/sample.js";
import { strataOf } from "../../src/paradox/strata-of.js";

const data = { source: "here", read: 0, used: 0, missing: {}, notes: [] };

function sampleOf(
  treated: readonly number[],
  outcome: readonly number[],
  given: Sample["given"],
  more: Partial<Sample> = {},
): Sample {
  return {
    rows: treated.length,
    treatment: { name: "t", values: Uint8Array.from(treated), labels: { yes: 1, no: 0 } },
    outcome: { kind: "numeric", name: "y", values: Float64Array.from(outcome) },
    given,
    data,
    ...more,
  };
}

const labels = (name: string, values: readonly string[], levels = [...new Set(values)]) =>
  ({ kind: "categorical", name, codes: Int32Array.from(values, (v) => levels.indexOf(v)), levels }) as const;
const numbers = (name: string, values: readonly number[]) =>
  ({ kind: "numeric", name, values: Float64Array.from(values) }) as const;

describe("strata of a sample in memory", () => {
  test("by hand: two columns, both arms, one stratum without the treated", () => {
    const table = strataOf(
      sampleOf(
        [0, 1, 0, 1, 0],
        [1, 2, 3, 4, 5],
        [labels("l", ["b", "a", "b", "b", "c"]), numbers("n", [2, 2, 10, 10, 2])],
      ),
    );
    expect(table.whole).toEqual({
      by: [],
      labels: [[]],
      count: Float64Array.of(3, 2),
      sum: Float64Array.of(9, 6),
      squares: Float64Array.of(35, 20),
    });
    expect(table.strata).toEqual([
      {
        by: ["l"],
        labels: [["a"], ["b"], ["c"]],
        count: Float64Array.of(0, 1, 2, 1, 1, 0),
        sum: Float64Array.of(0, 2, 4, 4, 5, 0),
        squares: Float64Array.of(0, 4, 10, 16, 25, 0),
      },
      {
        by: ["n"],
        labels: [["2"], ["10"]],
        count: Float64Array.of(2, 1, 1, 1),
        sum: Float64Array.of(6, 2, 3, 4),
        squares: Float64Array.of(26, 4, 9, 16),
      },
      {
        by: ["l", "n"],
        labels: [
          ["a", "2"],
          ["b", "2"],
          ["b", "10"],
          ["c", "2"],
        ],
        count: Float64Array.of(0, 1, 1, 0, 1, 1, 1, 0),
        sum: Float64Array.of(0, 2, 1, 0, 3, 4, 5, 0),
        squares: Float64Array.of(0, 4, 1, 0, 9, 16, 25, 0),
      },
    ]);
    expect(table.law).toBe(false);
  });

  test("weights, laws, and levels nobody has", () => {
    const given = [labels("l", ["b", "a", "b"], ["z", "b", "q", "a"])];
    const counts = { name: "w", kind: "counts", values: Float64Array.of(2, 3, 0) } as const;
    const table = strataOf(sampleOf([0, 1, 1], [1, 2, 9], given, { weights: counts }), { pairs: false });
    // Two rows are left and two labels: nothing to compare within them.
    expect(table.stratifiers[0].left).toBe("as many values as rows");
    expect(table.whole.sum).toEqual(Float64Array.of(2, 6));
    const unasked = { kind: "counts", values: Float64Array.of(2, 3, 1) } as const;
    const more = strataOf(sampleOf([0, 1, 1], [1, 2, 9], given, { weights: unasked }));
    expect(more.strata[0]).toMatchObject({ labels: [["a"], ["b"]], count: Float64Array.of(0, 3, 2, 1) });
    const law = { kind: "law", values: Float64Array.of(0.25, 0.25, 0.5) } as const;
    expect(strataOf(sampleOf([0, 1, 1], [1, 2, 9], given, { weights: law }))).toMatchObject({
      law: true,
      strata: [{ squares: Float64Array.of(0, 1, 0.25, 40.5) }],
    });
  });

  test("columns by name, and names that are not there", () => {
    const sample = sampleOf([0, 1, 0], [1, 2, 3], [labels("l", ["b", "a", "b"]), numbers("n", [1, 1, 2])]);
    expect(strataOf(sample, { by: ["n"] }).stratifiers.map(({ name }) => name)).toEqual(["n"]);
    expect(() => strataOf(sample, { by: ["m"] })).toThrow(DiscoError);
    expect(() => strataOf(sample, { by: ["m"] })).toThrowErrorMatchingInlineSnapshot(
      `[DiscoError: --by: this is no covariate of the sample (given: 'm'); choose from 'l', 'n']`,
    );
  });
});

describe("bins", () => {
  test("hold equal shares where there are no ties, and ties stay together", () => {
    const bins = fc.integer({ min: 2, max: 12 });
    const values = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 20, maxLength: 200 });
    fc.assert(
      fc.property(values, bins, (drawn, k) => {
        fc.pre(new Set(drawn).size > Math.max(10, k));
        const n = drawn.length;
        const table = strataOf(
          sampleOf(
            drawn.map((_, i) => i % 2),
            drawn,
            [numbers("x", drawn)],
          ),
          { bins: k },
        );
        const cuts = table.stratifiers[0].cuts!;
        // The obvious definition: sort, and take the value at rank ceil(j n / k).
        const sorted = drawn.toSorted((a, b) => a - b);
        const quantiles = Array.from({ length: k - 1 }, (_, j) => sorted[Math.ceil(((j + 1) * n) / k) - 1]);
        const below = [...new Set(quantiles)].filter((q) => q < sorted[n - 1]);
        expect(cuts).toEqual(below.length > 0 ? below : [Math.max(...drawn.filter((v) => v < sorted[n - 1]))]);
        const inBin = (low: number, high: number) => drawn.filter((v) => v > low && v <= high).length;
        const ends = [Number.NEGATIVE_INFINITY, ...cuts, Number.POSITIVE_INFINITY];
        const { count } = table.strata[0];
        expect(ends.slice(1).map((end, b) => inBin(ends[b], end))).toEqual(
          ends.slice(1).map((_, b) => count[2 * b] + count[2 * b + 1]),
        );
      }),
      { seed: 1 },
    );
  });

  test("a law of twenty equal parts is cut where its counts are, rounding or not", () => {
    const values = Array.from({ length: 20 }, (_, i) => i);
    const sample = (weights?: Sample["weights"]) =>
      sampleOf(
        values.map((i) => i % 2),
        values,
        [numbers("x", values)],
        weights && { weights },
      );
    const law = { kind: "law", values: new Float64Array(20).fill(0.05) } as const;
    expect(strataOf(sample(law)).stratifiers[0].cuts).toEqual([3, 7, 11, 15]);
    expect(strataOf(sample()).stratifiers[0].cuts).toEqual([3, 7, 11, 15]);
  });

  test("their names", () => {
    expect(binLabels([20, 35.5])).toEqual(["up to 20", "(20, 35.5]", "above 35.5"]);
    expect(binLabels(cutsOf([-0, 3, 3, 9], 9, 3))).toEqual(["up to 0", "(0, 3]", "above 3"]);
    expect(cutsOf([7, 7, 7, 7], 7, 2)).toEqual([2]);
    expect(quantileMarks(4, 10, false)).toEqual([10, 20, 30]);
    expect([0, -1, 18262.5, 18262 + 1 / 86400, 1e12].map(sayDay)).toEqual([
      "1970-01-01",
      "1969-12-31",
      "2020-01-01 12:00:00",
      "2020-01-01 00:00:01",
      "1000000000000",
    ]);
  });
});

describe("sums that do not depend on the order", () => {
  /** A double as a whole number of 2^-1074. */
  const exact = (value: number): bigint => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, Math.abs(value));
    const bits = view.getBigUint64(0);
    const [power, rest] = [bits >> 52n, bits & 0xfffffffffffffn];
    const whole = power === 0n ? rest : (rest | 0x10000000000000n) << (power - 1n);
    return value < 0 ? -whole : whole;
  };

  test("both parts add up exactly, and together they are the sum in whole numbers", () => {
    const value = fc.double({ min: -1e30, max: 1e30, noNaN: true }).filter((v) => v === 0 || Math.abs(v) > 1e-270);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (values) => {
        const { high, low } = exactParts(Float64Array.from(values));
        const forward = (of: Float64Array) => of.reduce((sum, part) => sum + part, 0);
        for (const part of [high, low]) {
          expect(forward(part.toReversed()) + 0).toBe(forward(part) + 0);
          expect(exact(forward(part))).toBe([...part].reduce((sum, v) => sum + exact(v), 0n));
        }
        // Nothing that matters beside the largest is lost.
        const lost = values.reduce((sum, v) => sum + exact(v), 0n) - exact(forward(high)) - exact(forward(low));
        const largest = exact(Math.max(...values.map(Math.abs)));
        const size = lost < 0n ? -lost : lost;
        expect(size * (1n << 80n) <= largest * BigInt(values.length ** 2)).toBe(true);
      }),
      { seed: 1 },
    );
  });
});
