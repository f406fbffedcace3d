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

const plans = [
  { learner: "linear", runs: 100, options: {} },
  { learner: "boost", runs: 40, options: {} },
] as const;

for (const { learner, runs, options } of plans) {
  describe(`95 % intervals hold the truth (${learner}, n = 2,000, ${runs} runs)`, () => {
    for (const world of worlds) {
      it(`${world.name} effect`, async () => {
        for (const { quantity, covered } of await coverageOf(world, { learner, ...options }, 2000, runs, 7)) {
          expect(covered, quantity).toBeGreaterThanOrEqual(leastCovered(runs));
        }
      });
    }
  });
}
