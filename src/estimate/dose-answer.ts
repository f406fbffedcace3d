import { DiscoError } from "../error.js";
import { defaultFolds, learnerOf, specOf } from "../learn/choose.js";
import type { Learner } from "../learn/learner.js";
import type { Study } from "../num/study.js";
import type { Answer } from "../query/answer.js";
import type { EffectAnswer, Method, Recommendation } from "../query/effect.js";
import { ENGINE } from "../query/engine.js";
import { aboutStudy } from "./about-study.js";
import { dmlPartial } from "./dml-partial.js";
import { effectAnswer, type Facts, withoutValue } from "./effect-answer.js";
import type { EffectSettings } from "./effect-options.js";
import { leastSquares } from "./least-squares.js";
import type { EstimateParts } from "./parts.js";
import { recommendInstrument } from "./recommend.js";
import type { Estimate } from "./scores.js";
import { refutations } from "./sensitivities.js";
import { robustness } from "./sensitivity/partial-r2.js";
import { stabilisedSlope } from "./stabilised.js";
import { twoStageLeastSquares } from "./two-stage-least-squares.js";

/** The answer about a dose: what one unit more of it changes, as a slope. Cost: that of the fits across folds. */
export async function doseAnswer(study: Study, settings: EffectSettings): Promise<EffectAnswer> {
  const asked = settings.learner ?? "auto";
  // There are no arms whose combinations could be well filled.
  const named = asked === "auto" || asked === "cells" ? "linear" : asked;
  const learner = learnerOf(specOf({ ...settings, learner: named }, 0));
  const folds = settings.folds ?? defaultFolds(study, learner.name);
  const provenance: Facts = {
    engine: ENGINE,
    source: study.data.source,
    learner: learner.name,
    folds,
    seed: settings.seed,
    ...(study.weights ? { weights: study.weights.kind } : {}),
  };
  const estimates = await doseEstimates(study, settings, learner, folds, provenance);
  const recommendation = recommendDose(study, settings);
  const { method } = recommendation;
  const answer = estimates[method];
  const again = async (changed: Study): Promise<Estimate> => {
    const found = await doseEstimates(changed, { ...settings, method }, learner, 1, provenance);
    return { value: found[method]?.value ?? Number.NaN, se: Number(found[method]?.diagnostics.se) };
  };
  const strong = robustness(study, { level: settings.level });
  const { treatment, outcome } = study;
  return {
    question: `ATE(${treatment.name} -> ${outcome.name}): what does one unit more of ${treatment.name} change, on average?`,
    target: settings.target,
    contrast: settings.contrast,
    treatment: { kind: "numeric", name: treatment.name },
    ...aboutStudy(study),
    recommended: method,
    recommendation,
    estimates,
    sensitivity: [
      ...(strong && study.instruments.length === 0 ? [strong] : []),
      ...(answer === undefined || answer.value === null
        ? []
        : await refutations(study, again, method, { ...settings, refute: settings.refute ?? false })),
    ],
    assumptions: answer?.assumptions ?? [],
    warnings: answer?.warnings ?? [],
    data: study.data,
    provenance,
  };
}

async function doseEstimates(
  study: Study,
  settings: EffectSettings,
  learner: Learner,
  folds: number,
  provenance: Facts,
): Promise<Partial<Record<Method, Answer>>> {
  const { level, seed, method: only, way } = settings;
  const adjusting = way === undefined || way === "adjustment";
  const runs: readonly (readonly [Method, boolean, () => EstimateParts | Promise<EstimateParts>])[] = [
    ["least-squares", true, () => leastSquares(study, { level })],
    ["dml-partial", adjusting && study.given.length > 0, () => dmlPartial(study, { learner, folds, seed, level })],
    ["stabilised", adjusting && study.given.length > 0, () => stabilisedSlope(study, { level })],
    ["two-stage-least-squares", study.instruments.length > 0, () => twoStageLeastSquares(study, { level })],
  ];
  const estimates: Partial<Record<Method, Answer>> = {};
  for (const [key, applies, run] of runs) {
    if (!applies || (only !== undefined && only !== key)) continue;
    const query = `d E[${study.outcome.name} | do(${study.treatment.name})] / d ${study.treatment.name}`;
    try {
      estimates[key] = effectAnswer({ query, layer: 2, ...(await run()) }, settings, provenance);
    } catch (error) {
      if (!(error instanceof DiscoError) || only === key) throw error;
      estimates[key] = withoutValue(query, `${error.complaint.wrong}; ${error.complaint.next}`, provenance);
    }
  }
  return estimates;
}

/** Doses: instruments where they are named, else the partially linear model, else the plain slope. The rule of docs/effect.md. */
function recommendDose(study: Study, settings: EffectSettings): Recommendation {
  const { given, instruments } = study;
  const { method } = settings;
  if (method !== undefined) {
    return { method, because: ["It was asked for."], otherwise: ["Leave --method out to see all."] };
  }
  if (instruments.length > 0) return recommendInstrument(study, settings, "the partially linear model");
  if (given.length === 0) {
    return {
      method: "least-squares",
      because: [
        "No covariates were named, so it is the slope as it was seen, which is right where lots decided the dose.",
      ],
      otherwise: ["Name with --given what decided the dose and matters for the outcome."],
    };
  }
  return {
    method: "dml-partial",
    because: [
      "It learns how the covariates go with the dose and with the outcome by any learner, and asks only that the effect be a slope.",
    ],
    otherwise: [
      "With an instrument (--instrument) two-stage least squares.",
      "With few rows or simple relations least squares gives the same.",
    ],
  };
}
