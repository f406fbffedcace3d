import { normalQuantile } from "../../num/normal.js";
import type { ExplainedShare, FiellerSet } from "../../query/surrogate.js";
import { armMean, armRegression, wholeRegression } from "./arms.js";
import type { Estimates } from "./estimates.js";
import { around, covarianceOf, errorOf, type Linked, linked, minus, over, ROUNDING } from "./linked.js";

/**
 * The share of the treatment's effect that the surrogate explains. Freedman, Graubard & Schatzkin 1992: one minus the coefficient adjusted for the
 * surrogate over the raw one, of logistic regressions where the outcome has two values (odds ratios shift when adjusted even by what explains
 * nothing, so the version in differences stands beside). Wang & Taylor 2002: the change in the outcome that an arm's own model foretells when only the surrogate's
 * law changes, over the whole effect. All may lie beyond 0..1, and none is clipped: none of them is a share of anything when the paradox is at work.
 */
export function explainedOf(estimates: Estimates, level: number): readonly ExplainedShare[] {
  const { trial, covariates } = estimates.arms;
  const { surrogate, outcome } = trial;
  const x = Float64Array.from(trial.x);
  const binary = outcome.kind === "binary";
  const difference = coefficientShare(
    {
      measure: binary ? "freedman-difference" : "freedman",
      name: binary ? "Freedman, in differences" : "Freedman",
      definition: `1 - adjusted/raw: the effect on ${outcome.name} by least squares, with and without ${surrogate.name}`,
    },
    wholeRegression(trial, "linear", [x, ...covariates]).coefficient(1),
    estimates.left,
  );
  const logit = binary ? logistic(estimates, x) : undefined;
  const shares = [...(logit ? [logit] : []), difference, wangTaylor(estimates, 0), wangTaylor(estimates, 1)];
  return shares.map((one) => finished(one, estimates, level));
}

type About = Pick<ExplainedShare, "measure" | "name" | "definition">;

/** A share as 1 - left/whole, or why there is none. */
type Share = About & ({ readonly left: Linked; readonly whole: Linked } | { readonly reason: string });

function coefficientShare(about: About, whole: Linked, left: Linked): Share {
  return { ...about, whole, left };
}

function logistic({ arms }: Estimates, x: Float64Array): Share {
  const { trial, covariates } = arms;
  const about: About = {
    measure: "freedman",
    name: "Freedman",
    definition: `1 - adjusted/raw: the log odds ratio of ${trial.outcome.name}, with and without ${trial.surrogate.name}`,
  };
  const raw = wholeRegression(trial, "logistic", [x, ...covariates]);
  const adjusted = wholeRegression(trial, "logistic", [x, trial.s, ...covariates]);
  const separated = [raw, adjusted].some(({ fit }) => fit.status === "separated");
  if (separated) {
    return { ...about, reason: "a log odds ratio is infinite, as where an arm has no events, or nothing but events" };
  }
  return coefficientShare(about, raw.coefficient(1), adjusted.coefficient(1));
}

/** By the model of one arm, fitted to the other arm's surrogates. */
function wangTaylor(estimates: Estimates, model: 0 | 1): Share {
  const { arms, onOutcome, outcome } = estimates;
  const { trial, covariates } = arms;
  const own = trial.treatment[model === 0 ? "reference" : "treated"];
  const other = model === 0 ? 1 : 0;
  const about: About = {
    measure: model === 0 ? "wang-taylor" : "wang-taylor-treated",
    name: `Wang-Taylor, by the arm ${own}`,
    definition: `the change in ${trial.outcome.name} that the arm ${own} foretells for the other arm's ${trial.surrogate.name}, over the whole effect`,
  };
  const kind = trial.outcome.kind === "binary" ? "logistic" : "linear";
  // The two values of a surrogate need no curve: least squares has the averages themselves, whatever the outcome.
  const saturated = trial.surrogate.kind === "binary" && covariates.length === 0;
  const columns = [trial.s, ...covariates];
  const { fit, coefficient } = armRegression(arms, model, saturated ? "linear" : kind, columns);
  if (fit.kept[1] === 0) return { ...about, reason: `${trial.surrogate.name} does not vary in the arm ${own}` };
  if (fit.status === "separated") return { ...about, reason: `the model of the arm ${own} has no maximum` };
  const mean = fit.mean(columns);
  const direct = armMean(arms, other, mean);
  // Through the model: the slope of the average in each coefficient.
  const along = new Float64Array(columns.length + 1);
  const { x, count } = trial;
  let mass = 0;
  for (let i = 0; i < trial.rows; i++) {
    if (x[i] !== other) continue;
    const w = count[i] * arms.weight[i];
    const slope = w * (saturated || kind === "linear" ? 1 : mean[i] * (1 - mean[i]));
    mass += w;
    along[0] += slope;
    columns.forEach((column, k) => {
      along[k + 1] += slope * column[i];
    });
  }
  const through = coefficient(along.map((a) => a / mass));
  const crossed = linked(direct.value, [
    [1, direct],
    [1, through],
  ]);
  // The model's arm under the other's surrogates; what remains of the way to the other arm is left.
  const left = model === 0 ? minus(outcome[1], crossed) : minus(crossed, outcome[0]);
  return { ...about, whole: onOutcome, left };
}

function finished(share: Share, { arms }: Estimates, level: number): ExplainedShare {
  const { measure, name, definition } = share;
  if ("reason" in share) return { measure, name, definition, value: null, reason: share.reason };
  const { whole, left } = share;
  const { trial } = arms;
  if (Math.abs(whole.value) <= ROUNDING) {
    return {
      measure,
      name,
      definition,
      value: null,
      reason: "there is no effect to be explained",
      whole: 0,
      left: left.value,
    };
  }
  const ratio = over(left, whole);
  const value = 1 - ratio.value;
  const about = { measure, name, definition, value, whole: whole.value, left: left.value };
  if (trial.law) return about;
  const se = errorOf(ratio, trial);
  return { ...about, se, interval: around(value, se, level), fieller: fieller(left, whole, trial, level) };
}

/** All shares 1 - r for which left - r x whole is within its own error of 0. */
function fieller(left: Linked, whole: Linked, trial: Estimates["arms"]["trial"], level: number): FiellerSet {
  const z = normalQuantile(1 - level / 2) ** 2;
  const [vl, vw, c] = [
    covarianceOf(left, left, trial),
    covarianceOf(whole, whole, trial),
    covarianceOf(left, whole, trial),
  ];
  // (left - r whole)^2 <= z (vl - 2 r c + r^2 vw), a quadratic in r.
  const square = whole.value ** 2 - z * vw;
  const half = left.value * whole.value - z * c;
  const rest = left.value ** 2 - z * vl;
  const discriminant = half * half - square * rest;
  if (square > 0) {
    const reach = Math.sqrt(Math.max(0, discriminant));
    return { kind: "interval", ends: [1 - (half + reach) / square, 1 - (half - reach) / square] };
  }
  if (discriminant <= 0) return { kind: "anywhere", ends: null };
  const reach = Math.sqrt(discriminant);
  const ends = [1 - (half + reach) / square, 1 - (half - reach) / square];
  return { kind: "outside", ends: [Math.min(...ends), Math.max(...ends)] };
}
