import { DiscoError } from "../error.js";
import type { Study } from "../num/study.js";
import type { Remark } from "../query/answer.js";
import { standardError } from "./influence.js";
import { type Compared, comparedRows, type RegressionOptions } from "./linear/compared.js";
import { ownTreatment } from "./linear/determined.js";
import { dot, type Regressors, regressors, repeatedWarning, residual } from "./linear/regressors.js";
import { exogeneity, independence } from "./linear/remarks.js";
import { clusterWarning, refuseCrowded } from "./linear/sandwich.js";
import { brief, percent } from "./linear/words.js";
import type { EstimateParts } from "./parts.js";
import { waldInterval } from "./scores.js";

/** Refused below this share of the observations. */
const TOO_FEW = 0.05;

/** How far from 1 the average weight may be without a word. */
const OFF_ONE = 0.05;

/**
 * With normal treatments the square of a weight has no finite mean once the covariates tell this share of the treatment's variance:
 * E[w^k] with w = f(T) / f(T | W) is finite if and only if R2 < 1 / k^2 (both integrals of the density ratio are Gaussian).
 */
const NO_VARIANCE = 0.25;

/**
 * From this share on even averages of weights do not settle: the rows that would carry the largest are not in the sample, the effective number
 * looks better than it is, and part of the confounding stays however many thousand rows there are (docs/estimate/dml-partial.md).
 */
const NO_AVERAGE = 0.5;

/**
 * Effect of one more of a numeric treatment by a marginal structural model E[Y(t)] = a + b t, fitted by least squares with stabilised
 * weights f(T) / f(T | W), both normal, the second with a mean linear in the covariates and one spread (Robins, Hernan & Brumback 2000, section 6).
 * Assumes exogeneity given the covariates, that law of the treatment, and a straight line. The standard error is the sandwich that takes
 * the weights for known (theirs): too large rather than too small, and so is the influence; clustered by `study.unit`. The one of all equations stacked,
 * right for very many rows but too short for fewer as weights have long tails, is the diagnostic `seStacked`. Counts are copies; a law is exact.
 * @throws DiscoError for arms, for covariates that determine the treatment, and (refused) when the weights leave fewer than a twentieth of
 * the observations or the covariates tell half of the treatment's variance. Cost: O(rows x columns^2).
 */
export function stabilisedSlope(study: Study, { level = 0.95 }: RegressionOptions = {}): EstimateParts {
  if (study.treatment.kind === "arms") {
    throw new DiscoError({
      who: `treatment "${study.treatment.name}"`,
      wrong: "a slope needs a numeric treatment",
      given: `arms ${study.treatment.arms.join(", ")}`,
      next: "give a column of numbers",
    });
  }
  const about = comparedRows(study);
  const { t, y, count, total, law } = about;
  const reg = regressors(study.given, study.rows, count);
  refuseCrowded("stabilised weights", about, reg.columns + 1);
  const rest = ownTreatment(about, reg);
  const mean = dot(t, new Float64Array(t.length).fill(1), count) / total;
  const apart = t.map((value) => value - mean);
  const [sigma2, s2] = [dot(apart, apart, count) / total, dot(rest, rest, count) / total];
  const w = rest.map(
    (r, i) => Math.sqrt(s2 / sigma2) * Math.exp((r * r) / (2 * s2) - (apart[i] * apart[i]) / (2 * sigma2)),
  );
  const told = 1 - s2 / sigma2;
  const facts = weightFacts(w, about);
  if (!(facts.share >= TOO_FEW) || told >= NO_AVERAGE) throw wild(study, facts, told);
  const weight = w.map((value, i) => value * count[i]);
  const mass = weight.reduce((a, b) => a + b, 0);
  const [tMean, yMean] = [t, y].map((v) => v.reduce((sum, value, i) => sum + weight[i] * value, 0) / mass);
  const x = t.map((value) => value - tMean);
  const spread = dot(x, x, weight);
  const value = x.reduce((sum, one, i) => sum + weight[i] * one * (y[i] - yMean), 0) / spread;
  const score = x.map((one, i) => w[i] * one * (y[i] - yMean - value * one));
  const moved = throughWeights(score, { rest, apart, sigma2, s2 }, about, reg);
  const influence = score.map((one) => (one * total) / spread);
  const se = standardError(influence, about);
  const seStacked = standardError(
    influence.map((one, i) => one + (moved[i] * total) / spread),
    about,
  );
  const estimate = { value, influence, ...(se === undefined ? {} : { se }) };
  const interval = waldInterval(estimate, level);
  return {
    estimate,
    ...(interval ? { interval } : {}),
    method: `Marginal structural model with stabilised weights f(${study.treatment.name}) / f(${study.treatment.name} | covariates), normal densities with linear means: the weighted least squares slope of ${study.outcome.name}.`,
    assumptions: assumptionsOf(study),
    warnings: [...repeatedWarning(reg), ...weightWarnings(facts, told, law), ...clusterWarning(about)],
    diagnostics: {
      ...(se === undefined ? {} : { se, observations: total, effective: facts.effective }),
      ...(seStacked === undefined ? {} : { seStacked }),
      ...(about.clusters === undefined ? {} : { clusters: about.clusters }),
      effectiveShare: facts.share,
      largestWeight: facts.largest,
      meanWeight: facts.mean,
      treatmentTold: told,
    },
  };
}

