// Intervals and tests of the ratios against slow versions that share no code with them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Frame } from "../../src/num/frame.ts";
import { uniformStream } from "../../src/num/random.ts";
import { chanceRatio } from "../../src/paradox/berkson/chances.ts";
import { midInterval } from "../../src/paradox/berkson/conditional.ts";
import { checkSelection } from "../../src/paradox/berkson.ts";
import { clinic, clinicFrame, type Four, frameOf, selectedOnly } from "./berkson-tables.ts";

/** Binomial coefficients by Pascal's rule, exact. */
function choose(n: number, k: number): bigint {
  let row = [1n];
  for (let i = 0; i < n; i++) row = [1n, ...row.slice(1).map((one, j) => one + row[j]), 1n];
  return row[k] ?? 0n;
}

/** P(X > seen) + P(X = seen) / 2 given the margins where the odds ratio is top / bottom, in exact fractions. */
function midAbove([n00, n10, n01, n11]: Four, top: bigint, bottom: bigint): number {
  const [withFirst, without, second] = [n10 + n11, n00 + n01, n01 + n11];
  let [above, all] = [0n, 0n];
  for (let x = Math.max(0, second - without); x <= Math.min(withFirst, second); x++) {
    const mass = choose(withFirst, x) * choose(without, second - x) * top ** BigInt(x) * bottom ** BigInt(second - x);
    all += 2n * mass;
    above += x > n11 ? 2n * mass : x === n11 ? mass : 0n;
  }
  return Number((above * 10n ** 15n) / all) / 1e15;
}

const small = fc.tuple(
  ...([0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 9 })) as [
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
    fc.Arbitrary<number>,
  ]),
);
const proper = small.filter(([a, b, c, d]) => a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0);

