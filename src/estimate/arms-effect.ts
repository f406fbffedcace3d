import { type ArmModels, fitArmModels } from "../learn/arm-models.js";
import { defaultFolds } from "../learn/choose.js";
import type { Learner } from "../learn/learner.js";
import { indices } from "../num/indices.js";
import { patternsOf } from "../num/patterns.js";
import type { ArmStudy } from "../num/study.js";
import type { Answer, Remark } from "../query/answer.js";
import type { Balance, Contrast, Method, Overlap } from "../query/effect.js";
import { ENGINE } from "../query/engine.js";
import { extraEstimates } from "./arm-extras.js";
import { armLearner } from "./arm-learner.js";
import { ARM_METHODS, type ArmMethod, type Views } from "./arm-methods.js";
import { balanceOf } from "./balance.js";
import { withBootstrap } from "./bootstrap/apply.js";
import { type Comparable, comparable, withoutRefused } from "./comparable.js";
import { effectAnswer, type Facts, withoutValue } from "./effect-answer.js";
import { effectAssumptions } from "./effect-assumptions.js";
import { type EffectSettings, METHODS } from "./effect-options.js";
import { queryOf } from "./effect-query.js";
import {
  refuseHeterogeneity,
  type StudyHeterogeneity,
  studyHeterogeneity,
} from "./heterogeneity/study-heterogeneity.js";
import { contrastOf } from "./influence.js";
import { crossFittedProblem, fittedProblem } from "./make-problem.js";
import { type WeightsOfProblem, weightsOfProblem } from "./misuse/propensity-weights.js";
import { insideTrim, overlapOf } from "./overlap.js";
import { propensitiesOf } from "./pair-propensities.js";
import { partOfStudy } from "./part-of-study.js";
import type { FittedProblem, Problem } from "./problem.js";
import { checkArms } from "./study-checks.js";
import { studyNuisances } from "./study-nuisances.js";

/** One arm against the reference: every estimate of it, and what they looked at. */
export interface ArmEstimates {
  readonly arm: string;
  readonly estimates: Readonly<Partial<Record<Method, Answer>>>;
  readonly views: Views;
  readonly overlap: Overlap;
  readonly balance: Balance;
  readonly warnings: readonly Remark[];
}

/** All arms' estimates, and what they have in common. */
export interface ArmsEffect {
  /** Without the rows that were trimmed. */
  readonly study: ArmStudy;
  readonly trimmed: number;
  readonly comparisons: readonly ArmEstimates[];
  readonly warnings: readonly Remark[];
  readonly provenance: Facts;
  /** Where it was asked for. */
  readonly individual?: StudyHeterogeneity;
}

/**
 * Every estimator of averages on a study with arms. Assumes the covariates are all that decided the arm and matters for the outcome.
 * @throws DiscoError `input` where rows are too few, `refused` where the arms cannot be compared
 * Cost: about 3 fits to all rows and 3 x folds across folds.
 */
export async function armsEffect(whole: ArmStudy, settings: EffectSettings): Promise<ArmsEffect> {
  checkArms(whole);
  refuseHeterogeneity(whole, settings);
  const study = settings.trim === undefined ? whole : trimmedStudy(whole, settings, settings.trim);
  const { treatment, weights } = study;
  const learner = armLearner(study, study.given, settings);
  const folds = settings.folds ?? defaultFolds(study, learner.name);
  const fittedStudy = saturated(study, learner);
  let fitted: ArmModels | undefined;
  const models = () => {
    fitted ??= fitArmModels(fittedStudy, settings.seed);
    return fitted;
  };
  const nuisances = await studyNuisances(study, learner, folds, settings);
  settings.onProgress?.("estimating", 1);
  const provenance: Facts = {
    engine: ENGINE,
    source: study.data.source,
    learner: learner.name,
    folds: nuisances.entries.folds,
    seed: settings.seed,
    ...(weights ? { weights: weights.kind } : {}),
  };
  const comparisons: ArmEstimates[] = [];
  for (let arm = 1; arm < treatment.arms.length; arm++) {
    const asked = { study: fittedStudy, arm, target: settings.target, seed: settings.seed };
    const views = viewsOf(() => fittedProblem(asked, models()), crossFittedProblem({ ...asked, study }, nuisances));
    const { compared, ...own } = compareArm(views, arm, settings, provenance);
    const extras = await extraEstimates({ views, arm, settings, learner, folds: nuisances.entries.folds, provenance });
    const all = withoutRefused({ ...own.estimates, ...extras }, compared, (query, reason) =>
      withoutValue(query, reason, provenance),
    );
    const shown = Object.fromEntries(METHODS.flatMap((method) => (all[method] ? [[method, all[method]]] : [])));
    const estimates =
      settings.bootstrap === undefined ? shown : await withBootstrap(shown, views.fitted, arm, settings);
    // Balance is that of the models on all rows, as love plots show it, where these were fitted at all.
    const balance = balanceOf(fitted === undefined ? views.crossFitted : { ...views.fitted, study });
    comparisons.push({ ...own, estimates, balance });
  }
  const notes = new Map([...nuisances.notes, ...(fitted?.notes ?? [])].map((note) => [note.id, note]));
  const trimmed = observations(whole) - observations(study);
  const { heterogeneity: how } = settings;
  const individual = how && (await studyHeterogeneity(study, how, learner, nuisances, settings));
  return {
    study,
    trimmed,
    comparisons,
    warnings: [...notes.values()],
    provenance,
    ...(individual ? { individual } : {}),
  };
}

function viewsOf(make: () => FittedProblem, crossFitted: Problem): Views {
  let fitted: FittedProblem | undefined;
  return {
    crossFitted,
    get fitted() {
      fitted ??= make();
      return fitted;
    },
  };
}

