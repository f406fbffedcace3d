import type { Nuisances } from "../learn/nuisances.js";
import type { ArmMeans } from "./influence.js";
import type { Problem } from "./problem.js";
import { ratioMeans } from "./ratio-means.js";
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

/**
 * The averages of both arms by augmented inverse probability weighting, for any target: h m + 1{arm} h/e (Y - m) over h, where h is the target's
 * tilt (1, e1, e0, or e0 e1 / (e0 + e1), which for the last adds what its own estimation moves: Hirano, Imbens & Ridder 2003, theorem 5).
 * Consistent when either the propensity or the means are right (the overlap target is itself the propensity's). Cost: O(entries).
 */
export function aipw(problem: Problem): ArmMeans {
  const { arm, e, m, y, target } = problem;
  return ratioMeans(problem, (j, parts) => {
    const [m0, m1] = [m[0][j], m[1][j]];
    const own = arm[j];
    const rest = own === 1 ? y[j] - m1 : own === 0 ? y[j] - m0 : 0;
    if (target === "ate") {
      parts.target = 1;
      parts.reference = m0 + (own === 0 ? rest / e[0][j] : 0);
      parts.arm = m1 + (own === 1 ? rest / e[1][j] : 0);
    } else if (target === "overlap") {
      const q = e[1][j] / (e[0][j] + e[1][j]);
      parts.target = own === 1 ? (1 - q) ** 2 : own === 0 ? q * q : 0;
      parts.reference = parts.target * m0 + (own === 0 ? q * rest : 0);
      parts.arm = parts.target * m1 + (own === 1 ? (1 - q) * rest : 0);
    } else {
      const asked = target === "att" ? 1 : 0;
      const odds = own === asked ? 1 : own === 1 - asked ? e[asked][j] / e[1 - asked][j] : 0;
      parts.target = own === asked ? 1 : 0;
      const seen = own === asked ? y[j] : 0;
      const imagined = own === asked ? (asked === 1 ? m0 : m1) : odds * rest;
      parts.reference = asked === 1 ? imagined : seen;
      parts.arm = asked === 1 ? seen : imagined;
    }
  });
}
