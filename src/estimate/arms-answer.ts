import { DiscoError } from "../error.js";
import type { ArmStudy, Study } from "../num/study.js";
import type { Remark } from "../query/answer.js";
import type { CalibrationAnswer } from "../query/calibration.js";
import type { EffectAnswer, Method } from "../query/effect.js";
import { aboutStudy } from "./about-study.js";
import { type ArmsEffect, armsEffect } from "./arms-effect.js";
import { calibrationRemarks, modelsCalibration } from "./calibrated.js";
import { effectAssumptions } from "./effect-assumptions.js";
import type { EffectSettings } from "./effect-options.js";
import type { IndividualColumn } from "./heterogeneity/individual-effects.js";
import { repeatedCovariates } from "./linear/regressors.js";
import { propensitiesOf } from "./pair-propensities.js";
import type { Problem } from "./problem.js";
import { recommendArms } from "./recommend.js";
import type { Estimate } from "./scores.js";
import { armSensitivities, leftOutChecks, refutations } from "./sensitivities.js";

/** The answer, and a line for each individual where these were asked for. */
export interface ArmsAnswer {
  readonly answer: EffectAnswer;
  readonly individuals?: readonly IndividualColumn[];
}

/** The answer about a treatment with arms. Cost: that of `armsEffect`, and some ten times a fit more where checks estimate again. */
export async function armsAnswer(whole: ArmStudy, settings: EffectSettings): Promise<ArmsAnswer> {
  const result = await armsEffect(whole, settings);
  const { study, comparisons, provenance } = result;
  const { treatment } = study;
  const [first, ...others] = comparisons;
  const recommendation = recommendArms(study, settings, first.overlap);
  const { method } = recommendation;
  const answer = first.estimates[method];
  const sensitivity =
    answer === undefined || answer.value === null
      ? []
      : [
          ...armSensitivities(first.views, 1, method, answer, settings),
          ...(await refutations(study, again(method, settings), method, settings)),
        ];
  const { individual } = result;
  const calibration =
    Number(provenance.folds) > 1 && study.given.length > 0 ? calibrationOf(first.views.crossFitted, treatment) : [];
  const told: EffectAnswer = {
    question: questionOf(study, settings),
    target: settings.target,
    contrast: settings.contrast,
    treatment: { kind: "arms", name: treatment.name, arms: treatment.arms, reference: treatment.arms[0] },
    ...aboutStudy(study),
    recommended: method,
    recommendation,
    estimates: first.estimates,
    ...(others.length === 0
      ? {}
      : {
          others: others.map(({ arm, estimates }) => ({ arm, reference: treatment.arms[0], estimates })),
        }),
    overlap: first.overlap,
    balance: first.balance,
    ...(calibration.length > 0 ? { calibration } : {}),
    sensitivity,
    ...(individual ? { heterogeneity: individual.heterogeneity } : {}),
    assumptions: answer?.assumptions.length
      ? answer.assumptions
      : effectAssumptions(study)(["exogeneity", "no-interference"]),
    warnings: [
      ...warningsOf(result, method),
      ...calibrationRemarks(calibration, study.unit !== undefined),
      ...repeatedCovariates(study),
      ...leftOutChecks(study.rows, settings),
    ],
    data: dataOf(whole, result, settings),
    provenance,
  };
  return { answer: told, ...(individual ? { individuals: individual.individuals } : {}) };
}

function calibrationOf(problem: Problem, { name, arms }: ArmStudy["treatment"]): CalibrationAnswer[] {
  const { arm, y, m, count, study } = problem;
  const { e } = propensitiesOf(problem);
  return modelsCalibration({ treatment: name, arms: [arms[0], arms[1]], outcome: study.outcome, arm, y, e, m, count });
}

/** The estimator shown first, on a changed study: models on all rows, since a check needs no cross-fitting. */
function again(method: Method, settings: EffectSettings): (study: Study) => Promise<Estimate> {
  const { target, contrast, level, seed, way } = settings;
  const plain = {
    target,
    contrast,
    level,
    seed,
    method,
    learner: "linear",
    folds: 1,
    ...(way ? { way } : {}),
  } as const;
  return async (study) => {
    const { comparisons } = await armsEffect(study as ArmStudy, plain).catch((error: unknown) => {
      // What is too little in a changed table says nothing against the table that was given.
      throw error instanceof DiscoError ? new DiscoError(error.complaint, "refused") : error;
    });
    const answer = comparisons[0].estimates[method];
    return { value: answer?.value ?? Number.NaN, se: Number(answer?.diagnostics.se) };
  };
}

function questionOf({ treatment, outcome }: ArmStudy, { target }: EffectSettings): string {
  const who = {
    ate: "on average over everybody",
    att: `on average over those with ${treatment.name} = ${treatment.arms[1]}`,
    atc: `on average over those with ${treatment.name} = ${treatment.arms[0]}`,
    overlap: "on average over those whom either arm could have had",
  };
  return `${target === "att" ? "ETT" : "ATE"}(${treatment.name} -> ${outcome.name}): what does ${treatment.name} change, ${who[target]}?`;
}

/** What concerns all estimates, and what the one shown first has to say. */
function warningsOf({ comparisons, warnings }: ArmsEffect, method: Method): Remark[] {
  const several = comparisons.length > 1;
  const own = comparisons.flatMap(({ arm, warnings: these, estimates }) =>
    [...these, ...(estimates[method]?.warnings ?? [])].map(({ id, text }) => ({
      id,
      text: several ? `${arm}: ${text}` : text,
    })),
  );
  return [...own, ...warnings];
}

function dataOf(whole: ArmStudy, { trimmed }: ArmsEffect, { trim }: EffectSettings): EffectAnswer["data"] {
  const { data } = whole;
  if (trim === undefined) return data;
  const note = `${trimmed} rows with a propensity below ${trim} or above ${1 - trim} were left out; the answer is about the others.`;
  return { ...data, used: data.used - trimmed, notes: [...data.notes, note] };
}
