import type { Nuisances } from "../learn/nuisances.js";
import { averageScores, type Estimate, estimateOf, type ScoreRows } from "./scores.js";

/**
 * Average treatment effect by augmented inverse probability weighting: E[m1 - m0 + T/e (Y - m1) - (1-T)/(1-e) (Y - m0)]
 * (Robins, Rotnitzky & Zhao 1994). Assumes exogeneity given the covariates and overlap on both sides. Consistent when either the propensity
 * or the means are; cross-fitted nuisances make its interval honest (Chernozhukov et al. 2018). Cost: O(entries).
 */
export function aipwAte({ t, y, e, m }: Nuisances, rows: ScoreRows): Estimate {
  const scores = averageScores(rows, 1, (j, z) => {
    const [m0, m1] = [m[0].mean[j], m[1].mean[j]];
    z[0] = m1 - m0 + (t[j] === 1 ? (y[j] - m1) / e[j] : -(y[j] - m0) / (1 - e[j]));
  });
  return estimateOf(scores, (mean) => mean[0]);
}

/**
 * Effect on the treated: E[T (Y - m0) - (1-T) e/(1-e) (Y - m0)] / P(T=1). Assumes exogeneity given the covariates and that every treated
 * individual could have been untreated. Cost: O(entries).
 */
export function aipwEtt({ t, y, e, m }: Nuisances, rows: ScoreRows): Estimate {
  const scores = averageScores(rows, 2, (j, z) => {
    const residual = y[j] - m[0].mean[j];
    z[0] = t[j];
    z[1] = t[j] === 1 ? residual : (-e[j] / (1 - e[j])) * residual;
  });
  return estimateOf(scores, (mean) => mean[1] / mean[0]);
}
