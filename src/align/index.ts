// The public names of `discoscm/align`. Everything here runs in a browser as well as in Node; engines that need more have entrances of their own.

export type {
  BudgetSpent,
  FusionAnswer,
  FusionCandidate,
  FusionCandidates,
  FusionFactor,
  FusionFactorStep,
  FusionStep,
  FusionTotals,
  LikelyText,
} from "../query/fusion.js";
export type { ChoiceOptions } from "./choose-token.js";
export { type DecodeOptions, decode, type FactorPrompt, type FactorStep, type Step } from "./decode.js";
export type { Engine, Message, NextLogits, Prefix, Vocabulary, Wanted } from "./engine.js";
export { type Evaluated, type EvaluateOptions, evaluate } from "./evaluate.js";
export type { Budget, Expression, WeightedPart } from "./expression.js";
export { answerOfCandidates, answerOfSteps, type CandidatesAsked, type FusionAsked } from "./fusion-answer.js";
export { type MarkovModel, markovEngine } from "./markov.js";
export { readMarkovModel } from "./markov-file.js";
export { fromModelArithmetic, type ModelArithmetic, toModelArithmetic } from "./model-arithmetic.js";
export { parseExpression } from "./parse-expression.js";
export { type Plausible, plausibleTokens } from "./plausible.js";
export { printExpression } from "./print-expression.js";
export { type Base, type Factor, type MixBase, namesOf, type Product, productOf } from "./product.js";
export type { Paper, Recipe, RecipeFactor, RecipeNumbers, RecipeParameter, SetsAt } from "./recipes/recipe.js";
export { recipeNamed, recipes } from "./recipes.js";
export { type Candidate, type Resampled, type ResampleOptions, resample, scoreText } from "./resample.js";
export { simplify } from "./simplify.js";
export { type TextStream, textStream } from "./stream-text.js";
export { divergence, type LikelyToken, lawOf, likeliest, type TokenLaw } from "./token-law.js";
export { type ScoredText, type TextWeights, weighTexts } from "./weigh-texts.js";
