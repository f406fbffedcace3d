import { cholesky, choleskySolve } from "../../num/cholesky.js";
import type { Observations } from "../influence.js";
import { meat, smallSample } from "../linear/sandwich.js";

/** Coefficients with robust standard errors; of a column that repeats earlier ones neither is known. */
export interface RobustRegression {
  readonly coefficient: Float64Array;
  readonly se: Float64Array;
  readonly kept: Uint8Array;
}

/**
 * Solves sum of z (gain - mass z'b) = 0: least squares of gain on the columns z where mass is 1, of gain / mass with weights mass elsewhere.
 * Errors are HC3 (MacKinnon & White 1985), or CR1 by cluster. Cost: O(rows x columns^2).
 */
export function robustRegression(
  columns: readonly Float64Array[],
  gain: Float64Array,
  mass: Float64Array | undefined,
  about: Observations,
): RobustRegression {
  const size = columns.length;
  const { count, cluster } = about;
  const times = mass ? count.map((c, j) => c * mass[j]) : count;
  const dotted = (a: Float64Array, b: Float64Array, by: Float64Array) => a.reduce((s, v, j) => s + by[j] * v * b[j], 0);
  // In units of their own, so that a column in millions is not taken for the only one.
  const unit = columns.map((column) => Math.sqrt(dotted(column, column, times)) || 1);
  const z = columns.map((column, k) => column.map((value) => value / unit[k]));
  const matrix = new Float64Array(size * size);
  for (let k = 0; k < size; k++) for (let l = 0; l <= k; l++) matrix[k * size + l] = dotted(z[k], z[l], times);
  const factor = cholesky(matrix, size);
  const solved = choleskySolve(
    factor,
    Float64Array.from(z, (column) => dotted(column, gain, count)),
  );
  const row = new Float64Array(size);
  const residual = gain.map((value, j) => {
    let fitted = 0;
    for (let k = 0; k < size; k++) {
      row[k] = z[k][j];
      fitted += row[k] * solved[k];
    }
    const weight = mass ? mass[j] : 1;
    const rest = value - weight * fitted;
    if (cluster !== undefined || weight === 0) return rest;
    const along = choleskySolve(factor, row);
    const leverage = weight * row.reduce((s, v, k) => s + v * along[k], 0);
    // A row that is fitted whatever its outcome says nothing of the spread.
    return rest / Math.max(1e-8, 1 - leverage);
  });
  const rank = factor.kept.reduce((s, one) => s + one, 0);
  const correction = cluster === undefined ? 1 : smallSample(about, rank);
  const se = columns.map((_, k) => {
    if (!factor.kept[k]) return Number.NaN;
    const pick = new Float64Array(size);
    pick[k] = 1;
    const along = choleskySolve(factor, pick);
    const score = residual.map((r, j) => r * z.reduce((s, column, l) => s + along[l] * column[j], 0));
    return Math.sqrt(correction * meat(score, about)) / unit[k];
  });
  return {
    coefficient: solved.map((value, k) => (factor.kept[k] ? value / unit[k] : Number.NaN)),
    se: Float64Array.from(se),
    kept: factor.kept,
  };
}
