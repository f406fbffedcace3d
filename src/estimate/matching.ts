import { bestMatches, type Matched, matched } from "./matching/effect.js";
import { checkOptions, type MatchingOptions } from "./matching/options.js";
import { assumptionsOf, methodOf, warningsOf } from "./matching/words.js";
import type { EstimateParts } from "./parts.js";
import type { FittedProblem, Problem } from "./problem.js";
import { waldInterval } from "./scores.js";

export type { MatchingOptions } from "./matching/options.js";

/** Who was compared with whom: entry `treated[k]` with entry `control[k]`. */
export interface MatchedPairs {
  readonly treated: Int32Array;
  readonly control: Int32Array;
}

/**
 * Average effect by matching: each observation's outcome in the arm it was not in is the average of its nearest neighbours in that arm, near
 * in the logit of the propensity, in the covariates, or equal in all covariates. With replacement all ties count; a count of k is k
 * observations. Assumes exogeneity given the covariates and overlap. The variance is that of the population's effect with conditional
 * variances from neighbours within the arm (Abadie & Imbens, Econometrica 74, 2006, theorems 6 and 7). For everybody's effect in a fitted
 * problem it knows that the propensity was learnt by a logit (Abadie & Imbens, Econometrica 84, 2016, theorem 1); otherwise a learnt
 * propensity is taken as known, which in simulations is too wide rather than too narrow. With clusters it is that of
 * the linear form of Otsu & Rai (2017), added up by cluster. On covariates the distance that is left is made up for by least squares
 * (Abadie & Imbens, JBES 29, 2011).
 * @throws DiscoError for options that do not fit, a target that matching has not ("overlap"), refused when nobody has a match
 * Cost: O(n log n) on the propensity or on equal covariates; on covariates O(n log n) in few dimensions, O(n^2) in many.
 */
export function matching(problem: Problem | FittedProblem, options: MatchingOptions = {}): EstimateParts {
  const settings = checkOptions(problem, options);
  const result = matched(problem, settings);
  const { value, se, influence } = result;
  const estimate = { value, ...(se === undefined ? {} : { se }), ...(influence ? { influence } : {}) };
  const interval = waldInterval(estimate, settings.level);
  return {
    estimate,
    ...(interval ? { interval } : {}),
    method: methodOf(settings),
    assumptions: assumptionsOf(problem, settings),
    warnings: warningsOf(problem, settings, result),
    diagnostics: diagnosticsOf(problem, settings, result),
  };
}

/**
 * Pairs of a treated and an untreated entry, nobody in two of them (as Rosenbaum's bounds need): greedily the nearest one still free, for
 * each treated (for each untreated where the target is the untreated), those least like the other arm first. An entry of count k may be in k
 * pairs. Who finds nobody within the caliper, or nobody left, is in no pair.
 * @throws DiscoError for options that do not fit
 * Cost: O(n log n) on the propensity or on equal covariates, O(treated x untreated x dimensions) on covariates.
 */
export function matchedPairs(
  problem: Problem,
  options: Pick<MatchingOptions, "on" | "caliper" | "metric"> = {},
): MatchedPairs {
  const target = problem.target === "atc" ? "atc" : "att";
  const asked = { ...problem, target } as const;
  const { matches, origin } = bestMatches(asked, checkOptions(asked, { ...options, replace: false }));
  const from: number[] = [];
  for (let j = 0; j < origin.length; j++) if (matches.start[j + 1] > matches.start[j]) from.push(j);
  const own = Int32Array.from(from, (j) => origin[j]);
  const other = Int32Array.from(from, (j) => origin[matches.to[matches.start[j]]]);
  return target === "att" ? { treated: own, control: other } : { treated: other, control: own };
}

function diagnosticsOf(problem: Problem, settings: ReturnType<typeof checkOptions>, result: Matched) {
  return {
    matchedOn: settings.on,
    neighbours: settings.neighbours,
    replacement: settings.replace,
    biasAdjusted: settings.biasAdjusted,
    ...(settings.caliper === undefined ? {} : { caliper: settings.caliper }),
    matched: result.matched,
    unmatched: result.unmatched,
    ...(problem.law ? {} : { mostUsed: result.mostUsed }),
    ...(result.se === undefined
      ? {}
      : {
          variance: problem.cluster
            ? "clustered, linearised"
            : result.adjusted
              ? "Abadie-Imbens 2016"
              : "Abadie-Imbens 2006",
          ...(settings.on === "propensity" ? { propensityTakenAsKnown: !result.adjusted } : {}),
        }),
  };
}
