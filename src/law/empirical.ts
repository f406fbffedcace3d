import { log } from "../num/elementary.js";
import { type Family, need } from "./family.js";
import { finiteFamily } from "./finite.js";

/** The law of a sample: each number seen, with its share. */
export interface Empirical {
  readonly kind: "empirical";
  /** Distinct, ascending. */
  readonly values: readonly number[];
  /** The share of each. */
  readonly probabilities: readonly number[];
  /** The share of all up to each; the last is 1. */
  readonly cumulative: readonly number[];
}

/**
 * The law of a sample of numbers, each counted once or with its weight. Cost O(n log n); then log n for a draw.
 * @throws DiscoError when there are none, one is not finite, a weight is negative, or no weight is positive
 */
export function empirical(sample: ArrayLike<number>, weights?: ArrayLike<number>): Empirical {
  const who = "empirical";
  need(sample.length > 0, who, "the sample is empty", "0 numbers", "give at least one number");
  const lengths = `${sample.length} and ${weights?.length}`;
  need(
    !weights || weights.length === sample.length,
    who,
    "numbers and weights differ in length",
    lengths,
    "give a weight for each",
  );
  const weightOf = new Map<number, number>();
  for (let i = 0; i < sample.length; i++) {
    const weight = weights ? weights[i] : 1;
    need(
      Number.isFinite(sample[i]),
      who,
      "a number of the sample is not finite",
      sample[i],
      "leave missing values out",
    );
    need(
      weight >= 0 && weight < Infinity,
      who,
      "a weight is negative or not a finite number",
      weight,
      "give weights of 0 or more",
    );
    // -0 and 0 are one key; a weight of zero is as good as not seen.
    if (weight > 0) weightOf.set(sample[i] + 0, (weightOf.get(sample[i]) ?? 0) + weight);
  }
  need(weightOf.size > 0, who, "all weights are zero", "0", "let at least one be positive");
  const values = [...Float64Array.from(weightOf.keys()).sort()];
  const cumulative: number[] = [];
  let sum = 0;
  for (const value of values) {
    sum += weightOf.get(value)!;
    cumulative.push(sum);
  }
  const probabilities = values.map((value) => weightOf.get(value)! / sum);
  return { kind: "empirical", values, probabilities, cumulative: cumulative.map((part) => part / sum) };
}

/** How many of the ascending numbers are below x (or at most x, with `orEqual`). */
function countBelow(numbers: readonly number[], x: number, orEqual: boolean): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < x || (orEqual && numbers[middle] === x)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cdf({ values, cumulative }: Empirical, x: number): number {
  const count = countBelow(values, x, true);
  return count === 0 ? 0 : cumulative[count - 1];
}

export const empiricalFamily: Family<Empirical> = {
  ...finiteFamily(({ values, probabilities }: Empirical) => ({
    values,
    probabilities,
    logs: probabilities.map(log),
  })),
  logDensity: ({ values, probabilities }: Empirical, x: number) => {
    const place = countBelow(values, x, false);
    return values[place] === x ? log(probabilities[place]) : -Infinity;
  },
  cdf,
  survival: (law: Empirical, x: number) => 1 - cdf(law, x),
  quantile: ({ values, cumulative }, p) => values[Math.min(countBelow(cumulative, p, false), values.length - 1)],
};
