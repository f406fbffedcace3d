import type { Column } from "../num/columns.js";

/** Something a learner wants the reader of the answer to know. */
export interface LearnNote {
  readonly id: string;
  readonly text: string;
}

/** What to learn: the mean of `y` given the covariates, among the training rows. */
export interface Task {
  readonly kind: "binary" | "numeric";
  /** One value per row of the prepared covariates; rows that are not trained on may hold anything. */
  readonly y: Float64Array;
  /** Training rows, ascending. */
  readonly rows: Int32Array;
  /** How many observations each row stands for (all rows, not only the training ones); absent: one each. */
  readonly weight?: Float64Array;
  /** A hash of the content of each row; whatever must be random is a function of it and of `seed`, never of row order. */
  readonly rowHash: Uint32Array;
  readonly seed: number;
  /** Penalty in the place of the learner's own, in observations: small where a probability near 0 or 1 is news and not noise. */
  readonly penalty?: number;
  /** An earlier fit of the same prepared covariates to nearly the same task; may only save time. */
  readonly start?: Fitted;
}

/** A fitted mean: E[y | covariates]; for a binary task a probability in [0, 1]. */
export interface Fitted {
  /** Predictions for the given rows of the prepared covariates, in that order. */
  readonly predict: (rows: Int32Array) => Float64Array;
  readonly status: "converged" | "constant" | "separated" | "not-converged";
  readonly notes: readonly LearnNote[];
}

/** Covariates as one learner wants them (standardised, binned, ...), prepared once and fitted many times. */
export interface Prepared {
  readonly notes: readonly LearnNote[];
  /** True when a fit gains from `task.start`, so that a fit to all rows is worth making first. */
  readonly warm: boolean;
  readonly fit: (task: Task) => Fitted;
  /** What `adopt` of the same learner on another thread makes the same preparation of without doing the work again. */
  readonly shared?: unknown;
}

/** A learner as data. */
export type LearnerSpec =
  | { readonly kind: "cells" }
  | { readonly kind: "linear"; readonly ridge: number }
  | { readonly kind: "elastic-net" }
  | { readonly kind: "boost"; readonly trees?: number; readonly depth?: number }
  | { readonly kind: "forest"; readonly trees?: number }
  | { readonly kind: "network" }
  | { readonly kind: "stack" }
  | { readonly kind: "calibrated"; readonly of: LearnerSpec };

/**
 * A learner of conditional means. The contract (test/contract/learner.test.ts): deterministic in the seed; invariant to the order of
 * rows, to duplicated covariates and to unused levels; a weight of k equals k copies; calibrated on average; no row is ever dropped.
 */
export interface Learner {
  readonly name: string;
  /** What it was made with, for another thread to make it again; absent: it stays on this one. */
  readonly made?: LearnerSpec;
  /** `weight`: how many observations each row stands for (absent: one each). */
  readonly prepare: (given: readonly Column[], rows: number, weight?: Float64Array) => Prepared;
  /** Takes columns with gaps, and sends these down a branch of their own. */
  readonly takesGaps?: true;
  /** A preparation of what another thread shared. */
  readonly adopt?: (shared: unknown) => Prepared;
}

/** The covariates as a learner takes them: with their gaps, where there are any and it has a branch for them. */
export function covariatesFor(
  learner: Learner,
  table: { readonly given: readonly Column[]; readonly gapped?: readonly Column[] },
): readonly Column[] {
  return learner.takesGaps === true && table.gapped !== undefined ? table.gapped : table.given;
}
