// Small runs of the studies whose full tables `npm run truth` puts into docs/truth.md.
import { describe, expect, it } from "vitest";
import {
  drawPopulation,
  faredByWorst,
  type Held,
  heldByCells,
  heldByLinear,
  pointsOf,
} from "../support/decide-study.js";
import { worlds } from "../support/worlds.js";

describe("a policy chosen by its worst case, in populations with known types", () => {
  it("is never worse than treating nobody, nor than treating everybody where the bounds say so (200 exact laws)", async () => {
    let [nobody, everybody] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const fared = await faredByWorst(drawPopulation(seed), 0, seed);
      // Nobody is treated whose worst case is a loss, so this is always sure.
      expect(fared.nobody.sure, `population ${seed}`).toBe(true);
      expect(fared.nobody.ahead, `population ${seed}`).toBeGreaterThanOrEqual(-1e-12);
      if (fared.everybody.sure) expect(fared.everybody.ahead, `population ${seed}`).toBeGreaterThanOrEqual(-1e-12);
      if (fared.nobody.ahead > 0) nobody++;
      if (fared.everybody.sure) everybody++;
    }
    // Both happen often enough to mean something.
    expect(nobody).toBeGreaterThan(100);
    expect(everybody).toBeGreaterThan(20);
  });

  it("is not from 3,000 individuals either, where the bounds clear their sampling error (10 tables)", async () => {
    for (let seed = 0; seed < 10; seed++) {
      const { nobody, everybody } = await faredByWorst(drawPopulation(seed), 3000, seed);
      if (nobody.sure) expect(nobody.ahead, `population ${seed}`).toBeGreaterThanOrEqual(0);
      if (everybody.sure) expect(everybody.ahead, `population ${seed}`).toBeGreaterThanOrEqual(0);
    }
  });
});

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

function covered(tables: readonly (readonly Held[])[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const { quantity, estimate, se, truth } of tables.flat()) {
    out.set(quantity, (out.get(quantity) ?? 0) + (Math.abs(estimate - truth) <= 1.96 * se ? 1 : 0));
  }
  return out;
}

describe("intervals of a policy's value hold the truth", () => {
  const RUNS = 24;
  it("with averages within kinds", async () => {
    const tables: Held[][] = [];
    for (let run = 0; run < RUNS; run++) tables.push(await heldByCells(1500, run));
    for (const [quantity, times] of covered(tables)) expect(times, quantity).toBeGreaterThanOrEqual(leastCovered(RUNS));
  });

  it("with logistic regressions", async () => {
    const points = pointsOf(worlds[1], 3000);
    const tables: Held[][] = [];
    for (let run = 0; run < RUNS; run++) tables.push(await heldByLinear(worlds[1], points, 1500, run));
    for (const [quantity, times] of covered(tables)) expect(times, quantity).toBeGreaterThanOrEqual(leastCovered(RUNS));
  });
});
