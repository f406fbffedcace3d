import { type Linked, linked } from "./linked.js";
import { covariateColumns, type Fitted, regress } from "./regress.js";
import type { Trial } from "./trial.js";

/**
 * The arms as two populations alike in the covariates: each observation counts by the inverse of its arm's probability (logistic in the covariates);
 * without covariates as it is.
 */
export interface Arms {
  readonly trial: Trial;
  /** Covariates as columns. */
  readonly covariates: readonly Float64Array[];
  readonly weight: Float64Array;
  /** Smallest probability of an observation's own arm; 1 without covariates. */
  readonly lowest: number;
  /** Influences of a number, given how far one observation of each row moves it per unit of its weight: itself, and through the weights. */
  readonly through: (moved: Float64Array) => Float64Array;
}

/** Weighs the arms. `separated` is told by `lowest` near 0. Cost: one logistic regression. */
export function balanceArms(trial: Trial): Arms {
  const { rows, x, count, given } = trial;
  const covariates = covariateColumns(given, rows, count);
  if (covariates.length === 0) {
    return { trial, covariates, weight: new Float64Array(rows).fill(1), lowest: 1, through: (moved) => moved };
  }
  const fit = regress({ kind: "logistic", columns: covariates, y: Float64Array.from(x), weight: count });
  const e = fit.mean(covariates);
  const own = e.map((p, i) => (x[i] === 1 ? p : 1 - p));
  const weight = own.map((p) => 1 / p);
  return {
    trial,
    covariates,
    weight,
    lowest: own.reduce((a, b) => Math.min(a, b), 1),
    through(moved) {
      // d weight / d e = -1/e^2 of the treated, 1/(1-e)^2 of the others; e moves with the fit.
      const along = new Float64Array(covariates.length + 1);
      for (let i = 0; i < rows; i++) {
        const slope = count[i] * moved[i] * (x[i] === 1 ? -1 : 1) * weight[i] * weight[i] * e[i] * (1 - e[i]);
        along[0] += slope;
        for (let k = 0; k < covariates.length; k++) along[k + 1] += slope * covariates[k][i];
      }
      const fitted = fit.moved(along);
      return moved.map((m, i) => weight[i] * m + fitted[i]);
    },
  };
}

/** The weighted average of `values` in an arm. */
export function armMean(arms: Arms, arm: 0 | 1, values: Float64Array): Linked {
  const { trial, weight } = arms;
  const { x, count } = trial;
  let [mass, sum] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (x[i] !== arm) continue;
    mass += count[i] * weight[i];
    sum += count[i] * weight[i] * values[i];
  }
  const value = sum / mass;
  return { value, influence: arms.through(values.map((v, i) => (x[i] === arm ? (v - value) / mass : 0))) };
}

/** A regression within an arm, by its weights, and what its coefficients owe to each row. */
export function armRegression(
  arms: Arms,
  arm: 0 | 1,
  kind: "linear" | "logistic",
  columns: readonly Float64Array[],
): { fit: Fitted; coefficient: (along: Float64Array) => Linked } {
  const { trial, weight } = arms;
  const own = weight.map((w, i) => (trial.x[i] === arm ? w * trial.count[i] : 0));
  const fit = regress({ kind, columns, y: trial.y, weight: own });
  return {
    fit,
    coefficient: (along) => ({
      value: along.reduce((sum, a, k) => sum + a * fit.beta[k], 0),
      influence: arms.through(fit.moved(along)),
    }),
  };
}

/** A coefficient of a regression on all rows, each counted as it is. */
export function wholeRegression(
  trial: Trial,
  kind: "linear" | "logistic",
  columns: readonly Float64Array[],
): { fit: Fitted; coefficient: (k: number) => Linked } {
  const fit = regress({ kind, columns, y: trial.y, weight: trial.count });
  return {
    fit,
    coefficient: (k) => {
      const along = new Float64Array(columns.length + 1);
      along[k] = 1;
      return linked(fit.beta[k], [[1, { value: fit.beta[k], influence: fit.moved(along) }]]);
    },
  };
}
