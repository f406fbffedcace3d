import { normalQuantile } from "../../num/normal.js";
import type { Range } from "../../query/answer.js";
import type { Observations } from "../influence.js";

/** Weights that should average to 1, and how far chance alone would let them be off. */
export interface AverageWeight {
  readonly average: number;
  /** Where chance leaves the average in 99 of 100 samples if the model is right; absent for an exact law, which knows no chance. */
  readonly allowed?: Range;
  /** How many standard errors the average is off; absent for an exact law. */
  readonly z?: number;
  /** Off by more than chance allows, and by enough to matter. */
  readonly off: boolean;
}

/** A probability this small is called out: measured with many covariates and few rows, false alarms then stay below 1 in 20 (docs/estimate/weights.md). */
const SURE = 0.01;

/** Averages nearer to 1 than this move no estimate by much, however surely they are off. */
const MATTERS = 0.01;

/** By entry: weight less what it should be on average given the covariates, and the variance of that under the model. */
export interface WeightResiduals {
  readonly residual: Float64Array;
  readonly variance: Float64Array;
  /** What the weights are divided by: how many observations they stand for. */
  readonly mass: number;
}

/**
 * Do weights average to 1? Their sum is off by the residuals' sum, which is 0 on average when the model behind the weights is right, and varies by the sum of
 * `variance` given the covariates. The larger of that and of the squares of the residuals is taken: the first sees weights so
 * large that no row has shown them yet, the second what the model does not (rows of one unit hang together). Both are more than the
 * variance of weights that were fitted to the rows, so with few covariates alarms are rarer than 1 in 100 (THEORY 3.3b, 8.1). Cost: O(entries).
 */
export function averageWeight({ residual, variance, mass }: WeightResiduals, about: Observations): AverageWeight {
  const { count, law, cluster, clusters = 0 } = about;
  let [sum, model, seen] = [0, 0, 0];
  for (let j = 0; j < residual.length; j++) {
    sum += count[j] * residual[j];
    model += count[j] * variance[j];
    seen += count[j] * residual[j] * residual[j];
  }
  const average = 1 + sum / mass;
  const matters = Math.abs(average - 1) > MATTERS;
  if (law) return { average, off: matters };
  if (cluster) seen = clusterSquares(residual, count, cluster, clusters);
  const se = Math.sqrt(Math.max(model, seen)) / mass;
  const z = se > 0 ? (average - 1) / se : 0;
  const limit = normalQuantile(1 - SURE / 2);
  return {
    average,
    z,
    allowed: [1 - limit * se, 1 + limit * se],
    // Weights of infinity are no matter of chance either.
    off: !Number.isFinite(average) || (matters && Math.abs(z) > limit),
  };
}

function clusterSquares(residual: Float64Array, count: Float64Array, cluster: Int32Array, clusters: number): number {
  const sums = new Float64Array(clusters);
  for (let j = 0; j < residual.length; j++) sums[cluster[j]] += count[j] * residual[j];
  const squares = sums.reduce((total, s) => total + s * s, 0);
  return clusters < 2 ? Number.POSITIVE_INFINITY : (squares * clusters) / (clusters - 1);
}

/** `1.14 (chance would leave 0.97 to 1.03 in 99 of 100 samples)` */
export function sayAverage({ average, allowed }: AverageWeight): string {
  const digits = (value: number) => (Math.abs(value) < 10 ? value.toFixed(2) : value.toPrecision(3));
  if (allowed === undefined) return `${digits(average)} (an exact law leaves nothing to chance)`;
  return `${digits(average)} (chance would leave ${digits(Math.max(0, allowed[0]))} to ${digits(allowed[1])} in 99 of 100 samples)`;
}