/** Averages within cells are what a model with an indicator for each cell fits. */
function saturated(study: ArmStudy, learner: Learner): ArmStudy {
  if (learner.name !== "cells" || study.given.length === 0) return study;
  const { id, first } = patternsOf(study.given, study.rows);
  if (first.length > MOST_CELLS) return study;
  const levels = Array.from(first, (_, cell) => String(cell));
  return { ...study, given: [{ kind: "categorical", name: "covariates", codes: id, levels }] };
}

/** Cells beyond which an indicator each would take longer than it is worth. */
const MOST_CELLS = 500;

function observations({ weights, rows }: ArmStudy): number {
  return weights?.kind === "counts" ? weights.values.reduce((a, b) => a + b, 0) : rows;
}

/** Rows outside are left out by the logit's propensities, and everything is learnt again from the others. */
function trimmedStudy(study: ArmStudy, settings: EffectSettings, trim: number): ArmStudy {
  const models = fitArmModels(study, settings.seed);
  let kept = indices(study.rows);
  for (let k = 1; k < study.treatment.arms.length; k++) {
    const asked = { study, arm: k, target: settings.target, seed: settings.seed };
    const inside = new Set(insideTrim(propensitiesOf(fittedProblem(asked, models)), settings.target, trim));
    kept = kept.filter((i) => inside.has(i));
  }
  const part = partOfStudy(study, kept);
  checkArms(part);
  return part;
}

function compareArm(
  views: Views,
  arm: number,
  settings: EffectSettings,
  provenance: Facts,
): Omit<ArmEstimates, "balance"> & { readonly compared: Comparable } {
  const { crossFitted } = views;
  const { target } = settings;
  const propensities = propensitiesOf(crossFitted);
  const overlap = overlapOf(propensities, target);
  const compared = comparable(crossFitted, arm, propensities, overlap, settings);
  const estimates: Partial<Record<Method, Answer>> = {};
  const adjusting = settings.way === undefined || settings.way === "adjustment";
  for (const method of ARM_METHODS) {
    // Where a graph says that nothing adjusts for everything, only the plain difference is shown beside its way.
    if (method.key !== "difference" && (!adjusting || crossFitted.study.given.length === 0)) continue;
    if (settings.method !== undefined && settings.method !== method.key && method.key !== "difference") continue;
    estimates[method.key] = answerBy(method, views, arm, settings, provenance);
  }
  // Where another estimator was asked for it says itself what its weights are.
  const acrossFolds =
    adjusting && crossFitted.study.given.length > 0 && (settings.method === undefined || ACROSS.has(settings.method));
  return {
    arm: crossFitted.study.treatment.arms[arm],
    estimates,
    views,
    overlap,
    compared,
    warnings: [...compared.warnings, ...(acrossFolds ? weightsOfProblem(crossFitted, arm, "crossFitted").remarks : [])],
  };
}

function answerBy(method: ArmMethod, views: Views, arm: number, settings: EffectSettings, provenance: Facts): Answer {
  const { study } = views.crossFitted;
  const query = queryOf(study, arm, method.key, settings);
  const refusal = method.refuses?.(settings.target, study);
  if (refusal !== undefined) return withoutValue(query, refusal, provenance);
  const problem = method.on === "fitted" ? views.fitted : views.crossFitted;
  const means = method.averages(views);
  const without = noContrast(means.mean, settings.contrast);
  if (without !== undefined) return withoutValue(query, without, provenance);
  const contrasted = contrastOf(means, settings.contrast, problem);
  const weights = WEIGHED.has(method.key) ? weightsOfProblem(problem, arm, "fitted") : undefined;
  const crossFitted = method.on === "crossFitted" && Number(provenance.folds) > 1;
  const how =
    method.on === "crossFitted" ? `, ${provenance.learner}${crossFitted ? `, ${provenance.folds} folds` : ""}` : "";
  return effectAnswer(
    {
      query,
      estimate: contrasted,
      layer: method.key === "difference" ? 1 : settings.target === "ate" ? 2 : 3,
      method: `${method.name}${how}`,
      assumptions: effectAssumptions(study)(method.needs),
      ...(weights ? { warnings: weights.remarks } : {}),
      diagnostics: { reference: means.mean[0], arm: means.mean[1], ...weightDiagnostics(weights) },
    },
    settings,
    provenance,
  );
}

/** Estimators that use inverse weights of the models on all rows as they are, or divided by their sum. */
const WEIGHED: ReadonlySet<Method> = new Set<Method>(["horvitz-thompson", "hajek"]);

/** Estimators that rest on the propensities learnt across folds. */
const ACROSS: ReadonlySet<Method> = new Set<Method>(["aipw", "tmle", "dml"]);

/** What the weights of both arms average, which should be 1. */
function weightDiagnostics(weights: WeightsOfProblem | undefined): Record<string, number> {
  const named = weights?.found.map(({ arm, average }) => [arm === 0 ? "weightsReference" : "weightsArm", average]);
  return Object.fromEntries(named ?? []);
}

/** Why two averages have no ratio, if they have none. */
function noContrast([reference, arm]: readonly [number, number], contrast: Contrast): string | undefined {
  if (contrast === "difference") return undefined;
  if (contrast === "ratio")
    return reference > 0 ? undefined : `the reference's average is ${reference}, and nothing is a multiple of that`;
  const outside = [reference, arm].find((mean) => mean <= 0 || mean >= 1);
  return outside === undefined
    ? undefined
    : `an average of ${outside} has no odds; tmle's averages stay between 0 and 1`;
}
