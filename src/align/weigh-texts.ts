import { DiscoError } from "../error.js";
import { shown } from "../num/complaint.js";
import { powerWithin } from "./budget.js";
import { namesOf, type Product } from "./product.js";
import { logSum } from "./token-law.js";

/** A whole text, and how likely it is. */
export interface ScoredText {
  /** Log probability of the whole text under each factor. */
  readonly logs: Readonly<Record<string, number>>;
  /** Log probability under what it was drawn from; absent: the candidates are all the texts there are, or all that are to be chosen from. */
  readonly drawn?: number;
  /** Names of the masks that it keeps to. */
  readonly keeps?: readonly string[];
}

/** How much of the fused law each candidate has. */
export interface TextWeights {
  /** They add up to 1. */
  readonly weights: Float64Array;
  /** Candidates that these are worth: 1 / sum of squares (Kish 1965). One: a single candidate has all the weight. */
  readonly effective: number;
  readonly budget?: { readonly power: number; readonly spent: number; readonly unbounded: boolean };
}

/**
 * The fusion of *whole texts* on candidates: each factor's probability of the text to its power, over the probability with which it was drawn, made to
 * add up to 1 (self-normalised importance weights, Rubin 1987). Exact over its candidates, and by the law of large numbers over all texts where these
 * were drawn. A part of a mixture that is a product has a normaliser that is estimated from the candidates. @throws DiscoError for factors without a
 * score, for candidates of which some were drawn and some not, and where no candidate is possible. Cost: O(candidates x factors)
 */
export function weighTexts(product: Product, candidates: readonly ScoredText[]): TextWeights {
  if (candidates.length === 0) throw refusal("there are no candidates", "give at least one text");
  const told = candidates.filter(({ drawn }) => drawn !== undefined).length;
  if (told > 0 && told < candidates.length) {
    throw refusal("some candidates say what they were drawn with, others not", "give it for all, or for none");
  }
  for (const name of namesOf(product).laws) {
    const without = candidates.findIndex(({ logs }) => logs[name] === undefined);
    if (without >= 0) {
      throw refusal(
        `candidate ${without + 1} has no score under "${shown(name)}"`,
        "score every candidate under every factor",
      );
    }
  }
  const { logs, budget } = logWeights(product, candidates, true);
  const total = logSum(logs);
  if (total === -Infinity)
    throw refusal("no candidate is possible under all factors", "draw more, or from another factor");
  const weights = logs.map((log) => Math.exp(log - total));
  const squares = weights.reduce((sum, w) => sum + w * w, 0);
  return { weights, effective: 1 / squares, ...(budget ? { budget } : {}) };
}

/** Log weights of the candidates under a product; divided by what they were drawn with where `drawn`. */
function logWeights(
  product: Product,
  candidates: readonly ScoredText[],
  drawn: boolean,
): { logs: Float64Array; budget?: TextWeights["budget"] } {
  const { factors, masks, budget } = product;
  const logs = Float64Array.from(candidates, ({ keeps = [], drawn: from }) => {
    if (masks.some((mask) => !keeps.includes(mask))) return -Infinity;
    return drawn ? -(from ?? 0) : 0;
  });
  for (const { base, weight, binds } of factors) {
    const own = base.kind === "name" ? candidates.map((one) => one.logs[base.name]) : mixed(base.parts, candidates);
    own.forEach((log, k) => {
      if (log > -Infinity) logs[k] += weight * log;
      else if (binds) logs[k] = -Infinity;
      else if (logs[k] > -Infinity && weight !== 0) {
        throw refusal(`candidate ${k + 1} is impossible under a factor that is taken out`, "leave the candidate out");
      }
    });
  }
  if (budget === undefined) return { logs };
  const total = logSum(logs);
  const without = logs.map((log) => log - total);
  const found = powerWithin(without, logWeights(budget.product, candidates, false).logs, budget.epsilon);
  const { power, divergence: spent, unbounded } = found;
  return { logs: found.logs, budget: { power, spent, unbounded } };
}

/** Log probability of the candidates under a mixture, each part a law of whole texts. */
function mixed(
  parts: readonly { readonly weight: number; readonly product: Product }[],
  candidates: readonly ScoredText[],
): number[] {
  const laws = parts.map(({ weight, product }) => {
    const { logs } = logWeights(product, candidates, false);
    const [only] = product.factors;
    const isLaw =
      product.factors.length === 1 &&
      product.masks.length === 0 &&
      !product.budget &&
      only.base.kind === "name" &&
      only.weight === 1;
    return { log: Math.log(weight) - (isLaw ? 0 : logNormaliser(logs, candidates)), logs };
  });
  return candidates.map((_, k) => logSum(Float64Array.from(laws, ({ log, logs }) => log + logs[k])));
}

/** Log of the sum of a product over all texts: over the candidates where these are all, else estimated from the draws. */
function logNormaliser(logs: Float64Array, candidates: readonly ScoredText[]): number {
  const isDrawn = candidates[0].drawn !== undefined;
  const each = logs.map((log, k) => log - (candidates[k].drawn ?? 0));
  return logSum(each) - (isDrawn ? Math.log(candidates.length) : 0);
}

function refusal(wrong: string, next: string): DiscoError {
  return new DiscoError({ who: "texts", wrong, next }, "refused");
}
