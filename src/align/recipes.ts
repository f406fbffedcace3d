import { DiscoError } from "../error.js";
import { shown } from "../num/complaint.js";
import { contrastiveDecoding, dExperts, modelArithmetic, proxyTuning } from "./recipes/models.js";
import { classifierFreeGuidance, contextSteering, linearAlignment, manyContexts } from "./recipes/prompts.js";
import type { Recipe } from "./recipes/recipe.js";
import { autoregressiveReward, manyRewards, multiObjective, personalizedAlignment } from "./recipes/rewards.js";
import { consensus, mixture } from "./recipes/users.js";

/** Published ways of decoding, each an expression: one model told several things, several models, rewards, users. */
export const recipes: readonly Recipe[] = [
  classifierFreeGuidance,
  contextSteering,
  manyContexts,
  linearAlignment,
  contrastiveDecoding,
  dExperts,
  proxyTuning,
  modelArithmetic,
  personalizedAlignment,
  multiObjective,
  autoregressiveReward,
  manyRewards,
  consensus,
  mixture,
];

/** @throws DiscoError that lists the recipes there are */
export function recipeNamed(id: string): Recipe {
  const found = recipes.find((recipe) => recipe.id === id);
  if (found !== undefined) return found;
  throw new DiscoError({
    who: "recipe",
    wrong: "there is none of this name",
    given: shown(id),
    next: `those there are: ${recipes.map((recipe) => recipe.id).join(", ")}`,
  });
}
