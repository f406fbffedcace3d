import type { Observations } from "../estimate/influence.js";
import type { Column } from "../num/columns.js";

/** One number of each entry: under independent noises, and the ends of what any noises allow (THEORY 4.4, 4.6). */
export interface ThreeViews {
  readonly value: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Individuals (entries: rows, or copies of rows dealt into folds) with what was learnt of each from other rows. All arrays by entry. Where rows
 * belong to units, `count` gives each unit's rows one individual's weight together, so counts are fractions and `total` is the number of units.
 */
export interface Scored extends Observations {
  /** Row of the sample. */
  readonly row: Int32Array;
  readonly fold: Uint8Array;
  readonly folds: number;
  /** By row of the sample. */
  readonly given: readonly Column[];
  /** Arm and outcome, propensity, p0 and p1. */
  readonly t: Uint8Array;
  readonly y: Float64Array;
  readonly e: Float64Array;
  readonly p: readonly [Float64Array, Float64Array];
  /** Predicted benefit of treating the individual rather than not: what it is ranked and decided by. Costs are not in it. */
  readonly benefit: ThreeViews;
  /** Doubly robust scores of the same: their average over any group estimates its average benefit. */
  readonly score: ThreeViews;
  /** Doubly robust scores of the effect p1 - p0, and of p0 itself. */
  readonly effectScore: Float64Array;
  readonly baseScore: Float64Array;
}
