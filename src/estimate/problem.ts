import type { ArmStudy } from "../num/study.js";
import type { Target } from "../query/effect.js";
import type { Observations } from "./influence.js";

/** An arm against the reference in a target population: what is known and what was learnt of each entry (a row, or part of its count). */
export interface Problem extends Observations {
  readonly study: ArmStudy;
  /** Row of the study, by entry. */
  readonly row: Int32Array;
  /** 1: the arm asked about, 0: the reference, -1: another arm. */
  readonly arm: Int8Array;
  readonly y: Float64Array;
  readonly target: Target;
  /** P(reference | covariates) and P(arm | covariates), by entry; they add up to 1 where there are two arms. */
  readonly e: readonly [Float64Array, Float64Array];
  /** E[Y | reference, covariates] and E[Y | arm, covariates], by entry. */
  readonly m: readonly [Float64Array, Float64Array];
  readonly seed: number;
}

/**
 * How a number moves when what was learnt is learnt from one observation more, by entry: its slopes in the propensities or in an arm's means,
 * by entry and summed over the entry's observations, put through the fit (M-estimation). Only models fitted to all rows know this.
 */
export interface Fits {
  readonly throughPropensity: (slopes: readonly [Float64Array, Float64Array]) => Float64Array;
  readonly throughMean: (arm: 0 | 1, slope: Float64Array) => Float64Array;
}

/** A problem whose propensities and means are parametric models fitted to all rows. */
export interface FittedProblem extends Problem {
  readonly fits: Fits;
}
