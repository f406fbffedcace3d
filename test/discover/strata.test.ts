import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averageOf, averageStatistic, summedCells } from "../../src/discover/average.js";
import { chiSquareTail, contingency, lawDependence } from "../../src/discover/contingency.js";
import { drawnTails } from "../../src/discover/permutation.js";
import { strataOf, varies } from "../../src/discover/strata.js";
import { strataTest } from "../../src/discover/strata-test.js";
import { BERKELEY, RABBITS, SATISFACTION, strataFrom } from "./tables.js";

const average = (tables: readonly (readonly (readonly number[])[])[]) => {
  const strata = strataFrom(tables);
  const found = averageOf(strata)!;
  return { statistic: averageStatistic(summedCells(strata, found), found), freedom: found.freedom };
};

describe("strata", () => {
  it("are the rows alike in what is given, in the order of the values", () => {
    const column = (name: string, ...codes: number[]) => ({
      name,
      values: [10, 20, 30],
      codes: Int32Array.from(codes),
    });
    const [x, y] = [column("x", 2, 0, 2, 2, 0), column("y", 1, 1, 1, 0, 1)];
    const strata = strataOf(x, y, [column("z", 1, 0, 1, 1, 0)], undefined);
    expect(strata.map(({ lineCodes, columnCodes, cells }) => [[...lineCodes], [...columnCodes], [...cells]])).toEqual([
      [[0], [1], [2]],
      [[2], [0, 1], [1, 2]],
    ]);
    expect(strata.some(varies)).toBe(false);
  });

  it("do not depend on the order of rows, and counts are copies", () => {
    const draws = Array.from({ length: 60 }, (_, i) => [i % 2, (i * 7) % 3, (i * 5) % 4]);
    const of = (rows: readonly number[][], mass?: Float64Array) => {
      const column = (k: number) => ({ name: "", values: [0, 1, 2, 3], codes: Int32Array.from(rows, (row) => row[k]) });
      return strataOf(column(0), column(1), [column(2)], mass);
    };
    expect(of(draws.toReversed())).toEqual(of(draws));
    const once = draws.filter((_, i) => i < 12);
    expect(of(once, new Float64Array(12).fill(5))).toEqual(of(Array.from({ length: 5 }, () => once).flat()));
    const half = Float64Array.from(draws, (_, i) => (i < 12 ? 1 : 0));
    expect(of(draws, half)).toEqual(of(once));
  });
});

describe("chi-square over strata", () => {
  it("is (n - 1) / n times Pearson's, with the degrees of freedom of what occurs", () => {
    // By hand: one table [[10, 20], [30, 40]] has chi-square 100 (10 * 40 - 20 * 30)^2 / (30 * 70 * 40 * 60) = 50/63.
    const one = contingency(
      strataFrom([
        [
          [10, 20],
          [30, 40],
        ],
      ]),
    );
    expect(one.statistic).toBeCloseTo((99 / 100) * (50 / 63), 12);
    expect(one).toMatchObject({ freedom: 1, telling: 100, total: 100, filled: true });
    // The doses at which all die or all live say nothing.
    expect(contingency(strataFrom(RABBITS))).toMatchObject({ freedom: 3, telling: 36, total: 54, filled: false });
  });

  it("finds department A at Berkeley, where the average over departments finds nothing", () => {
    const { statistic, freedom } = contingency(strataFrom(BERKELEY));
    expect(freedom).toBe(6);
    let sum = 0;
    for (const [[a, b], [c, d]] of BERKELEY) {
      sum += ((a + b + c + d - 1) * (a * d - b * c) ** 2) / ((a + b) * (c + d) * (a + c) * (b + d));
    }
    expect(statistic).toBeCloseTo(sum, 10);
    expect(chiSquareTail(statistic, freedom)).toBeCloseTo(0.0029, 3);
  });

  it("has the tails of the chi-square law", () => {
    // Abramowitz and Stegun, table 26.8.
    for (const [statistic, freedom, p] of [
      [3.84146, 1, 0.05],
      [6.6349, 1, 0.01],
      [18.307, 10, 0.05],
      [149.449, 100, 0.001],
    ]) {
      expect(chiSquareTail(statistic, freedom)).toBeCloseTo(p, 5);
    }
  });
});

describe("the average over strata", () => {
  it("is Cochran, Mantel and Haenszel's statistic", () => {
    // Agresti 2002, page 297: generalised CMH 10.2001 with 9 degrees of freedom, p = .3345.
    const jobs = average(SATISFACTION);
    expect(jobs.freedom).toBe(9);
    expect(jobs.statistic).toBeCloseTo(10.2001, 4);
    expect(chiSquareTail(jobs.statistic, 9)).toBeCloseTo(0.3345, 4);
    // Without correction for continuity, by the formula for two by two tables.
    let [gap, spread] = [0, 0];
    for (const [[a, b], [c, d]] of BERKELEY) {
      const n = a + b + c + d;
      gap += d - ((c + d) * (b + d)) / n;
      spread += ((a + b) * (c + d) * (a + c) * (b + d)) / (n * n * (n - 1));
    }
    expect(average(BERKELEY).statistic).toBeCloseTo(gap ** 2 / spread, 10);
    expect(average(BERKELEY).freedom).toBe(1);
  });

  it("does not depend on which values come first", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 }), {
          minLength: 2,
          maxLength: 4,
        }),
        (flat) => {
          const tables = flat.map((cells) => [0, 1, 2].map((i) => cells.slice(4 * i, 4 * i + 4)));
          const turned = tables.map((table) => table.toReversed().map((line) => [...line.slice(1), line[0]]));
          const [one, other] = [averageOf(strataFrom(tables)), averageOf(strataFrom(turned))];
          fc.pre(one !== undefined && other !== undefined);
          expect(average(turned).statistic).toBeCloseTo(average(tables).statistic, 6);
          expect(other!.freedom).toBe(one!.freedom);
        },
      ),
      { numRuns: 100, seed: 4 },
    );
  });
});

