import { type Cholesky, cholesky, choleskySolve } from "../../num/cholesky.js";

/** Outcomes (0, 1) with weights, and what is known of their log odds beforehand. */
export interface LogisticData {
  readonly columns: readonly Float64Array[];
  readonly offset: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
  /** Penalty on half the square of each coefficient; absent: none. */
  readonly ridge?: readonly number[];
}

export interface LogisticFit {
  readonly beta: Float64Array;
  /** Standard errors, from the information at the maximum. */
  readonly se: Float64Array;
}

/**
 * Logistic regression on a few columns by Newton's method with halving. Undefined where there is no maximum, or no single one.
 * Cost: O(rows x columns^2) a step, about six steps.
 */
export function fewLogistic({ columns, offset, y, weight, ridge }: LogisticData): LogisticFit | undefined {
  const size = columns.length;
  const rows = y.length;
  const price = (beta: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) {
      let eta = offset[i];
      for (let j = 0; j < size; j++) eta += beta[j] * columns[j][i];
      sum += weight[i] * (Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - y[i] * eta);
    }
    return ridge ? beta.reduce((total, b, j) => total + (ridge[j] / 2) * b * b, sum) : sum;
  };
  let beta = new Float64Array(size);
  let now = price(beta);
  for (let step = 0; step < 60; step++) {
    const slope = Float64Array.from(beta, (b, j) => -(ridge?.[j] ?? 0) * b);
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < rows; i++) {
      let eta = offset[i];
      for (let j = 0; j < size; j++) eta += beta[j] * columns[j][i];
      const p = 1 / (1 + Math.exp(-eta));
      for (let j = 0; j < size; j++) {
        slope[j] += weight[i] * (y[i] - p) * columns[j][i];
        const part = weight[i] * p * (1 - p) * columns[j][i];
        for (let k = 0; k <= j; k++) matrix[j * size + k] += part * columns[k][i];
      }
    }
    for (let j = 0; j < size; j++) matrix[j * size + j] += ridge?.[j] ?? 0;
    const factor = cholesky(matrix, size, 1e-12);
    if (factor.kept.includes(0)) return undefined;
    const way = choleskySolve(factor, slope);
    if (way.every((w) => Math.abs(w) < 1e-10)) return { beta, se: errorsOf(factor) };
    let next = beta.map((b, j) => b + way[j]);
    let there = price(next);
    for (let halving = 1; !(there <= now + 1e-12 * Math.abs(now)) && halving < 40; halving++) {
      next = beta.map((b, j) => b + way[j] / 2 ** halving);
      there = price(next);
    }
    [beta, now] = [next, there];
  }
  return undefined;
}

function errorsOf(factor: Cholesky): Float64Array {
  return Float64Array.from({ length: factor.size }, (_, j) => {
    const unit = new Float64Array(factor.size);
    unit[j] = 1;
    return Math.sqrt(choleskySolve(factor, unit)[j]);
  });
}