describe("mid-p given the margins", () => {
  it("has tails of level / 2 at its ends, and the exact p-value", () => {
    fc.assert(
      fc.property(proper, (counts) => {
        const { low, high, p } = midInterval(counts, 0.05, 0);
        const at = (odds: number): number => midAbove(counts, BigInt(Math.round(odds * 1e9)), 10n ** 9n);
        if (low > 1e-4) expect(at(low)).toBeCloseTo(0.025, 4);
        if (high < 1e4) expect(1 - at(high)).toBeCloseTo(0.025, 4);
        const above = midAbove(counts, 1n, 1n);
        expect(p).toBeCloseTo(Math.min(1, 2 * Math.min(above, 1 - above)), 12);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("has no end where the cell says so", () => {
    expect(midInterval([5, 4, 3, 0], 0.05, 0).low).toBe(0);
    expect(midInterval([5, 0, 3, 4], 0.05, 0).high).toBe(Infinity);
  });
});

/** How far the counts are from those expected with the best four chances whose log ratio is `rho`, found by a search that halves its steps. */
function scoreAt(selected: Four, all: Four, rho: number): number {
  const logs = ([x, y, z]: readonly number[]): number[] => [x, y, z, rho - x + y + z];
  const at = (place: readonly number[]): number => {
    let sum = 0;
    for (const [g, log] of logs(place).entries()) {
      if (log > 0) return -Infinity;
      const rest = all[g] - selected[g];
      sum += (selected[g] === 0 ? 0 : selected[g] * log) + (rest === 0 ? 0 : rest * Math.log(-Math.expm1(log)));
    }
    return sum;
  };
  let best: { place: readonly number[]; value: number } = { place: [], value: -Infinity };
  for (const start of [-0.1, -1, -3]) {
    // The last chance must be one too.
    const low = Math.min(start, start - rho);
    let place: readonly number[] = rho + start > 0 ? [-0.05, low, -0.05] : [start, start, start];
    let value = at(place);
    for (let step = 1; step > 1e-11; ) {
      let moved = false;
      for (const direction of DIRECTIONS) {
        const next = place.map((one, k) => one + step * direction[k]);
        const there = at(next);
        if (there > value) [place, value, moved] = [next, there, true];
      }
      if (!moved) step /= 2;
    }
    if (value > best.value) best = { place, value };
  }
  return logs(best.place).reduce((sum, log, g) => {
    const [h, rest] = [Math.exp(log), -Math.expm1(log)];
    return rest < 1e-12 ? sum : sum + (selected[g] - all[g] * h) ** 2 / (all[g] * h * rest);
  }, 0);
}

const DIRECTIONS = [-1, 0, 1].flatMap((x) => [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((z) => [x, y, z])));

describe("the ratio of chances", () => {
  const groups = fc.tuple(
    ...([0, 1, 2, 3].map(() =>
      fc.integer({ min: 3, max: 30 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n))),
    ) as [
      fc.Arbitrary<[number, number]>,
      fc.Arbitrary<[number, number]>,
      fc.Arbitrary<[number, number]>,
      fc.Arbitrary<[number, number]>,
    ]),
  );
  it("has ends where the statistic is 3.84, and a p-value below 5 % where it is more at 1", () => {
    fc.assert(
      fc.property(groups, (made) => {
        const [selected, all] = [0, 1].map((k) => made.map((one) => one[k]) as unknown as Four);
        const { interval, p, state } = chanceRatio(selected, all, 0.05, false);
        // Two groups selected to the last row share what is left: there the interval is an approximation.
        if (state === "undefined" || selected.filter((count, g) => count === all[g]).length > 1) return;
        const score = (ratio: number) => scoreAt(selected, all, Math.log(ratio));
        const [low, high] = interval!;
        if (low > 1e-3) expect(Math.abs(score(low) - REACH)).toBeLessThan(5e-3);
        if (high !== null && high < 1e3) expect(Math.abs(score(high) - REACH)).toBeLessThan(5e-3);
        const one = score(1);
        if (Math.abs(one - REACH) > 1e-2) expect(p! < 0.05).toBe(one > REACH);
      }),
      { seed: 1, numRuns: 40 },
    );
  });
});

/** The square of the normal quantile at 97.5 %. */
const REACH = 3.841458820694124;

/** The standard error by moving the count of each row a little and answering anew: the influence, without its formula. */
function numericalError(frame: Frame, answer: (frame: Frame) => number): number {
  const { values } = frame.weights!;
  let variance = 0;
  for (let i = 0; i < values.length; i++) {
    const moved = (by: number) => {
      const copy = values.slice();
      copy[i] += by;
      return answer({ ...frame, weights: { kind: "counts", values: copy } });
    };
    const step = 1e-3;
    variance += values[i] * ((moved(step) - moved(-step)) / (2 * step)) ** 2;
  }
  return Math.sqrt(variance);
}

describe("inverse weighting", () => {
  const Z = 1.959963984540054;
  it("has the error that its influences say, estimation of the probabilities included", () => {
    const frame = clinicFrame(clinic, 1500, uniformStream(4));
    const options = { pair: ["A", "B"], selected: "S", given: ["age"] } as const;
    const run = (one: Frame) => checkSelection(one, options);
    const { corrections, scanned } = run(frame);
    const [low, high] = corrections[0].oddsRatio.interval!;
    const error = numericalError(frame, (one) => Math.log(run(one).corrections[0].oddsRatio.value!));
    expect(Math.log(high! / low) / (2 * Z)).toBeCloseTo(error, 5);
    const last = scanned.length - 1;
    const [from, to] = scanned[last].ratio.interval!;
    const change = numericalError(frame, (one) => Math.log(run(one).scanned[last].ratio.value!));
    expect(Math.log(to! / from) / (2 * Z)).toBeCloseTo(change, 5);
  });

  it("with known probabilities too", () => {
    const counts = [30, 25, 20, 35, 12, 18, 22, 9];
    const [A, B] = [
      [0, 1, 0, 1, 0, 1, 0, 1],
      [0, 0, 1, 1, 0, 0, 1, 1],
    ];
    const frame = frameOf({ A, B, p: [0.2, 0.4, 0.5, 0.9, 0.7, 0.1, 0.3, 0.6] }, counts);
    const answer = (one: Frame) => checkSelection(one, { pair: ["A", "B"], probability: "p" });
    const [low, high] = answer(frame).corrections[0].oddsRatio.interval!;
    const error = numericalError(frame, (one) => Math.log(answer(one).corrections[0].oddsRatio.value!));
    expect(Math.log(high! / low) / (2 * Z)).toBeCloseTo(error, 6);
  });

  it("equal probabilities change nothing", () => {
    const counts: Four = [30, 25, 20, 35];
    const plain = checkSelection(selectedOnly(counts), { pair: ["A", "B"] }).groups[0].oddsRatio;
    const frame = frameOf({ A: [0, 1, 0, 1], B: [0, 0, 1, 1], p: [0.3, 0.3, 0.3, 0.3] }, counts);
    const { oddsRatio } = checkSelection(frame, { pair: ["A", "B"], probability: "p" }).corrections[0];
    expect(oddsRatio.value).toBeCloseTo(plain.value!, 12);
    expect(oddsRatio.interval![0]).toBeCloseTo(plain.interval![0], 12);
  });
});
