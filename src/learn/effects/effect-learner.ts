import type { Column } from "../../num/columns.js";
import type { LearnNote } from "../learner.js";

/** What an individual's effect is learnt from: two arms, and what was learnt of each row from other rows. */
export interface EffectTask {
  readonly rows: number;
  readonly given: readonly Column[];
  /** 1: the arm asked about, 0: the reference. */
  readonly t: Uint8Array;
  readonly outcome: "binary" | "numeric";
  readonly y: Float64Array;
  /** P(arm | covariates), by row, from fits that did not see the row's fold. */
  readonly e: Float64Array;
  /** E[Y | reference, covariates] and E[Y | arm, covariates], by row, likewise. */
  readonly m: readonly [Float64Array, Float64Array];
  /** Fold of each row, 0 .. folds - 1: the folds that `e` and `m` were learnt across. One fold: no cross-fitting. */
  readonly fold: Uint8Array;
  readonly folds: number;
  /** Cluster of each row (0 .. clusters - 1): rows of one cluster never stand on both sides of a split of the sample. */
  readonly cluster?: Int32Array;
  readonly clusters?: number;
  /** How many observations each row stands for; absent: one each. */
  readonly weight?: Float64Array;
  /** A hash of the content of each row: what must be random is a function of it and of `seed`, never of row order. */
  readonly rowHash: Uint32Array;
  readonly seed: number;
}

/** How the learning goes on: nothing here changes a number. */
export interface EffectRun {
  /** Threads; default 2. */
  readonly workers?: number;
  /** Called now and then with the share that is done; may throw to stop. */
  readonly onFit?: (done: number, of: number) => Promise<void> | void;
}

/** Effects at some rows. */
export interface EffectAt {
  readonly effect: Float64Array;
  /** Standard error of each; absent where the learner knows none. */
  readonly error?: Float64Array;
}

/** Fitted individual effects tau(W) = E[Y(arm) - Y(reference) | W]. */
export interface EffectFit extends EffectAt {
  /** How the errors came about, in a few words ("little bags of trees"); absent where there are none. */
  readonly errorBy?: string;
  /** Share of the splitting (or of what was learnt) that each covariate has, in the order of `given`; they add up to 1. Absent where the learner does not know. */
  readonly importance?: Float64Array;
  /** Effects of new rows with the same covariates (by name and kind); absent where the learner cannot say. */
  readonly predict?: (given: readonly Column[], rows: number) => EffectAt;
  readonly notes: readonly LearnNote[];
}

/**
 * A learner of individual effects. What it says of a row comes from fits that did not see the row (out of bag, or across folds). The
 * contract (test/contract/effect-learner.test.ts): deterministic in the seed, whatever the number of workers; invariant to the order of
 * rows; equivariant to shifts and scales of the outcome and to swapping the arms; a constant effect is found to be constant; no row is ever
 * dropped.
 */
export interface EffectLearner {
  readonly name: string;
  /** In words, for the answer ("a causal forest of 2,000 trees"). */
  readonly words: string;
  readonly fit: (task: EffectTask, run?: EffectRun) => Promise<EffectFit>;
}
