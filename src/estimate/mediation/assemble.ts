import type { LearnNote } from "../../learn/learner.js";
import type { Remark } from "../../query/answer.js";
import type { Method } from "../../query/effect.js";
import { type Observations, standardError } from "../influence.js";
import type { EstimateParts } from "../parts.js";
import { waldInterval } from "../scores.js";

/** What the numbers of one estimator share. */
interface Common {
  readonly about: Observations;
  readonly level: number;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
  readonly diagnostics: Readonly<Record<string, number | string | boolean>>;
}

/** The average of scores, and how far each entry stands from it. Cost: O(entries). */
export function averageOf(scores: Float64Array, { count, total }: Observations) {
  let sum = 0;
  for (let j = 0; j < scores.length; j++) if (count[j] > 0) sum += count[j] * scores[j];
  const value = sum / total;
  // Entries that stand for nobody (cells of probability 0) move nothing.
  return { value, influence: scores.map((score, j) => (count[j] > 0 ? score - value : 0)) };
}

/** An average of scores with its standard error and interval. Cost: O(entries). */
export function partsOf(scores: Float64Array, method: Method, common: Common): EstimateParts {
  const { about, level, assumptions, warnings, diagnostics } = common;
  const { value, influence } = averageOf(scores, about);
  const se = standardError(influence, about, true);
  const estimate = { value, influence, ...(se === undefined ? {} : { se }) };
  const interval = waldInterval(estimate, level);
  return { estimate, ...(interval ? { interval } : {}), method, assumptions, warnings, diagnostics };
}

/** Kish's number of equal observations that weights are worth: (sum w)^2 / sum w^2; nothing for an exact law. */
export function effectiveSize(weights: Float64Array, { count, law }: Observations): number | undefined {
  if (law) return undefined;
  let [sum, squares] = [0, 0];
  for (let j = 0; j < weights.length; j++) {
    sum += count[j] * weights[j];
    squares += count[j] * weights[j] * weights[j];
  }
  return (sum * sum) / squares;
}

/** Further from 1 than this, and than three standard errors, an average weight is called out. */
const DISAGREE = 0.1;

/**
 * Weights that move one arm's mediators to the other's average 1 where P(T=1 | M, W) averages to P(T=1 | W); two models fitted apart may not
 * agree. Cost: O(entries).
 */
export function checkWeights(weights: Float64Array, what: string, about: Observations): Remark[] {
  const { value, influence } = averageOf(weights, about);
  const off = Math.abs(value - 1);
  if (off <= Math.max(DISAGREE, 3 * (standardError(influence, about, true) ?? 0))) return [];
  return [
    {
      id: "mediator-weights",
      text: `${what} average ${value.toPrecision(3)} and should average 1: the probability of treatment given the covariates and the one given the mediators too do not agree. Try another learner.`,
    },
  ];
}

/** What the learners had to say, each thing once. */
export function notesOf(notes: readonly LearnNote[]): Remark[] {
  return notes.map(({ id, text }) => ({ id, text }));
}
