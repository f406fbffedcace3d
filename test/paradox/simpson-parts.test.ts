import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseGraph } from "../../src/graph/parse.ts";
import { normalCdf, normalQuantile } from "../../src/num/normal.ts";
import { type Cells, comparableCells } from "../../src/paradox/simpson/cells.ts";
import { type Blend, contrastOf } from "../../src/paradox/simpson/contrast.ts";
import { judgeMeans } from "../../src/paradox/simpson/means.ts";
import { mantelHaenszel } from "../../src/paradox/simpson/odds.ts";
import { placeIn, readGraph } from "../../src/paradox/simpson/roles.ts";
import { judgeRates } from "../../src/paradox/simpson/score.ts";
import { type StratumCounts, strata } from "./simpson-tables.ts";

const cellsOf = (rows: readonly StratumCounts[], binary = true): Cells =>
  comparableCells(strata(["z"], rows), binary, false);

describe("score intervals", () => {
  /** The likeliest rates with a given difference, by golden section over the rate of the untreated. */
  function fitted(n1: number, x1: number, n0: number, x0: number, delta: number): [number, number] {
    const term = (x: number, p: number) => (x === 0 ? 0 : x * Math.log(p));
    const likelihood = (p0: number) =>
      term(x1, p0 + delta) + term(n1 - x1, 1 - p0 - delta) + term(x0, p0) + term(n0 - x0, 1 - p0);
    let [low, high] = [Math.max(0, -delta), Math.min(1, 1 - delta)];
    for (let k = 0; k < 200; k++) {
      const [a, b] = [low + 0.382 * (high - low), low + 0.618 * (high - low)];
      if (likelihood(a) > likelihood(b)) high = b;
      else low = a;
    }
    return [(low + high) / 2 + delta, (low + high) / 2];
  }

  it("end where the score with half a step off is as far as the level says (one stratum, rates fitted by search)", () => {
    const arm = fc.integer({ min: 2, max: 80 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n })));
    fc.assert(
      fc.property(arm, arm, ([n1, x1], [n0, x0]) => {
        const cells = cellsOf([["a", [n1, x1], [n0, x0]]]);
        const { value, interval } = judgeRates(cells, contrastOf(cells, { raw: 1 }));
        for (const end of interval(0.05)) {
          if (Math.abs(end) > 1 - 1e-6) continue;
          const [p1, p0] = fitted(n1, x1, n0, x0, end);
          const parts = [(p1 * (1 - p1)) / n1, (p0 * (1 - p0)) / n0];
          const variance = parts[0] + parts[1];
          const step = (parts[0] / n1 + parts[1] / n0) / variance / 2;
          expect((Math.abs(end - value) - step) / Math.sqrt(variance)).toBeCloseTo(normalQuantile(0.975), 3);
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("have the width that influence functions give, observation by observation, for every blend", () => {
    const rows: readonly StratumCounts[] = [
      ["a", [40, 25], [10, 4]],
      ["b", [15, 4], [30, 12]],
      ["c", [20, 15], [25, 14]],
    ];
    // So many of them that the normal law holds to three digits.
    const many = 1e6;
    const cells = cellsOf(rows.map(([label, [n, x], [m, y]]) => [label, [n * many, x * many], [m * many, y * many]]));
    const blends: readonly Blend[] = [
      { everybody: 1 },
      { treated: 1 },
      { untreated: 1 },
      { raw: 1 },
      { everybody: 1, raw: -0.5 },
      { everybody: -1, raw: -1 },
    ];
    for (const blend of blends) {
      const { interval, value } = judgeRates(cells, contrastOf(cells, blend));
      const expected = Math.sqrt(influenceVariance(rows, blend) / (140 * many));
      const [low, high] = interval(0.05);
      expect((high - low) / 2 / normalQuantile(0.975) / expected).toBeCloseTo(1, 3);
      expect((high + low) / 2).toBeCloseTo(value, 5);
    }
  });

  /** The variance of one observation's influence: every observation listed, each functional's influence written out by its definition. */
  function influenceVariance(rows: readonly StratumCounts[], blend: Blend): number {
    const list = rows.flatMap(([label, ...arms]) =>
      arms.flatMap(([n, x], k) =>
        Array.from({ length: n }, (_, i) => ({ s: label as string, a: k === 0 ? 1 : 0, y: i < x ? 1 : 0 })),
      ),
    );
    type One = (typeof list)[number];
    const mean = (of: (one: One) => number, which: (one: One) => boolean = () => true) => {
      const some = list.filter(which);
      return some.reduce((sum, one) => sum + of(one), 0) / some.length;
    };
    const m = (a: number, s: string) =>
      mean(
        ({ y }) => y,
        (one) => one.a === a && one.s === s,
      );
    const e = (s: string) =>
      mean(
        ({ a }) => a,
        (one) => one.s === s,
      );
    const treated = mean(({ a }) => a);
    const standard = (weight: (one: One) => number, tilt: (s: string) => number) => {
      const gap = ({ s }: One) => m(1, s) - m(0, s);
      const value = mean((one) => weight(one) * gap(one)) / mean(weight);
      return (one: One) =>
        (weight(one) * (gap(one) - value) +
          tilt(one.s) *
            ((one.a / e(one.s)) * (one.y - m(1, one.s)) - ((1 - one.a) / (1 - e(one.s))) * (one.y - m(0, one.s)))) /
        mean(weight);
    };
    const [y1, y0] = [1, 0].map((arm) =>
      mean(
        ({ y }) => y,
        ({ a }) => a === arm,
      ),
    );
    const parts = {
      everybody: standard(
        () => 1,
        () => 1,
      ),
      treated: standard(({ a }) => a, e),
      untreated: standard(
        ({ a }) => 1 - a,
        (s) => 1 - e(s),
      ),
      raw: ({ a, y }: One) => (a / treated) * (y - y1) - ((1 - a) / (1 - treated)) * (y - y0),
    };
    return mean((one) => {
      let sum = 0;
      for (const key of ["everybody", "treated", "untreated", "raw"] as const) {
        if (blend[key] !== undefined) sum += blend[key] * parts[key](one);
      }
      return sum * sum;
    });
  }

  it("agree with the p-value: zero is in the interval when p is above the level, and only then", () => {
    const arm = fc.integer({ min: 1, max: 40 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n })));
    const rows = fc.array(fc.tuple(arm, arm), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.constantFrom(0.3, 0.05, 0.001), (drawn, level) => {
        const cells = cellsOf(drawn.map(([one, other], s) => [`${s}`, one, other]));
        const { p, interval, value } = judgeRates(cells, contrastOf(cells, { everybody: 1 }));
        const [low, high] = interval(level);
        expect(low).toBeLessThanOrEqual(value + 1e-12);
        expect(high).toBeGreaterThanOrEqual(value - 1e-12);
        if (Math.abs(p - level) > 1e-6) expect(low <= 0 && high >= 0).toBe(p > level);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("averages of numbers", () => {
  it("are Welch's test where there is one stratum, its law by quadrature", () => {
    const [one, other] = [
      [3, 5, 8, 9],
      [1, 2, 2, 6, 7],
    ];
    const sums = (x: readonly number[]) =>
      [x.length, x.reduce((a, b) => a + b), x.reduce((a, b) => a + b * b, 0)] as const;
    const cells = cellsOf([["a", sums(one), sums(other)]], false);
    const { value, p, interval } = judgeMeans(cells, contrastOf(cells, { raw: 1 }));
    const spread = (x: readonly number[]) => {
      const mean = x.reduce((a, b) => a + b) / x.length;
      return x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (x.length - 1) / x.length;
    };
    const [v1, v0] = [spread(one), spread(other)];
    const t = value / Math.sqrt(v1 + v0);
    const freedom = (v1 + v0) ** 2 / (v1 ** 2 / 3 + v0 ** 2 / 4);
    const density = (x: number) => (1 + (x * x) / freedom) ** (-(freedom + 1) / 2);
    const area = (from: number, to: number) => {
      const n = 20000;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += density(from + ((i + 0.5) * (to - from)) / n);
      return (sum * (to - from)) / n;
    };
    const whole = area(0, 400);
    expect(value).toBeCloseTo(6.25 - 3.6, 12);
    expect(p).toBeCloseTo(1 - area(0, t) / whole, 4);
    const half = (interval(p)[1] - interval(p)[0]) / 2;
    expect(half).toBeCloseTo(value, 8);
  });
});

describe("Mantel and Haenszel", () => {
  it("is Woolf's interval for one stratum (Robins, Breslow and Greenland)", () => {
    const [a, b, c, d] = [12, 5, 6, 10];
    const cells = cellsOf([["one", [a + b, a], [c + d, c]]]);
    const { oddsRatio } = mantelHaenszel(cells, 0.05);
    expect(oddsRatio.value).toBeCloseTo((a * d) / (b * c), 12);
    const half = normalQuantile(0.975) * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d);
    expect(Math.log(oddsRatio.interval![1] / oddsRatio.value!)).toBeCloseTo(half, 10);
  });

  it("is McNemar's variance for pairs (Sato)", () => {
    // 30 pairs: 12 where only the treated succeeded, 5 where only the other did, 13 where both or none.
    const pair = (x1: number, x0: number, times: number, name: string) =>
      Array.from({ length: times }, (_, i): StratumCounts => [`${name}${i}`, [1, x1], [1, x0]]);
    const cells = cellsOf([
      ...pair(1, 0, 12, "b"),
      ...pair(0, 1, 5, "c"),
      ...pair(1, 1, 6, "d"),
      ...pair(0, 0, 7, "e"),
    ]);
    const { difference, oddsRatio } = mantelHaenszel(cells, 0.05);
    expect(difference.value).toBeCloseTo(7 / 30, 12);
    const half = normalQuantile(0.975) * Math.sqrt((17 - 49 / 30) / 900);
    expect(difference.interval![1] - difference.value!).toBeCloseTo(half, 12);
    expect(oddsRatio.value).toBeCloseTo(12 / 5, 12);
    expect(normalCdf(0)).toBe(0.5);
  });
});

describe("what the graph says", () => {
  const read = (text: string, ...by: string[]) => readGraph(placeIn(parseGraph(text), "T", "Y"), by);

  it.each([
    ["Z -> T -> Y; Z -> Y", ["confounder"], true, false, "effect"],
    ["T -> Z -> Y; T -> Y", ["mediator"], false, true, "direct effect"],
    ["T -> Z -> Y; T -> Y; Z <-> Y", ["mediator"], false, true, "biased"],
    ["T -> Y; T -> Z; Y -> Z", ["collider"], false, true, "biased"],
    ["T -> Y; T -> Z; Z <-> Y", ["collider"], false, true, "biased"],
    ["T -> Y -> Z", ["after outcome"], false, true, "biased"],
    ["Z -> T -> Y", ["cause of treatment"], true, true, "effect"],
    ["T -> Y; Z -> Y", ["cause of outcome"], true, true, "effect"],
    ["T -> Y; A -> T; A -> Z; B -> Z; B -> Y", ["collider"], false, true, "biased"],
    ["Z -> T -> Y; Z -> Y; T <-> Y", ["confounder"], false, false, "open"],
    ["T -> M -> Y; M -> Z", ["after treatment"], false, true, "biased"],
    ["T -> Y; A -> Y", ["unknown"], null, true, "unknown"],
  ] as const)("%s", (text, roles, adjusted, raw, standardised) => {
    expect(read(text, "Z")).toEqual({ roles: { Z: roles[0] }, adjusted, raw, standardised });
  });

  it("judges two columns together", () => {
    const graph = "A -> T; A -> Y; B -> T; B -> Y; T -> Y";
    expect([read(graph, "A").adjusted, read(graph, "A", "B").adjusted]).toEqual([false, true]);
    const both = read("A -> T; A -> Y; T -> M -> Y; T -> Y; A -> M", "A", "M");
    expect([both.standardised, both.raw]).toEqual(["direct effect", false]);
  });
});
