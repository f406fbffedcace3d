// What every law promises (src/law/family.ts), measured on each. Integrals are the oracle's, not the engine's.
import { describe, expect, it } from "vitest";
import { bernoulli, bernoulliFromLogOdds } from "../../src/law/bernoulli.js";
import { beta } from "../../src/law/beta.js";
import { categorical, softmax } from "../../src/law/categorical.js";
import { cauchy } from "../../src/law/cauchy.js";
import { empirical } from "../../src/law/empirical.js";
import { expectation } from "../../src/law/expectation.js";
import type { Outcome } from "../../src/law/family.js";
import { fuse } from "../../src/law/fuse.js";
import { gamma } from "../../src/law/gamma.js";
import { entropy, kl } from "../../src/law/information.js";
import {
  cdf,
  type Law,
  logDensity,
  mean,
  outcomesOf,
  quantile,
  sample,
  survival,
  variance,
} from "../../src/law/law.js";
import { mix } from "../../src/law/mix.js";
import { normal } from "../../src/law/normal.js";
import { uniform } from "../../src/law/uniform.js";
import { uniformStream } from "../../src/num/random.js";
import { halfLine, integral, interval, real, type Variable } from "../law/oracle.js";

interface Member {
  readonly law: Law;
  /** Another of the family. */
  readonly other: Law;
  /** Laws with a density: how the oracle integrates over the support, and over its parts below and above x. */
  readonly over?: Variable;
  readonly tails?: (x: number) => readonly [below: Variable, above: Variable];
  /** An outcome whose probability or density rounds to zero. Bounded laws of even density have none. */
  readonly far?: Outcome;
}

const onLine = (centre: number, scale: number) => ({
  over: real(centre, scale),
  tails: (x: number) => [halfLine(x, -scale), halfLine(x, scale)] as const,
});
const on = (low: number, high: number) => ({
  over: interval(low, high),
  tails: (x: number) => [interval(low, x), interval(x, high)] as const,
});
const positive = (scale: number) => ({
  over: halfLine(0, scale),
  tails: (x: number) => [interval(0, x), halfLine(x, scale)] as const,
});

const ABC = ["a", "b", "c"];
const members: readonly Member[] = [
  { law: bernoulli(0.3), other: bernoulli(0.9) },
  { law: bernoulliFromLogOdds(-800), other: bernoulli(0.5), far: 1 },
  { law: categorical(ABC, [5, 3, 2]), other: categorical(["c", "b", "a"], [0.1, 0.2, 0.7]) },
  { law: categorical([3, 1, 2], [0.2, 0.5, 0.3]), other: categorical([1, 2, 3], [1, 1, 1]) },
  { law: softmax(ABC, [0, -1000, 1]), other: softmax(ABC, [0, -990, 2]), far: "b" },
  { law: empirical([4, 1, 1, 2.5, 9]), other: empirical([1, 2.5, 4, 9], [1, 2, 3, 4]) },
  { law: normal(2, 3), other: normal(1, 0.5), ...onLine(2, 3), far: 500 },
  { law: uniform(-1, 4), other: uniform(-2, 5), ...on(-1, 4) },
  { law: beta(2, 3), other: beta(4, 1.5), ...on(0, 1), far: 1e-200 },
  { law: beta(0.6, 30), other: beta(0.8, 20), ...on(0, 1), far: 1 - 1e-12 },
  { law: gamma(2.5, 4), other: gamma(1, 3), ...positive(0.6), far: 300 },
  { law: gamma(40, 0.1), other: gamma(50, 0.1), ...positive(400), far: 1e-10 },
  { law: cauchy(1, 2), other: cauchy(-1, 0.5), ...onLine(1, 2), far: 1e200 },
  { law: fuse(cauchy(0, 1), cauchy(4, 2)), other: fuse(cauchy(1, 1), cauchy(3, 1)), ...onLine(1, 1), far: 1e100 },
  {
    law: mix([normal(-3, 1), normal(2, 0.5), normal(0, 2)], [2, 1, 1]),
    other: mix([normal(-2, 1), normal(2, 1)], [1, 1]),
    ...onLine(0, 0.5),
    far: 1000,
  },
  {
    law: mix([cauchy(0, 1), normal(1, 1)], [1, 3]),
    other: mix([normal(0, 2), cauchy(2, 1)], [1, 1]),
    ...onLine(0, 1),
    far: 1e200,
  },
];

const title = ({ law }: Member) => JSON.stringify({ ...law, table: undefined, cumulative: undefined }).slice(0, 90);
const PS = [1e-9, 0.001, 0.2, 0.5, 0.6, 0.99, 1 - 1e-9];
const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-300);

