import type { Strata } from "../../num/strata.js";

/** Strata that have both arms, as numbers: entry 2 s + arm belongs to stratum s. */
export interface Cells {
  /** Where each stood in the table. */
  readonly places: readonly number[];
  readonly count: Float64Array;
  readonly mean: Float64Array;
  /**
   * Variance of one observation. Of numbers the unbiased one within the cell, drawn towards the variance of the whole arm with the weight of one
   * observation, so that a cell of one has one too; of two values, and of an exact law, what the rate implies.
   */
  readonly variance: Float64Array;
  /** Observations of each arm, and of both. */
  readonly arms: readonly [number, number];
  readonly total: number;
  /** The share of the observations that is not here, in strata without one of the arms. */
  readonly left: number;
  /** The strata without one of the arms. */
  readonly lone: readonly number[];
}

/** The strata that compare, out of a table's. Cost: O(strata). */
export function comparableCells(strata: Strata, binary: boolean, law: boolean): Cells {
  const { count, sum, squares } = strata;
  const places: number[] = [];
  const lone: number[] = [];
  let everything = 0;
  for (let s = 0; 2 * s < count.length; s++) {
    const [untreated, treated] = [count[2 * s], count[2 * s + 1]];
    everything += untreated + treated;
    if (untreated > 0 && treated > 0) places.push(s);
    else if (untreated + treated > 0) lone.push(s);
  }
  const size = 2 * places.length;
  const [n, mean, variance] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const arms: [number, number] = [0, 0];
  const all = binary ? [] : [0, 1].map((arm) => varianceOfArm(strata, arm));
  places.forEach((s, i) => {
    for (const arm of [0, 1]) {
      const [from, to] = [2 * s + arm, 2 * i + arm];
      n[to] = count[from];
      mean[to] = sum[from] / count[from];
      arms[arm] += count[from];
      const about = Math.max(0, squares[from] - count[from] * mean[to] ** 2);
      if (binary || law) variance[to] = binary ? mean[to] * (1 - mean[to]) : about / count[from];
      // (n - 1) s^2 + one observation of the arm, over n.
      else variance[to] = (about + all[arm]) / count[from];
    }
  });
  const total = arms[0] + arms[1];
  const left = everything > 0 ? Math.max(0, 1 - total / everything) : 0;
  return { places, count: n, mean, variance, arms, total, left: lone.length === 0 ? 0 : left, lone };
}

function varianceOfArm({ count, sum, squares }: Strata, arm: number): number {
  let [n, first, second] = [0, 0, 0];
  for (let i = arm; i < count.length; i += 2) {
    n += count[i];
    first += sum[i];
    second += squares[i];
  }
  return n > 1 ? Math.max(0, (second - (first * first) / n) / (n - 1)) : 0;
}
