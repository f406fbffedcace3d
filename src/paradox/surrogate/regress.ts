import { type Cholesky, cholesky, choleskySolve } from "../../num/cholesky.js";
import type { Column } from "../../num/columns.js";

/** What a regression is fitted to; rows of weight 0 are not learnt from. */
export interface RegressionTask {
  readonly kind: "linear" | "logistic";
  /** Columns after the intercept, by row. */
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

/** A fitted regression. */
export interface Fitted {
  /** Of the intercept and the columns; 0 where a column says nothing that earlier ones do not. */
  readonly beta: Float64Array;
  readonly kept: Uint8Array;
  /** `separated`: the likelihood has no maximum, as where an arm has no events. */
  readonly status: "converged" | "separated";
  /** The mean, by row, of these columns (those fitted to, or others of the same kind). */
  readonly mean: (columns: readonly Float64Array[]) => Float64Array;
  /** How far one observation of each row moves along'beta, per unit of its weight (M-estimation: along' I^-1 x residual). */
  readonly moved: (along: Float64Array) => Float64Array;
}

/** Linear predictors beyond this are probabilities of 0 or 1 in all but name. */
const EXTREME = 25;
const STEPS = 60;

/** Weighted least squares, or logistic regression by Newton's method. Cost: O(rows x columns^2) a step, some eight steps. */
export function regress({ kind, columns, y, weight }: RegressionTask): Fitted {
  const rows = y.length;
  const size = columns.length + 1;
  const beta: Float64Array = new Float64Array(size);
  const learnt = weight.map((w) => (w > 0 ? 1 : 0));
  const predictor = (from: readonly Float64Array[], b: Float64Array = beta): Float64Array => {
    const eta = new Float64Array(rows).fill(b[0]);
    from.forEach((column, k) => {
      for (let i = 0; i < rows; i++) eta[i] += b[k + 1] * column[i];
    });
    return eta;
  };
  const meanOf = (eta: Float64Array) => (kind === "linear" ? eta : eta.map((t) => 1 / (1 + Math.exp(-t))));
  let curvature = cholesky(new Float64Array(size * size), size);
  let status: Fitted["status"] = kind === "linear" ? "converged" : "separated";
  for (let step = 0; step < (kind === "linear" ? 2 : STEPS); step++) {
    const eta = predictor(columns);
    const mean = meanOf(eta);
    const spread = kind === "linear" ? weight : weight.map((w, i) => w * mean[i] * (1 - mean[i]));
    if (kind === "logistic" && extreme(eta, learnt) > EXTREME) break;
    curvature = curvatureOf(columns, spread, size);
    const pull = gradient(
      columns,
      weight.map((w, i) => w * (y[i] - mean[i])),
      size,
    );
    const move = choleskySolve(curvature, pull);
    const largest = Math.max(...move.map(Math.abs));
    // A long step can overshoot where probabilities are small.
    const shrink = kind === "logistic" && largest > 4 ? 4 / largest : 1;
    for (let k = 0; k < size; k++) beta[k] += shrink * move[k];
    if (kind === "logistic" && largest < 1e-9) {
      status = "converged";
      break;
    }
  }
  const residual = meanOf(predictor(columns)).map((m, i) => learnt[i] * (y[i] - m));
  return {
    beta,
    kept: curvature.kept,
    status,
    mean: (from) => meanOf(predictor(from)),
    moved: (along) => {
      const reach = predictor(columns, choleskySolve(curvature, along));
      return reach.map((r, i) => r * residual[i]);
    },
  };
}

function extreme(eta: Float64Array, learnt: Float64Array): number {
  let most = 0;
  for (let i = 0; i < eta.length; i++) if (learnt[i] > 0) most = Math.max(most, Math.abs(eta[i]));
  return most;
}

function curvatureOf(columns: readonly Float64Array[], spread: Float64Array, size: number): Cholesky {
  const matrix = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    const left = a === 0 ? spread : spread.map((v, i) => v * columns[a - 1][i]);
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      if (b === 0) for (let i = 0; i < left.length; i++) sum += left[i];
      else {
        const right = columns[b - 1];
        for (let i = 0; i < left.length; i++) sum += left[i] * right[i];
      }
      matrix[a * size + b] = sum;
    }
  }
  return cholesky(matrix, size);
}

function gradient(columns: readonly Float64Array[], residual: Float64Array, size: number): Float64Array {
  const pull = new Float64Array(size);
  for (let i = 0; i < residual.length; i++) pull[0] += residual[i];
  columns.forEach((column, k) => {
    for (let i = 0; i < residual.length; i++) pull[k + 1] += column[i] * residual[i];
  });
  return pull;
}

/** Covariates as columns: numbers standardised, labels as indicators against the most frequent. Constant ones make no column. */
export function covariateColumns(given: readonly Column[], rows: number, count: Float64Array): Float64Array[] {
  const total = count.reduce((a, b) => a + b, 0);
  return given.flatMap((column) => {
    if (column.kind === "numeric") {
      const { values } = column;
      const mean = values.reduce((sum, v, i) => sum + count[i] * v, 0) / total;
      const sd = Math.sqrt(values.reduce((sum, v, i) => sum + count[i] * (v - mean) ** 2, 0) / total);
      return sd > 1e-12 * Math.abs(mean) ? [values.map((v) => (v - mean) / sd)] : [];
    }
    const mass = new Float64Array(column.levels.length);
    for (let i = 0; i < rows; i++) mass[column.codes[i]] += count[i];
    const base = mass.indexOf(Math.max(...mass));
    return [...mass.keys()]
      .filter((level) => level !== base && mass[level] > 0)
      .map((level) => Float64Array.from(column.codes, (code) => (code === level ? 1 : 0)));
  });
}
