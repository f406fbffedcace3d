import { DiscoError } from "../../error.js";
import type { Problem } from "../problem.js";
import type { Metric } from "./space.js";

/** How to match. */
export interface MatchingOptions {
  /** What must be near; default the propensity. */
  readonly on?: "propensity" | "covariates" | "exact";
  /** Neighbours for each; default 1. On equal covariates all that are equal count. */
  readonly neighbours?: number;
  /** The farthest a neighbour may be: in standard deviations of the logit of the propensity, or in the units of the distance (one standard deviation of a covariate is 1). */
  readonly caliper?: number;
  /** May an observation stand in for several? Default yes; without, only for the effect on one arm. */
  readonly replace?: boolean;
  /** Least squares for the distance that is left; default on covariates only. */
  readonly biasAdjusted?: boolean;
  /** How covariates are made comparable; default Mahalanobis. */
  readonly metric?: Metric;
  /** Confidence level; default .95. */
  readonly level?: number;
}

/** Options with the defaults filled in. */
export type MatchingSettings = Required<Omit<MatchingOptions, "caliper">> & { readonly caliper?: number };

/**
 * Fills in the defaults.
 * @throws DiscoError for what cannot be done
 */
export function checkOptions(problem: Problem, options: MatchingOptions): MatchingSettings {
  const { on = "propensity", neighbours = 1, replace = true, metric = "mahalanobis", level = 0.95, caliper } = options;
  if (problem.target === "overlap") {
    throw new DiscoError({
      who: "matching",
      wrong: "it has no answer about the individuals whom either arm could have had",
      given: "target overlap",
      next: "ask for ate, att or atc, or take the overlap-weighted estimate",
    });
  }
  if (!Number.isInteger(neighbours) || neighbours < 1) {
    throw new DiscoError({
      who: "matching: neighbours",
      wrong: "not a whole number of at least 1",
      given: String(neighbours),
      next: "1 is usual; more are steadier and less alike",
    });
  }
  if (caliper !== undefined && !(caliper > 0)) {
    throw new DiscoError({
      who: "matching: caliper",
      wrong: "not a positive number",
      given: String(caliper),
      next: "give it in standard deviations; 0.2 is usual on the propensity",
    });
  }
  if (on !== "propensity" && problem.study.given.length === 0) {
    throw new DiscoError({
      who: "matching",
      wrong: "there are no covariates to match on",
      given: `on ${on}`,
      next: "name covariates with --given, or take the plain difference if the arms were assigned at random",
    });
  }
  if (!replace && (problem.target === "ate" || problem.law)) {
    throw new DiscoError({
      who: "matching",
      wrong: problem.law
        ? "an exact law has no single observations that could be used up"
        : "without replacement there are not enough of both arms to stand in for everybody",
      given: `replace false, target ${problem.target}`,
      next: problem.law ? "match with replacement" : "ask for att or atc, or match with replacement",
    });
  }
  const biasAdjusted = options.biasAdjusted ?? on === "covariates";
  return { on, neighbours, replace, metric, level, biasAdjusted, ...(caliper === undefined ? {} : { caliper }) };
}
