// A small run of the coverage study; the full one is `npm run truth`, whose table stands in docs/truth.md.
import { describe, expect, it } from "vitest";
import { coverageOf } from "../support/coverage.js";
import { worlds } from "../support/worlds.js";

/** With true coverage .95, fewer than this many of `runs` intervals hold the truth once in 10,000 quantities (binomial, exact). */
function leastCovered(runs: number): number {
  let below = 0;
  for (let k = 0, term = 0.05 ** runs; k <= runs; k++) {
    below += term;
    if (below > 1e-4) return k;
    term *= ((runs - k) / (k + 1)) * (0.95 / 0.05);
  }
  return runs;
}

/**
 * How often the standard deviation of `runs` estimates exceeds the true one by this factor: once in 10,000 quantities (chi-squared, by Wilson and
 * Hilferty's cube).
 */
function mostSpread(runs: number): number {
  const part = 2 / (9 * (runs - 1));
  return (1 - part + 3.719 * Math.sqrt(part)) ** 1.5;
}

/** A bias of a quarter of a standard error costs an interval of 95 % less than one point, and is not looked for here. */
const SLIGHT = 0.25;

// Averages and spreads tell from half the runs what counting intervals tells from all. Found out every other time: by counting 100 intervals, of which
// 85 must hold the truth, standard errors of 0.73 of what they should be, and a bias of 0.91 of one; by spread and average of 50 estimates 0.72 and
// 0.80. With boosting by counting 40 0.62 and 1.20, by spread and average of 24 0.63 and 1.04.
const plans = [
  { learner: "linear", runs: 50, options: {} },
  { learner: "boost", runs: 24, options: {} },
] as const;

for (const { learner, runs, options } of plans) {
  describe(`95 % intervals hold the truth (${learner}, n = 2,000, ${runs} runs)`, () => {
    for (const world of worlds) {
      it(`${world.name} effect`, async () => {
        for (const one of await coverageOf(world, { learner, ...options }, 2000, runs, 7)) {
          expect(one.covered, one.quantity).toBeGreaterThanOrEqual(leastCovered(runs));
          expect(one.sd / one.se, one.quantity).toBeLessThan(mostSpread(runs));
          expect(Math.abs(one.bias) / one.sd, one.quantity).toBeLessThan(SLIGHT + 3.891 / Math.sqrt(runs));
        }
      });
    }
  });
}
