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
export { tokensMatching } from "./token-set.js";
export { type DrawnPart, drawPart } from "./user/draw-part.js";
export type { FactGroup } from "./user/fact-groups.js";
export { factorsOf, promptsOf, type Reduction, type UserFactors, type UserFactorsOptions } from "./user/factors.js";
export { type PosteriorOptions, posteriorOfUsers, type UserPosterior, type UserShare } from "./user/posterior.js";
export { type PublicProfile, publicPart, type UserFact, type UserFactor, type UserProfile } from "./user/profile.js";
export { candidateOf, type UserCandidate } from "./user/question.js";
export { readUserProfile } from "./user/read-profile.js";
export { type JoinedUsers, joinUsers, type ReducedUsers, reduceUsers, type Shares } from "./user/reduce.js";
export { type WriterPosterior, type WriterShare, type WritingOptions, writersOf } from "./user/writing.js";
export { type ScoredText, type TextWeights, weighTexts } from "./weigh-texts.js";
