import type { Study } from "../num/study.js";
import type { Remark } from "../query/answer.js";
import { type Compared, comparedRows, type RegressionOptions } from "./linear/compared.js";
import { leftShare, ownTreatment } from "./linear/determined.js";
import { dot, regressors, repeatedWarning, residual } from "./linear/regressors.js";
import { exogeneity, independence, nearlyTold } from "./linear/remarks.js";
import { clusterWarning, refuseCrowded, standardErrors } from "./linear/sandwich.js";
import type { EstimateParts } from "./parts.js";
import { waldInterval } from "./scores.js";

/**
 * Effect of one more of a numeric treatment, or of an arm against the reference, by ordinary least squares of the outcome on the treatment and the
 * covariates (labels as indicators): the coefficient of the treatment, found by taking the covariates out of both (Frisch & Waugh 1933;
 * Lovell 1963). Only the rows of the two arms are used. Assumes exogeneity given the covariates and an outcome that is additive and linear in them; where the
 * effect varies the coefficient is an average weighted by the variance of the treatment given the covariates (Angrist 1998).
 * The interval is robust: HC1, or CR1 by `study.unit`. Weights: counts are copies; a law is exact and has no standard error.
 * The influences are first-order and know no correction for small samples, so `standardError` of them is a little below `se`.
 * @throws DiscoError when covariates determine the treatment (named), when there are as many columns as observations, or one unit only.
 * Cost: O(rows x columns^2).
 */
export function leastSquares(whole: Study, { level = 0.95, arm = 1 }: RegressionOptions = {}): EstimateParts {
  const compared = comparedRows(whole, arm);
  const { study, y, count, total, law } = compared;
  const reg = regressors(study.given, study.rows, count);
  const columns = reg.columns + 1;
  refuseCrowded("least squares", compared, columns);
  const tilde = ownTreatment(compared, reg);
  const rest = residual(y, reg);
  const spread = dot(tilde, tilde, count);
  const value = dot(tilde, rest, count) / spread;
  const e = rest.map((r, i) => r - value * tilde[i]);
  const errors = standardErrors(tilde, e, compared, columns);
  const influence = compared.spread(tilde.map((x, i) => (x * e[i] * total) / spread));
  const estimate = { value, influence, ...(errors.se === undefined ? {} : { se: errors.se }) };
  const interval = waldInterval(estimate, level);
  const told = 1 - leftShare(compared, tilde);
  const explained = (value * value * spread) / dot(rest, rest, count);
  return {
    estimate,
    ...(interval ? { interval } : {}),
    method: `Ordinary least squares of ${study.outcome.name} on ${study.treatment.name}${study.given.length > 0 ? " and the covariates" : ""}: the coefficient of ${compared.what}.`,
    assumptions: assumptionsOf(compared),
    warnings: [
      ...compared.warnings,
      ...repeatedWarning(reg),
      ...nearlyTold(study.treatment.name, told),
      ...clusterWarning(compared),
    ],
    diagnostics: {
      ...errors,
      columns,
      ...(law ? {} : { observations: total, residualDegrees: total - columns }),
      ...(compared.clusters === undefined ? {} : { clusters: compared.clusters }),
      treatmentTold: told,
      // Of what the covariates leave of the outcome, the share that the treatment tells.
      ...(Number.isFinite(explained) ? { partialR2: explained } : {}),
    },
  };
}

function assumptionsOf({ study, arms }: Compared): Remark[] {
  const { treatment } = study;
  return [
    exogeneity(study),
    {
      id: "linear-outcome",
      text: `The outcome is additive and linear in ${arms ? "" : `${treatment.name} and in `}the covariates as given.`,
    },
    {
      id: "constant-effect",
      text: `The effect is the same whatever the covariates; else this is an average weighted by the variance of ${treatment.name} given the covariates.`,
    },
    ...independence(study),
  ];
}
