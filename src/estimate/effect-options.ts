import { DiscoError } from "../error.js";
import type { LearnerChoice } from "../learn/choose.js";
import type { Contrast, Method, Target } from "../query/effect.js";
import type { HeterogeneityLearner } from "../query/heterogeneity.js";
import type { GraphGuard } from "../query/misuse.js";

/** How to estimate an effect. Every field has a default. */
export interface EffectOptions extends LearnerChoice {
  /** Whose average; default everybody's (`ate`). */
  readonly target?: Target;
  /** Default `difference`; ratios need an outcome that is never negative, odds ratios two values. */
  readonly contrast?: Contrast;
  /** Only this estimator (and the plain difference, to see what adjusting changes); default: all that apply. */
  readonly method?: Method;
  /** Cross-fitting folds of the doubly robust estimators; 1: none. Default 5 (3 above 200,000 observations), or 1 when the table carries weights. */
  readonly folds?: number;
  readonly seed?: number;
  /** Confidence level of the intervals; default .95. */
  readonly level?: number;
  /** Leave out rows with a propensity below this or above one minus this. */
  readonly trim?: number;
  /** What a graph says identifies the effect; default: the covariates do. */
  readonly way?: "adjustment" | "front-door" | "instrument";
  /** What a graph has against these columns (`effectPlan`); it is warned of, with numbers. */
  readonly guard?: GraphGuard;
  /** Estimate again on changed tables too (random cause, subsets, a placebo treatment); default up to 20,000 rows. */
  readonly refute?: boolean;
  /** Where the running variable decides (regression discontinuity). */
  readonly cutoff?: number;
  readonly bandwidth?: number;
  /** Replications of the Bayesian bootstrap, for estimators that are fitted to all rows; default: none, intervals from influence functions. */
  readonly bootstrap?: number;
  /** Threads of the bootstrap, and of learning from more than 200,000 observations; default 2. The numbers do not depend on it. */
  readonly workers?: number;
  /** Learn individual effects too, by this learner, and judge them (studies with arms); default: only averages. */
  readonly heterogeneity?: HeterogeneityLearner;
  /** Placebo replications for the standard errors of synthetic controls. */
  readonly replications?: number;
  readonly onProgress?: (stage: string, fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** The options with their defaults in place. */
export interface EffectSettings extends EffectOptions {
  readonly target: Target;
  readonly contrast: Contrast;
  readonly seed: number;
  readonly level: number;
}

/** Every estimator's key, in the order in which they are shown. */
export const METHODS: readonly Method[] = [
  "difference",
  "regression",
  "horvitz-thompson",
  "hajek",
  "stabilised",
  "overlap",
  "stratification",
  "matching",
  "aipw",
  "tmle",
  "dml",
  "dml-partial",
  "least-squares",
  "two-stage-least-squares",
  "wald",
  "front-door",
  "natural-direct",
  "natural-indirect",
  "did",
  "synthetic-control",
  "synthetic-did",
  "regression-discontinuity",
];

const TARGETS: readonly Target[] = ["ate", "att", "atc", "overlap"];
const HETEROGENEITY: readonly HeterogeneityLearner[] = ["forest", "s", "t", "x", "r", "dr"];
const CONTRASTS: readonly Contrast[] = ["difference", "ratio", "odds-ratio"];

/** Checks the options and fills in the defaults. @throws DiscoError naming the option, what was given and what would do */
export function settleEffect(options: EffectOptions): EffectSettings {
  inside("folds", options.folds, (k) => Number.isInteger(k) && k >= 1 && k <= 50, "a whole number from 1 to 50");
  inside("level", options.level, (level) => level > 0 && level < 1, "a number between 0 and 1");
  inside("seed", options.seed, (seed) => Number.isInteger(seed) && seed >= 0, "a whole number from 0 up");
  inside("trim", options.trim, (trim) => trim > 0 && trim < 0.5, "a number between 0 and 0.5");
  inside("bandwidth", options.bandwidth, (width) => width > 0, "a number above 0");
  inside("replications", options.replications, (n) => Number.isInteger(n) && n >= 2, "a whole number from 2 up");
  inside("bootstrap", options.bootstrap, (n) => Number.isInteger(n) && n >= 20, "a whole number from 20 up");
  inside("workers", options.workers, (n) => Number.isInteger(n) && n >= 1 && n <= 64, "a whole number from 1 to 64");
  among("target", options.target, TARGETS);
  among("contrast", options.contrast, CONTRASTS);
  among("method", options.method, METHODS);
  among("heterogeneity", options.heterogeneity, HETEROGENEITY);
  return {
    ...options,
    target: options.target ?? "ate",
    contrast: options.contrast ?? "difference",
    seed: options.seed ?? 1,
    level: options.level ?? 0.95,
  };
}

function inside(name: string, value: number | undefined, fits: (value: number) => boolean, wanted: string): void {
  if (value !== undefined && !fits(value)) {
    throw new DiscoError({ who: name, wrong: `must be ${wanted}`, given: String(value), next: `give ${wanted}` });
  }
}

function among(name: string, value: string | undefined, choices: readonly string[]): void {
  if (value !== undefined && !choices.includes(value)) {
    throw new DiscoError({
      who: name,
      wrong: "there is no such choice",
      given: String(value),
      next: `choose one of ${choices.join(", ")}`,
    });
  }
}
