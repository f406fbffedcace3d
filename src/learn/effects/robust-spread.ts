import { type Cholesky, choleskySolve } from "../../num/cholesky.js";
import { type DesignColumns, gram, linearPredictor } from "../../num/gram.js";
import type { LinearFit } from "../linear/irls.js";

/** What a linear fit was made of, as far as its errors need it; everything but the design is aligned with `rows`. */
export interface SpreadTask {
  readonly kind: "binary" | "numeric";
  readonly design: DesignColumns;
  readonly rows: Int32Array;
  readonly y: Float64Array;
  /** Fitted means. */
  readonly mean: Float64Array;
  /** How many observations each row stands for. */
  readonly count: Float64Array;
  /** By what each observation's square was multiplied. */
  readonly factor: Float64Array;
  /** Cluster of each row of the design, and how many there are. */
  readonly cluster?: Int32Array;
  readonly clusters?: number;
}

/** A row of the design and what it is multiplied by. */
export type Term = readonly [row: number, times: number];

/** Variance of a sum of fitted means, each times a number. */
export type Spread = (terms: readonly Term[]) => number;

/**
 * The sandwich H^-1 (sum of squared scores) H^-1 of a linear or logistic fit (White 1980; HC1, or CR1 by cluster), as the variance of sums of
 * fitted means by the delta method. Right for the best line even where the truth is none. Cost: O(rows x columns^2) once, O(columns^2) a sum.
 */
export function robustSpread(task: SpreadTask, fit: LinearFit | undefined): Spread {
  const { kind, y, mean, count, factor } = task;
  // A fit without coefficients is an average: one column of ones.
  const design = fit === undefined ? { dense: [], blocks: [], size: 1 } : task.design;
  const { size } = design;
  const residual = y.map((value, i) => factor[i] * (value - mean[i]));
  const covariance = between(bread(task, fit), meat(task, design, residual), size);
  const total = count.reduce((sum, c) => sum + c, 0);
  const correction = task.cluster === undefined ? total / Math.max(1, total - size) : 1;
  const x = new Float64Array(size);
  const one = new Int32Array(1);
  return (terms) => {
    x.fill(0);
    for (const [row, times] of terms) {
      one[0] = row;
      const slope =
        fit === undefined || kind === "numeric" ? 1 : logisticSlope(linearPredictor(design, fit.beta, one)[0]);
      addRow(x, design, row, times * slope);
    }
    let square = 0;
    for (let j = 0; j < size; j++) {
      if (x[j] === 0) continue;
      let along = 0;
      for (let k = 0; k < size; k++) along += covariance[j * size + k] * x[k];
      square += x[j] * along;
    }
    return Math.max(0, square * correction);
  };
}

function logisticSlope(eta: number): number {
  const p = 1 / (1 + Math.exp(-eta));
  return p * (1 - p);
}

function bread({ count, factor }: SpreadTask, fit: LinearFit | undefined): (v: Float64Array) => Float64Array {
  if (fit !== undefined) {
    const factorised: Cholesky = fit.curvature;
    return (v) => choleskySolve(factorised, v);
  }
  const mass = count.reduce((sum, c, i) => sum + c * factor[i], 0);
  return (v) => v.map((value) => value / mass);
}

/** Sum of the squares of the scores, over rows or over clusters; both triangles. */
function meat(task: SpreadTask, design: DesignColumns, residual: Float64Array): Float64Array {
  const { rows, count, cluster, clusters = 0 } = task;
  const { size } = design;
  if (cluster === undefined) {
    const lower = gram(
      design,
      residual.map((r, i) => count[i] * r * r),
      rows,
    );
    for (let j = 0; j < size; j++) for (let k = 0; k < j; k++) lower[k * size + j] = lower[j * size + k];
    return lower;
  }
  const sums = new Float64Array(clusters * size);
  const present = new Uint8Array(clusters);
  for (let i = 0; i < rows.length; i++) {
    const c = cluster[rows[i]];
    present[c] = 1;
    addRow(sums.subarray(c * size, (c + 1) * size), design, rows[i], count[i] * residual[i]);
  }
  const groups = present.reduce((sum, one) => sum + one, 0);
  const out = new Float64Array(size * size);
  const times = groups > 1 ? groups / (groups - 1) : Number.NaN;
  for (let c = 0; c < clusters; c++) {
    for (let j = 0; j < size; j++) {
      const own = times * sums[c * size + j];
      if (own !== 0) for (let k = 0; k < size; k++) out[j * size + k] += own * sums[c * size + k];
    }
  }
  return out;
}

/** A M A for a symmetric A that is known by what it does to a vector. */
function between(a: (v: Float64Array) => Float64Array, middle: Float64Array, size: number): Float64Array {
  const half = new Float64Array(size * size);
  for (let j = 0; j < size; j++) half.set(a(middle.slice(j * size, (j + 1) * size)), j * size);
  const out = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    for (let j = 0; j < size; j++) column[j] = half[j * size + k];
    out.set(a(column), k * size);
  }
  return out;
}

/** Adds a row of the design, times a number, to `out`. */
function addRow(out: Float64Array, { dense, blocks }: DesignColumns, row: number, times: number): void {
  out[0] += times;
  for (let j = 0; j < dense.length; j++) out[1 + j] += times * dense[j][row];
  for (const { codes, offset } of blocks) if (codes[row] >= 0) out[offset + codes[row]] += times;
}
