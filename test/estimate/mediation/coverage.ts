import { expect } from "vitest";
import type { EstimateParts } from "../../../src/estimate/parts.js";

/** How often the intervals of one number held the truth, and how its estimates lay about it. */
export interface Tally {
  readonly truth: number;
  covered: number;
  readonly values: number[];
  readonly ses: number[];
}

export function tallyOf(truth: number): Tally {
  return { truth, covered: 0, values: [], ses: [] };
}

export function count(tally: Tally, { estimate, interval }: EstimateParts): void {
  tally.values.push(estimate.value);
  tally.ses.push(estimate.se!);
  if (interval![0] <= tally.truth && tally.truth <= interval![1]) tally.covered++;
}

/** Each limit is left in about 1 of 10,000 runs where the interval's coverage is .95 and the estimator has no bias. */
export function expectHonest({ truth, covered, values, ses }: Tally): void {
  const runs = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / runs;
  const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (runs - 1));
  const se = ses.reduce((a, b) => a + b, 0) / runs;
  const chance = Math.sqrt(0.05 * 0.95 * runs);
  expect(covered).toBeGreaterThan(0.95 * runs - 4 * chance);
  expect(covered).toBeLessThanOrEqual(0.95 * runs + 4 * chance);
  expect(Math.abs(mean - truth)).toBeLessThan((4 * sd) / Math.sqrt(runs));
  expect(Math.abs(se / sd - 1)).toBeLessThan(4 / Math.sqrt(2 * runs));
}
