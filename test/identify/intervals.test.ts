import { expect, it } from "vitest";
import { intervalCoverage, WAYS } from "./oracle/interval-coverage.ts";

// 1,000 samples each: `npm run truth` (docs/truth.md).
it.each(Object.keys(WAYS) as (keyof typeof WAYS)[])("95 %% intervals by %s hold the truth that often", async (way) => {
  const { covered, runs, ratio } = await intervalCoverage(way, 2000, 200);
  // A true coverage of .95 leaves these limits in fewer than 1 of 10,000 runs (binomial, n = 200).
  expect(covered).toBeGreaterThanOrEqual(176);
  expect(covered).toBeLessThanOrEqual(200);
  expect(runs).toBe(200);
  expect(ratio).toBeGreaterThan(0.8);
  expect(ratio).toBeLessThan(1.25);
});