interface WeightFacts {
  readonly largest: number;
  readonly mean: number;
  /** Kish's number of equal observations that the weighted ones are worth, and its share of all. */
  readonly effective: number;
  readonly share: number;
}

function weightFacts(w: Float64Array, { count, total }: Compared): WeightFacts {
  const sum = w.reduce((all, value, i) => all + count[i] * value, 0);
  const share = (sum * sum) / dot(w, w, count) / total;
  const largest = w.reduce((most, value, i) => (count[i] > 0 ? Math.max(most, value) : most), 0);
  return { largest, mean: sum / total, effective: share * total, share };
}

/**
 * What estimating the weights adds to each row's score: the score's mean slope in (mu, sigma^2, beta, s^2) times the row's influence on these.
 * The part of beta is a projection on the covariates times the row's residual, so that no inverse is needed.
 */
function throughWeights(
  score: Float64Array,
  { rest, apart, sigma2, s2 }: { rest: Float64Array; apart: Float64Array; sigma2: number; s2: number },
  { count, total }: Compared,
  reg: Regressors,
): Float64Array {
  const average = (f: (i: number) => number) => score.reduce((sum, one, i) => sum + count[i] * one * f(i), 0) / total;
  const byMean = average((i) => apart[i] / sigma2);
  const bySpread = average((i) => (apart[i] ** 2 / sigma2 - 1) / (2 * sigma2));
  const byRest = average((i) => (1 - rest[i] ** 2 / s2) / (2 * s2));
  const pull = score.map((one, i) => (-one * rest[i]) / s2);
  const leftOver = residual(pull, reg);
  return score.map(
    (_, i) =>
      byMean * apart[i] +
      bySpread * (apart[i] ** 2 - sigma2) +
      byRest * (rest[i] ** 2 - s2) +
      (pull[i] - leftOver[i]) * rest[i],
  );
}

function wild({ treatment, given }: Study, facts: WeightFacts, told: number): DiscoError {
  return new DiscoError(
    {
      who: "stabilised weights",
      wrong:
        told >= NO_AVERAGE
          ? `the covariates tell ${percent(told)} of the variance of ${treatment.name}, so a few rows that ran against them, or that are not in the table at all, would decide the answer`
          : `a few rows, whose ${treatment.name} is far from what the covariates let expect, would decide the answer`,
      given: `--given ${given.map((column) => column.name).join(",")}; largest weight ${brief(facts.largest)}, effective share of the observations ${percent(facts.share)}`,
      next: "use --method dml-partial or least-squares, which do not weight, or leave out covariates that do not touch the outcome",
    },
    "refused",
  );
}

function weightWarnings({ largest, effective, share, mean }: WeightFacts, told: number, law: boolean): Remark[] {
  const warnings: Remark[] = [];
  const rows = law ? `${percent(share)} of the law` : `${brief(effective)} equal observations`;
  if (largest > 10 || share < 0.5) {
    const text = `The largest weight is ${brief(largest)} (the average is 1), and the weighted rows are worth ${rows}: a few rows speak for many.`;
    warnings.push({ id: "large-weights", text });
  }
  if (Math.abs(mean - 1) > OFF_ONE) {
    const text = `The weights average ${brief(mean)}; they would average 1 if the treatment were normal given the covariates and the table held the rare rows with large weights.`;
    warnings.push({ id: "weights-off-one", text });
  }
  if (told >= NO_VARIANCE) {
    const text = `The covariates tell ${percent(told)} of the variance of the treatment; from ${percent(NO_VARIANCE)} on stabilised weights of a normal treatment have no finite variance, so this interval is too short. Prefer --method dml-partial or least-squares.`;
    warnings.push({ id: "weights-without-variance", text });
  }
  return warnings;
}

function assumptionsOf(study: Study): Remark[] {
  const { treatment, outcome } = study;
  return [
    exogeneity(study),
    {
      id: "normal-treatment",
      text: `Given the covariates ${treatment.name} is normal, its mean linear in them and its spread the same for all.`,
    },
    {
      id: "straight-line",
      text: `The average ${outcome.name} had all had the same ${treatment.name} is a straight line in it.`,
    },
    ...independence(study),
  ];
}
