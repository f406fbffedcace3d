import type { BerksonCorrection, RatioEstimate } from "../../query/berkson.js";
import { crossRatio, four, SIGNS } from "./four.js";
import { logNormal, valued } from "./odds-ratio.js";
import type { PairRows } from "./rows.js";

/** The odds ratio of selected rows, each weighted by one over its probability of being selected, and what is to be known of the weights. */
export interface Weighted {
  readonly oddsRatio: RatioEstimate;
  /** Odds ratio of the selected as they are over the weighted one: what selection multiplies it by. */
  readonly ratio: RatioEstimate;
  readonly weights: NonNullable<BerksonCorrection["weights"]>;
}

/** How far an observation of each row moves a number through probabilities that were estimated, given the number's slope in each of them. */
export type MovedBy = (slope: Float64Array) => Float64Array;

/**
 * Inverse selection weighting (Horvitz and Thompson, JASA 47, 1952). The log odds ratio is a sum of four log totals with signs that sum to
 * zero, so an observation's influence is its sign times its weight over the total of its group, and the variance the sum of their squares;
 * for the ratio to the unweighted one the influences are subtracted first.
 * @param probability of each row; only those of selected rows are looked at
 * @param movedBy absent where the probabilities are known
 * Cost: O(rows).
 */
export function weightedOddsRatio(
  rows: PairRows,
  probability: Float64Array,
  level: number,
  movedBy?: MovedBy,
): Weighted {
  const tally = tallyOf(rows, probability);
  const { counts, totals, weights } = tally;
  const told = valued(crossRatio(four((g) => totals[g])));
  if (counts.includes(0)) {
    const reason = "one of the four groups has no selected row, and weights cannot tell how many there are of it";
    const none = { p: null, method: "none", reason };
    return { oddsRatio: { ...told, ...none }, ratio: { value: null, state: "undefined", ...none }, weights };
  }
  const change = valued(crossRatio(four((g) => counts[g] / totals[g])));
  if (rows.law) {
    const exact = { p: null, method: "exact law, inverse probabilities" };
    return { oddsRatio: { ...told, ...exact }, ratio: { ...change, ...exact }, weights };
  }
  const method = `inverse probabilities, influence${movedBy === undefined ? "" : " with that of the logistic fit"}`;
  const { weighted, difference } = variancesOf(rows, probability, tally, movedBy);
  const spread = (ratio: number, variance: number) => ({ ...logNormal(ratio, Math.sqrt(variance), level), method });
  return {
    oddsRatio: { ...told, ...spread(told.value!, weighted) },
    ratio: { ...change, ...spread(change.value!, difference) },
    weights,
  };
}

interface Tally {
  /** Of the four groups: selected observations, and the sum of their weights. */
  readonly counts: readonly number[];
  readonly totals: readonly number[];
  readonly weights: Weighted["weights"];
}

function isUsed({ group, selected }: PairRows, row: number): boolean {
  return selected[row] === 1 && group[row] >= 0;
}

function tallyOf(rows: PairRows, probability: Float64Array): Tally {
  const { group, mass } = rows;
  const [counts, totals, squares] = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  let [smallest, largest] = [1, 0];
  for (let i = 0; i < group.length; i++) {
    if (!isUsed(rows, i)) continue;
    const weight = 1 / probability[i];
    counts[group[i]] += mass[i];
    totals[group[i]] += mass[i] * weight;
    squares[group[i]] += mass[i] * weight * weight;
    smallest = Math.min(smallest, probability[i]);
    largest = Math.max(largest, probability[i]);
  }
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  // Kish, Survey Sampling 1965. Of a law the squares have no meaning as counts, but their ratio to the mass is the same share.
  const kish = (total: number, square: number): number => (square === 0 ? 0 : (total * total) / square);
  const effective = kish(sum(totals), sum(squares));
  const least = Math.min(...totals.map((total, g) => kish(total, squares[g])));
  return { counts, totals, weights: { smallest, largest, rows: sum(counts), effective, least } };
}

function variancesOf(
  rows: PairRows,
  probability: Float64Array,
  { counts, totals }: Tally,
  movedBy: MovedBy | undefined,
): { readonly weighted: number; readonly difference: number } {
  const { group, mass } = rows;
  const influence = new Float64Array(group.length);
  const slope = new Float64Array(group.length);
  for (let i = 0; i < group.length; i++) {
    if (!isUsed(rows, i)) continue;
    influence[i] = SIGNS[group[i]] / probability[i] / totals[group[i]];
    slope[i] = (-mass[i] * influence[i]) / probability[i];
  }
  const moved = movedBy?.(slope);
  let [weighted, difference] = [0, 0];
  for (let i = 0; i < group.length; i++) {
    const all = influence[i] + (moved?.[i] ?? 0);
    const plain = isUsed(rows, i) ? SIGNS[group[i]] / counts[group[i]] : 0;
    weighted += mass[i] * all * all;
    difference += mass[i] * (plain - all) * (plain - all);
  }
  return { weighted, difference };
}