describe("drawing", () => {
  it("comes to the exact conditional p-value", () => {
    // One table with margins 8, 8 and 6, 10: all of them by the hypergeometric law.
    const choose = (n: number, k: number): number =>
      k < 0 || k > n ? 0 : k === 0 ? 1 : (n * choose(n - 1, k - 1)) / k;
    const square = (a: number) => (16 * (a * (8 - (6 - a)) - (8 - a) * (6 - a)) ** 2) / (8 * 8 * 6 * 10);
    let exact = 0;
    for (let a = 0; a <= 6; a++) {
      if (square(a) >= square(5) - 1e-9) exact += (choose(8, a) * choose(8, 6 - a)) / choose(16, 6);
    }
    const strata = strataFrom([
      [
        [5, 3],
        [1, 7],
      ],
    ]);
    const { all, average } = drawnTails(strata, undefined, 1);
    expect(average).toBeUndefined();
    expect(all.p).toBeGreaterThan(exact - 4 * Math.sqrt((exact * (1 - exact)) / all.draws));
    expect(all.p).toBeLessThan(exact + 4 * Math.sqrt((exact * (1 - exact)) / all.draws));
  });

  it("agrees with the chi-square law where there are many observations", () => {
    const strata = strataFrom(BERKELEY);
    const found = averageOf(strata)!;
    const { all, average } = drawnTails(strata, found, 3);
    const { statistic, freedom } = contingency(strata);
    expect(all.p / chiSquareTail(statistic, freedom)).toBeGreaterThan(0.4);
    expect(all.p / chiSquareTail(statistic, freedom)).toBeLessThan(2);
    const mean = chiSquareTail(averageStatistic(summedCells(strata, found), found), 1);
    expect(Math.abs(average!.p - mean)).toBeLessThan(0.06);
  });

  it("goes on where chance seldom wins, and is the same for the same seed", () => {
    const strata = strataFrom([
      [
        [12, 1],
        [2, 13],
      ],
    ]);
    const first = drawnTails(strata, undefined, 7);
    expect(first.all.draws).toBeGreaterThan(999);
    expect(first.all.p).toBeLessThan(0.001);
    expect(drawnTails(strata, undefined, 7)).toEqual(first);
    expect(drawnTails(strata, undefined, 8)).not.toEqual(first);
  });

  it("keeps the size at five percent with few observations, whatever the tables", () => {
    // 400 tables in which nothing links the two; exact up to the draws, so at most 5 % reject: binomial limit of one in ten thousand.
    let rejected = 0;
    for (let run = 0; run < 400; run++) {
      const cell = (k: number) => Math.floor((((run * 7919 + k * 104729) % 997) / 997) * 5);
      const tables = [0, 1, 2].map((z) => [
        [cell(z), cell(z + 10)],
        [cell(z + 20), cell(z + 30)],
      ]);
      const strata = strataFrom(shuffledTables(tables, run));
      const verdict = strata.some(varies) ? strataTest(strata, run) : undefined;
      if (verdict !== undefined && verdict.p < 0.05) rejected++;
    }
    expect(rejected).toBeLessThanOrEqual(38);
  });
});

/** A table of the same margins in each stratum, drawn at random. */
function shuffledTables(tables: readonly number[][][], seed: number): number[][][] {
  let state = seed + 1;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return tables.map(([[a, b], [c, d]]) => {
    const cards = [...new Array(a + c).fill(0), ...new Array(b + d).fill(1)];
    for (let i = cards.length - 1; i > 0; i--) {
      const j = Math.floor(uniform() * (i + 1));
      [cards[i], cards[j]] = [cards[j], cards[i]];
    }
    const first = cards.slice(0, a + b);
    const ones = first.filter((card) => card === 1).length;
    return [
      [first.length - ones, ones],
      [c + d - (b + d - ones), b + d - ones],
    ];
  });
}

describe("an exact law", () => {
  it("depends by what would have to move", () => {
    // P(x, y | z) = .5, 0; 0, .5 where z = 0 (half of all), independent where z = 1: a quarter of all has to move.
    const { distance, strength } = lawDependence(
      strataFrom([
        [
          [0.25, 0],
          [0, 0.25],
        ],
        [
          [0.02, 0.08],
          [0.08, 0.32],
        ],
      ]),
    );
    expect(distance).toBeCloseTo(0.25, 14);
    expect(strength).toBeCloseTo(Math.sqrt(0.5), 12);
  });

  it("does not depend where it factorises, to the last digits", () => {
    const [p, q] = [
      [0.1, 0.2, 0.7],
      [0.3, 0.6, 0.1],
    ];
    const tables = [0.4, 0.6].map((z) => p.map((a) => q.map((b) => z * a * b)));
    expect(lawDependence(strataFrom(tables)).distance).toBeLessThan(1e-15);
  });
});
