import { DiscoError } from "../error.js";
import type { LearnerName } from "../learn/choose.js";
import type { GraphGuard } from "../query/misuse.js";

/** How to attribute. Every field has a default; `given` covariates stand for the individual. */
export interface AttributeOptions {
  /**
   * `auto`: `cells` where every combination of covariates is well filled, else `linear`. `classes`: latent classes of units that are seen
   * repeatedly, which look at no covariates.
   */
  readonly learner?: LearnerName | "classes";
  /** Lay a map over the learner's probabilities that makes them come true. */
  readonly calibrate?: boolean;
  /** How many latent classes; absent: as many as fit best. */
  readonly classes?: number;
  /** Cross-fitting folds; 1: none. Default 5 (3 above 200,000 observations), or 1 when the table carries weights. */
  readonly folds?: number;
  readonly seed?: number;
  /** Confidence level of the intervals; default .95. */
  readonly level?: number;
  /** The dial of THEORY 1.7; default 0: the counterfactual noise is drawn afresh. */
  readonly coupling?: number;
  /** `att`: the treated's evidence only, `atc`: the untreated's; each needs overlap on one side only. Default `ate`: both. */
  readonly target?: "ate" | "att" | "atc";
  /** Leave out rows with a propensity below this or above one minus this. */
  readonly trim?: number;
  /** Also the order-free four-way split (THEORY 5.2). */
  readonly fourWay?: boolean;
  /** Also the variance shares (THEORY 5.3b), observed and in an imagined trial that treats this share. */
  readonly variance?: number;
  /** Trees and depth of the boosting learner. */
  readonly trees?: number;
  readonly depth?: number;
  /** What a graph has against these columns (`effectPlan`); it is warned of, with numbers. */
  readonly guard?: GraphGuard;
  readonly onProgress?: (stage: string, fraction: number) => void;
  readonly signal?: AbortSignal;
}

/** The options with their defaults in place. */
export interface Settings extends AttributeOptions {
  readonly seed: number;
  readonly level: number;
  readonly coupling: number;
  readonly target: "ate" | "att" | "atc";
}

function check(name: string, value: number | undefined, fits: (value: number) => boolean, wanted: string): void {
  if (value !== undefined && !fits(value)) {
    throw new DiscoError({ who: name, wrong: `must be ${wanted}`, given: String(value), next: `give ${wanted}` });
  }
}

/** Checks the options and fills in the defaults. @throws DiscoError naming the option, what was given and what would do */
export function settle(options: AttributeOptions): Settings {
  check("folds", options.folds, (k) => Number.isInteger(k) && k >= 1 && k <= 50, "a whole number from 1 to 50");
  check("level", options.level, (level) => level > 0 && level < 1, "a number between 0 and 1");
  check("coupling", options.coupling, (dial) => dial >= 0 && dial <= 1, "a number from 0 to 1");
  check("seed", options.seed, (seed) => Number.isInteger(seed) && seed >= 0, "a whole number from 0 up");
  check("trim", options.trim, (trim) => trim > 0 && trim < 0.5, "a number between 0 and 0.5");
  check("variance", options.variance, (rate) => rate > 0 && rate < 1, "a number between 0 and 1");
  if (options.calibrate === true && options.learner === "classes") {
    throw new DiscoError({
      who: "calibrate",
      wrong: "latent classes are a law of the individual, not a learner of means",
      given: "calibrate with learner classes",
      next: "leave one of them out",
    });
  }
  if (options.classes !== undefined && options.learner !== "classes") {
    throw new DiscoError({
      who: "classes",
      wrong: "only latent classes are counted",
      given: `classes ${options.classes} with learner ${options.learner ?? "auto"}`,
      next: "leave it out, or give learner classes",
    });
  }
  check("trees", options.trees, (trees) => Number.isInteger(trees) && trees >= 1, "a whole number from 1 up");
  check(
    "depth",
    options.depth,
    (depth) => Number.isInteger(depth) && depth >= 1 && depth <= 16,
    "a whole number from 1 to 16",
  );
  return {
    ...options,
    seed: options.seed ?? 1,
    level: options.level ?? 0.95,
    coupling: options.coupling ?? 0,
    target: options.target ?? "ate",
  };
}
