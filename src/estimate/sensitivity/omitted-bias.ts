import { betaQuantile } from "../../num/special-beta.js";

/** A coefficient of a linear regression by least squares. */
export interface Coefficient {
  readonly estimate: number;
  readonly se: number;
  /** Residual degrees of freedom: observations less columns. */
  readonly dof: number;
}

/** What something unmeasured explains: shares of what the covariates (and, for the outcome, the treatment) leave unexplained. */
export interface Strength {
  /** R2 of it with the treatment, given the covariates. */
  readonly withTreatment: number;
  /** R2 of it with the outcome, given the covariates and the treatment. */
  readonly withOutcome: number;
}

/** Share of the outcome's remaining variance that the treatment explains: t^2 / (t^2 + dof). */
export function partialR2({ estimate, se, dof }: Coefficient): number {
  const square = (estimate / se) ** 2;
  return square / (square + dof);
}

/** Critical value of Cohen's f at a two-sided level: the t quantile over the root of its degrees of freedom. */
function criticalF(level: number, dof: number): number {
  // t^2 / (t^2 + dof) of a t variable has the beta law with 1/2 and dof/2.
  const share = betaQuantile(0.5, dof / 2, level);
  return Math.sqrt(share / (1 - share));
}

/**
 * Robustness value: something unmeasured that explains this share both of the treatment and of the outcome (of what the covariates
 * leave) lowers the estimate by the share q; with a `level`, it makes the interval of that level include (1 - q) times the estimate.
 * Source: C. Cinelli & C. Hazlett, JRSS B 82, 2020; the last case of their package where the interval alone decides.
 */
export function robustnessValue({ estimate, se, dof }: Coefficient, q = 1, level?: number): number {
  const f = (q * Math.abs(estimate / se)) / Math.sqrt(dof);
  const critical = level === undefined ? 0 : criticalF(level, dof - 1);
  const left = f - critical;
  if (!(left > 0)) return 0;
  // When it explains little of the outcome it still widens the interval by what it explains of the treatment.
  if (critical > 0 && f > 1 / critical) return (f * f - critical * critical) / (1 + f * f);
  const square = left * left;
  return (Math.sqrt(square * square + 4 * square) - square) / 2;
}

/**
 * The estimate and standard error that would have been had, had the unmeasured been measured and were it as strong as said, its bias
 * towards zero taken away: |bias| = se sqrt(dof R2y R2d / (1 - R2d)). Source: Cinelli & Hazlett 2020.
 */
export function adjusted({ estimate, se, dof }: Coefficient, { withTreatment, withOutcome }: Strength): Coefficient {
  const bias = se * Math.sqrt((dof * withOutcome * withTreatment) / (1 - withTreatment));
  return {
    estimate: Math.sign(estimate) * (Math.abs(estimate) - bias),
    se: se * Math.sqrt(((1 - withOutcome) / (1 - withTreatment)) * (dof / (dof - 1))),
    dof: dof - 1,
  };
}

/**
 * How strong something unmeasured can be that is `times` as strong as a measured covariate (`of`: that covariate's own partial R2 with
 * treatment and outcome), for both alike. Undefined where nothing can be so strong with the treatment; a share of the outcome above 1 is
 * said as 1, all that is left. Source: Cinelli & Hazlett 2020, kD = kY.
 */
export function benchmark(of: Strength, times = 1): Strength | undefined {
  const [d, y] = [of.withTreatment, of.withOutcome];
  const withTreatment = (times * d) / (1 - d);
  const given = (times * d * d) / ((1 - times * d) * (1 - d));
  if (!(withTreatment < 1 && given < 1)) return undefined;
  const raised = (Math.sqrt(times) + Math.sqrt(given)) / Math.sqrt(1 - given);
  return { withTreatment, withOutcome: Math.min(1, (raised * raised * y) / (1 - y)) };
}
