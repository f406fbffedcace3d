import { DiscoError } from "../../error.js";
import type { Column } from "../../num/columns.js";
import type { Learner, LearnNote, Task } from "../learner.js";
import type { LinearFitted, LinearPrepared } from "../linear.js";
import type { EffectOfRows } from "./across-folds.js";
import { robustSpread, type Term } from "./robust-spread.js";

/** One regression within a learner of effects. */
export interface StageTask {
  readonly kind: Task["kind"];
  /** By row of the stage's covariates, as all that follows. */
  readonly y: Float64Array;
  readonly rows: Int32Array;
  /** By what the square of each observation is multiplied; absent: 1. */
  readonly factor?: Float64Array;
}

/** A fitted regression. */
export interface StageFit {
  readonly predict: (rows: Int32Array) => Float64Array;
  /** Variance of a sum of predictions, each times a number; absent where the learner has no such errors. */
  readonly variance?: (terms: readonly Term[]) => number;
}

/** Covariates prepared once for the regressions of all folds. */
export interface Stage {
  readonly fit: (task: StageTask) => StageFit;
}

/** The covariates and rows of one stage. */
export interface StageRows {
  readonly given: readonly Column[];
  readonly rows: number;
  /** How many observations each row stands for, in the preparation and in the fits. */
  readonly weight?: Float64Array;
  readonly rowHash: Uint32Array;
  readonly seed: number;
  readonly cluster?: Int32Array;
  readonly clusters?: number;
}

/** How the linear learner's errors come about, in words. */
export const SANDWICH = "robust (sandwich) errors of the linear fit, given what was learnt before it";

/** Is it a linear model, whose errors are known? */
export function isLinear(learner: Learner): boolean {
  return learner.name === "linear";
}

/** Standard errors of single predictions. */
export function errorsAt(variance: NonNullable<StageFit["variance"]>, at: Int32Array): Float64Array {
  return Float64Array.from(at, (row) => Math.sqrt(variance([[row, 1]])));
}

/** A regression whose predictions are effects, with their errors where these are asked for and known. */
export function effectsOf({ predict, variance }: StageFit): EffectOfRows {
  return (at, errors) => ({
    effect: predict(at),
    ...(errors && variance ? { error: errorsAt(variance, at) } : {}),
  });
}

/** Prepares a learner for the regressions of one stage; what it has to say goes to `say`. */
export function openStage(learner: Learner, about: StageRows, say: (notes: readonly LearnNote[]) => void): Stage {
  const { given, rows, weight, rowHash, seed, cluster, clusters } = about;
  const prepared = learner.prepare(given, rows, weight);
  say(prepared.notes);
  const design = isLinear(learner) ? (prepared as LinearPrepared).design : undefined;
  return {
    fit: ({ kind, y, rows: learnt, factor }) => {
      if (learnt.length === 0) throw noRows();
      const times = weight && factor ? weight.map((w, i) => w * factor[i]) : (factor ?? weight);
      const fitted = prepared.fit({ kind, y, rows: learnt, rowHash, seed, ...(times ? { weight: times } : {}) });
      say(fitted.notes);
      if (design === undefined) return { predict: fitted.predict };
      const at = (values: Float64Array | undefined) => Float64Array.from(learnt, (i) => (values ? values[i] : 1));
      const variance = robustSpread(
        {
          ...{
            kind,
            design,
            rows: learnt,
            y: at(y),
            mean: fitted.predict(learnt),
            count: at(weight),
            factor: at(factor),
          },
          ...(cluster && clusters ? { cluster, clusters } : {}),
        },
        (fitted as LinearFitted).fit,
      );
      return { predict: fitted.predict, variance };
    },
  };
}

function noRows(): DiscoError {
  return new DiscoError({
    who: "heterogeneity",
    wrong: "a training set has no rows of one arm: all of them belong to the fold left out",
    next: "use fewer folds, or give more rows of that arm",
  });
}