describe.each(members.map((member) => [title(member), member] as const))(
  "%s",
  (_, { law, other, over, tails, far }) => {
    const density = (x: number) => Math.exp(logDensity(law, x));
    const finite = outcomesOf(law);
    /** E[f(X)] without the code under test. */
    const average = (f: (x: number) => number) =>
      over
        ? integral((x) => density(x) * f(x), over)
        : (finite?.values ?? []).reduce<number>((sum, x) => {
            const p = Math.exp(logDensity<Law>(law, x));
            return p === 0 ? sum : sum + p * f(x as number);
          }, 0);
    const numeric = over !== undefined || (finite?.values ?? []).every((x) => typeof x === "number");

    it("has mass 1", () => expect(Math.abs(average(() => 1) - 1)).toBeLessThan(1e-12));

    it("has a distribution function that is the integral of its density", () => {
      if (tails) {
        for (const p of PS) {
          const x = Number(quantile(law, p));
          const [below, above] = tails(x);
          if (p <= 0.5) expect(relative(cdf(law, x), integral(density, below))).toBeLessThan(1e-9);
          else expect(relative(survival(law, x), integral(density, above))).toBeLessThan(1e-9);
          expect(Math.abs(cdf(law, x) + survival(law, x) - 1)).toBeLessThan(1e-14);
        }
      } else {
        const values = [...(finite?.values ?? [])];
        if (numeric) values.sort((a, b) => Number(a) - Number(b));
        let sum = 0;
        for (const x of values) {
          sum += Math.exp(logDensity<Law>(law, x));
          expect(cdf<Law>(law, x)).toBeCloseTo(sum, 14);
          expect(survival<Law>(law, x)).toBeCloseTo(1 - sum, 14);
        }
        expect(cdf<Law>(law, values.at(-1) as Outcome)).toBe(1);
        expect(survival<Law>(law, values.at(-1) as Outcome)).toBe(0);
      }
    });

    it("has a quantile that is the distribution function's inverse", () => {
      for (const p of PS) {
        const x = quantile<Law>(law, p);
        if (over) {
          const [tail, small] = p <= 0.5 ? [cdf<Law>(law, x), p] : [survival<Law>(law, x), 1 - p];
          // What one unit in the last place of x makes.
          const grain = (density(Number(x)) * Math.abs(Number(x)) * 2 ** -51) / small;
          expect(relative(tail, small)).toBeLessThan(1e-10 + grain);
        } else {
          // The smallest x with cdf(x) >= p.
          expect(cdf<Law>(law, x)).toBeGreaterThanOrEqual(p);
          expect(cdf<Law>(law, x) - Math.exp(logDensity<Law>(law, x))).toBeLessThan(p + 1e-15);
          expect(quantile<Law>(law, cdf<Law>(law, x))).toBe(x);
        }
      }
      expect(cdf<Law>(law, quantile<Law>(law, 1))).toBe(1);
      if (over) expect(cdf<Law>(law, quantile<Law>(law, 0))).toBe(0);
      for (const p of [-0.1, 1.1, Number.NaN]) expect(() => quantile(law, p)).toThrow("must be a probability");
    });

    it("draws from itself (Kolmogorov and Smirnov, level 0.001)", () => {
      const uniformNumbers = uniformStream(20, 3);
      const n = 3000;
      const draws = Array.from({ length: n }, () => sample<Law>(law, uniformNumbers));
      const place = (x: Outcome) => (numeric ? Number(x) : ABC.indexOf(String(x)));
      draws.sort((a, b) => place(a) - place(b));
      let largest = 0;
      draws.forEach((x, i) => {
        // Among equal draws only the last has the empirical distribution function's value.
        if (i + 1 < n && place(draws[i + 1]) === place(x)) return;
        largest = Math.max(largest, Math.abs((i + 1) / n - cdf<Law>(law, x)));
      });
      expect(largest).toBeLessThan(1.95 / Math.sqrt(n));
    });

    it("has the mean and the variance that its density has, or says that there are none", () => {
      const [m, v] = [mean<Law>(law), variance<Law>(law)];
      if (m === undefined || v === undefined) {
        expect([m, v]).toEqual([undefined, undefined]);
        expect(!numeric || JSON.stringify(law).includes('"cauchy"')).toBe(true);
        return;
      }
      expect(Math.abs(m - average((x) => x))).toBeLessThan(1e-9 * Math.max(1, Math.abs(m)));
      expect(Math.abs(v - average((x) => (x - m) ** 2))).toBeLessThan(1e-9 * Math.max(1, v));
    });

    it("has expectations, and an entropy", () => {
      if (numeric) {
        expect(Math.abs(expectation<Law>(law, (x) => Math.atan(Number(x))) - average(Math.atan))).toBeLessThan(1e-9);
      }
      const h = over
        ? average((x) => -logDensity(law, x))
        : -(finite?.logs ?? []).reduce((sum, log) => sum + Math.exp(log) * log, 0);
      expect(Math.abs(entropy(law) - h)).toBeLessThan(1e-9);
    });

    it("is no distance from itself, and from another what the integral says", () => {
      expect(kl(law, law)).toBeLessThan(1e-14);
      expect(kl(law, law)).toBeGreaterThanOrEqual(0);
      for (const [a, b] of [
        [law, other],
        [other, law],
      ]) {
        const gap = (x: Outcome) => {
          const log = logDensity(a, x as number);
          return Math.exp(log) === 0 ? 0 : Math.exp(log) * (log - logDensity(b, x as number));
        };
        const truth = over
          ? integral(gap, over)
          : (outcomesOf(a)?.values ?? []).reduce<number>((sum, x) => sum + gap(x), 0);
        const infinite = a.kind === "uniform" && b.kind === "uniform" && a.high - a.low > b.high - b.low;
        expect(kl(a, b)).toBeGreaterThan(0);
        if (infinite) expect(kl(a, b)).toBe(Infinity);
        else expect(relative(kl(a, b), truth)).toBeLessThan(1e-9);
      }
    });

    it("has a log density where the density has rounded to zero", () => {
      if (far === undefined) return;
      const log = logDensity<Law>(law, far);
      expect(log).toBeGreaterThan(-Infinity);
      // Either zero, or about to be.
      expect(log).toBeLessThan(-300);
    });

    it("is nowhere outside its support, and plain data", () => {
      if (numeric) expect(logDensity(law, finite ? 0.123 : Number.NaN) > -Infinity).toBe(false);
      if (law.kind === "uniform" || law.kind === "beta" || law.kind === "gamma") {
        expect(logDensity(law, -1.5)).toBe(-Infinity);
        expect([cdf(law, -1.5), survival(law, -1.5)]).toEqual([0, 1]);
      }
      expect(structuredClone(law)).toEqual(law);
    });
  },
);
