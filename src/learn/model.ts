import { cholesky, choleskySolve } from "../num/cholesky.js";
import { crossProduct, type DesignColumns, gram, linearPredictor } from "../num/gram.js";
import { indices } from "../num/indices.js";
import type { LearnNote } from "./learner.js";
import { fitLinear } from "./linear.js";

/** What a parametric mean is fitted to. */
export interface ModelTask {
  readonly kind: "binary" | "numeric";
  /** By row. */
  readonly y: Float64Array;
  /** 1 for the rows that are learnt from; absent: all. */
  readonly include?: ArrayLike<number>;
  /** How many observations each row stands for; absent: one each. */
  readonly weight?: Float64Array;
  readonly rowHash: Uint32Array;
  readonly seed: number;
}

/** A logistic or linear mean fitted by maximum likelihood, which knows what every row moved it by. */
export interface Model {
  /** The mean, by row. */
  readonly mean: Float64Array;
  /**
   * How far an observation of each row moves a number through this fit, to first order (M-estimation): given the number's slope in the mean at
   * each row, summed over the row's observations, x' I^-1 (sum of slopes times dmean/dbeta) times the row's residual; 0 for rows not learnt from.
   */
  readonly through: (slope: Float64Array) => Float64Array;
  readonly notes: readonly LearnNote[];
}

/**
 * Fits the mean of `y` on a design. @throws DiscoError never for separation: the fit is then held by a penalty, and a note says so.
 * Cost: O(rows x columns^2) a Newton step; `through` O(rows x columns).
 */
export function fitModel(design: DesignColumns, rows: number, task: ModelTask): Model {
  const { kind, y, include, weight } = task;
  const all = indices(rows);
  const learnt = include === undefined ? all : all.filter((i) => include[i] === 1);
  const base = { kind, y, rows: learnt, rowHash: task.rowHash, seed: task.seed, ...(weight ? { weight } : {}) };
  const { fit, penalty = 0, predict, notes } = fitLinear(design, base, 0);
  const mean = fit === undefined ? predict(all) : meanOf(linearPredictor(design, fit.beta, all), kind);
  const spread = (i: number) => (kind === "numeric" ? 1 : mean[i] * (1 - mean[i]));
  const through = (slope: Float64Array): Float64Array => {
    const matrix = gram(
      design,
      Float64Array.from(learnt, (i) => (weight ? weight[i] : 1) * spread(i)),
      learnt,
    );
    for (let k = 1; k < design.size; k++) matrix[k * design.size + k] += penalty;
    const pull = crossProduct(
      design,
      slope.map((d, i) => d * spread(i)),
      all,
    );
    const along = linearPredictor(design, choleskySolve(cholesky(matrix, design.size), pull), all);
    const moved = new Float64Array(rows);
    for (const i of learnt) moved[i] = along[i] * (y[i] - mean[i]);
    return moved;
  };
  return { mean, through, notes };
}

function meanOf(eta: Float64Array, kind: ModelTask["kind"]): Float64Array {
  return kind === "numeric" ? eta : eta.map((value) => 1 / (1 + Math.exp(-value)));
}
