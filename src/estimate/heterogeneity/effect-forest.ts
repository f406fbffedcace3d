import { DiscoError } from "../../error.js";
import { defaultFolds } from "../../learn/choose.js";
import { type CausalForestFit, causalForest, type ForestOptions } from "../../learn/effects/causal-forest.js";
import type { ArmStudy, Study } from "../../num/study.js";
import { armLearner } from "../arm-learner.js";
import { type EffectOptions, settleEffect } from "../effect-options.js";
import { crossFittedProblem } from "../make-problem.js";
import { checkArms } from "../study-checks.js";
import { studyNuisances, watch } from "../study-nuisances.js";
import { pairOfArms } from "./learn-effects.js";
import { refuseHeterogeneity } from "./study-heterogeneity.js";

/** How to grow it; what is not said of the forest is said of the learners of propensities and means that it starts from. */
export interface EffectForestOptions
  extends ForestOptions,
    Pick<EffectOptions, "learner" | "folds" | "seed" | "workers" | "onProgress" | "signal"> {}

/**
 * Grows a causal forest on a study of two arms: effects of its own rows, out of bag, and the forest itself, to be saved (`saveForest`) or asked about
 * new rows (`effectsAt`). Propensities and means are learnt across folds first.
 * @throws DiscoError for a dose, several arms, an exact law, no covariates, one fold, rows too few. Cost: that of the nuisances and of the trees.
 */
export async function effectForest(study: Study, options: EffectForestOptions = {}): Promise<CausalForestFit> {
  const { trees, bag, leaf, mtry, alpha, honest, ...rest } = options;
  const settings = settleEffect({ ...rest, heterogeneity: "forest" });
  const arms = study.treatment.kind === "arms" ? study.treatment.arms.length : 0;
  if (arms !== 2) {
    throw new DiscoError({
      who: "forest",
      wrong: "effects of one arm against another need a treatment with two arms",
      given: arms === 0 ? `numbers of ${study.treatment.name}` : `${arms} arms of ${study.treatment.name}`,
      next: "make a two-valued treatment with --derive",
    });
  }
  const own = study as ArmStudy;
  checkArms(own);
  refuseHeterogeneity(own, settings);
  const learner = armLearner(own, own.given, settings);
  const { seed, workers } = settings;
  const folds = settings.folds ?? Math.max(2, defaultFolds(own, learner.name));
  const nuisances = await studyNuisances(own, learner, folds, settings);
  const problem = crossFittedProblem({ study: own, arm: 1, target: "ate", seed }, nuisances);
  const { task } = pairOfArms(problem, nuisances.entries, own.gapped ?? own.given);
  const forest = { trees, bag, leaf, mtry, alpha, honest };
  const said = Object.fromEntries(Object.entries(forest).filter(([, value]) => value !== undefined)) as ForestOptions;
  return causalForest(said).fit(task, {
    ...(workers === undefined ? {} : { workers }),
    onFit: watch(settings, "growing trees"),
  });
}
