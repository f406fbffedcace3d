import type { ArmStudy } from "../num/study.js";
import type { Method, Target } from "../query/effect.js";
import { aipw } from "./aipw.js";
import { armAverages } from "./difference.js";
import type { AssumptionId } from "./effect-assumptions.js";
import { hajek } from "./hajek.js";
import { horvitzThompson } from "./horvitz-thompson.js";
import type { ArmMeans } from "./influence.js";
import type { FittedProblem, Problem } from "./problem.js";
import { regression } from "./regression.js";
import { tmle } from "./tmle.js";

/** What an estimator of two averages may look at. */
export interface Views {
  /** Models are fitted to all rows when somebody looks at it first. */
  readonly fitted: FittedProblem;
  readonly crossFitted: Problem;
}

/** An estimator of the target's average in each arm. */
export interface ArmMethod {
  readonly key: Method;
  readonly name: string;
  /** Which nuisances it takes: models fitted to all rows, or learners across folds. */
  readonly on: "fitted" | "crossFitted" | "none";
  readonly needs: readonly AssumptionId[];
  /** Why it cannot answer for this target. */
  readonly refuses?: (target: Target, study: ArmStudy) => string | undefined;
  readonly averages: (views: Views) => ArmMeans;
}

const ALWAYS: readonly AssumptionId[] = ["exogeneity", "overlap", "no-interference"];

const notOverlap = (what: string) => (target: Target) =>
  target === "overlap" ? `${what}; use overlap or aipw for this target` : undefined;

/** The estimators of averages, in the order in which they are shown. Matching, strata and the partially linear one stand in files of their own. */
export const ARM_METHODS: readonly ArmMethod[] = [
  {
    key: "difference",
    name: "plain difference of averages, nothing adjusted",
    on: "none",
    needs: [],
    averages: ({ crossFitted }) => armAverages(crossFitted),
  },
  {
    key: "regression",
    name: "regression standardisation (g-formula)",
    on: "fitted",
    needs: [...ALWAYS, "outcome-model"],
    refuses: notOverlap("overlap weights come from a propensity, which a regression of the outcome does not have"),
    averages: ({ fitted }) => regression(fitted),
  },
  {
    key: "horvitz-thompson",
    name: "inverse probability weights (Horvitz-Thompson)",
    on: "fitted",
    needs: [...ALWAYS, "propensity-model"],
    refuses: notOverlap("the overlap population has no number of rows to divide by"),
    averages: ({ fitted }) => horvitzThompson(fitted),
  },
  {
    key: "hajek",
    name: "inverse probability weights that average to one (Hájek; stabilised weights give the same)",
    on: "fitted",
    needs: [...ALWAYS, "propensity-model"],
    refuses: notOverlap("for this target it is the method overlap"),
    averages: ({ fitted }) => hajek(fitted),
  },
  {
    key: "overlap",
    name: "overlap weights, about those whom either arm could have had",
    on: "fitted",
    needs: ["exogeneity", "no-interference", "propensity-model"],
    averages: ({ fitted }) => hajek({ ...fitted, target: "overlap" }),
  },
  {
    key: "aipw",
    name: "augmented inverse probability weighting (AIPW, doubly robust)",
    on: "crossFitted",
    needs: [...ALWAYS, "either-model"],
    averages: ({ crossFitted }) => aipw(crossFitted),
  },
  {
    key: "tmle",
    name: "targeted maximum likelihood (TMLE, doubly robust)",
    on: "crossFitted",
    needs: [...ALWAYS, "either-model"],
    refuses: notOverlap("the targeting step here has no overlap weights"),
    averages: ({ crossFitted }) => tmle(crossFitted),
  },
];
