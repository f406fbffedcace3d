// A small run of the study of false alarms; the full one is `npm run truth -- independence`, whose tables stand in docs/truth.md.
import { describe, expect, it } from "vitest";
import { falseAlarms, rejections } from "../support/independence-study.js";
import { independenceWorlds } from "../support/independence-worlds.js";

/** With a true rate of .05, more than this many of `runs` come once in 10,000 studies (binomial, exact). */
function mostAlarms(runs: number): number {
  let below = 0;
  for (let k = 0, term = 0.95 ** runs; k <= runs; k++) {
    below += term;
    if (below > 1 - 1e-4) return k;
    term *= ((runs - k) / (k + 1)) * (0.05 / 0.95);
  }
  return runs;
}

describe("independent columns are seldom called dependent (5 %, 200 rows, 30 tables)", () => {
  for (const world of independenceWorlds.filter(({ hard }) => !hard)) {
    it(`${world.kind}: ${world.name}`, async () => {
      expect(await rejections(world, 200, 0, 30)).toBeLessThanOrEqual(mostAlarms(30));
    });
  }
});

describe("graphs that are right are seldom contradicted at all (5 %, 200 rows, 15 graphs)", () => {
  for (const kind of ["discrete", "Gaussian", "mixed"] as const) {
    it(kind, async () => {
      expect(await falseAlarms(kind, 200, 15)).toBeLessThanOrEqual(mostAlarms(15));
    });
  }
});
