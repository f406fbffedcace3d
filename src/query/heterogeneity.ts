import type { Range, Remark } from "./answer.js";

/** How individual effects are learnt. */
export type HeterogeneityLearner = "forest" | "s" | "t" | "x" | "r" | "dr";

/** A number with what chance may have made of it. */
export interface Uncertain {
  readonly value: number;
  readonly interval?: Range;
  /** Confidence level of `interval`. */
  readonly level?: number;
  /** One-sided, against "not above nought", where that is a question; for what was learnt across folds it allows for that, which `interval` does not. */
  readonly p?: number;
}

/** Does the effect differ between individuals, as far as the learner could see? */
export interface HeterogeneityFinding {
  /** Absent where the learner gave everybody the same effect, so that there was nothing to test. */
  readonly p?: number;
  readonly found: boolean;
  readonly text: string;
}

/** The best linear predictor of the effect from what was predicted; both are 1 where predictions are right. */
export interface EffectCalibration {
  /** Coefficient of the average predicted effect; absent where that is nought. */
  readonly mean?: Uncertain;
  /** Coefficient of what is predicted beyond the average; absent where nothing is. Above nought: the effect differs. */
  readonly differential?: Uncertain;
}

/** Rows sorted by their predicted effect, a group of them. */
export interface EffectGroup {
  /** Shares of the target population between which the group lies, the smallest effects first. */
  readonly from: number;
  readonly to: number;
  /** Average predicted effect. */
  readonly predicted: number;
  /** Average effect, doubly robust. */
  readonly effect: Uncertain;
  /** Observations. */
  readonly rows: number;
}

export interface SortedGroups {
  readonly groups: readonly EffectGroup[];
  /** Does the average effect rise from each group to the next? */
  readonly increasing: boolean;
  /** Last group less first. */
  readonly difference?: Uncertain;
}

/** What is gained by treating those first who are predicted to gain most. */
export interface Targeting {
  /** Areas under the curve: over all shares, and weighted by the share (Qini). */
  readonly autoc: Uncertain;
  readonly qini: Uncertain;
  /** Average effect of the share with the largest predicted effects, less the average effect. */
  readonly curve: readonly (Uncertain & { readonly share: number })[];
}

/** How the effect goes with one covariate, or with one label against the most frequent, the other covariates held. */
export interface EffectSlope {
  readonly covariate: string;
  readonly label?: string;
  readonly against?: string;
  readonly slope: Uncertain;
}

/** The best linear description of the effect in the covariates. */
export interface EffectProjection {
  /** At the average of every number and the most frequent of every label. */
  readonly middle: Uncertain;
  readonly slopes: readonly EffectSlope[];
  /** Columns that repeat others. */
  readonly left: readonly string[];
}

/** What must hold for a row to be in a leaf. */
export interface LeafCondition {
  readonly covariate: string;
  readonly above?: number;
  readonly atMost?: number;
  readonly among?: readonly string[];
  /** Rows without a value belong here too. */
  readonly orMissing?: true;
}

export interface EffectLeaf {
  readonly conditions: readonly LeafCondition[];
  /** From rows the tree was not grown on; absent where there are too few. */
  readonly effect?: Uncertain;
  /** Observations it comes from. */
  readonly rows: number;
}

/** Who benefits: groups found on some of the rows, their effects estimated on the others. */
export interface EffectTree {
  readonly leaves: readonly EffectLeaf[];
  /** Observations it was grown and judged on. */
  readonly grown: number;
  readonly judged: number;
}

/** The individuals' predicted effects, counted. */
export interface EffectDistribution {
  readonly mean: number;
  readonly sd: number;
  readonly edges: readonly number[];
  /** Share of the individuals in each bin; `edges` has one more entry. */
  readonly shares: readonly number[];
  /** Share whose effect is above nought; where effects have intervals, the shares whose whole interval is above or below it. */
  readonly above: number;
  readonly surelyAbove?: number;
  readonly surelyBelow?: number;
}

/** Individual effects of one arm against the reference, and how far they can be believed. */
export interface Heterogeneity {
  readonly arm: string;
  readonly reference: string;
  readonly learner: HeterogeneityLearner;
  /** The learner in words. */
  readonly words: string;
  readonly finding: HeterogeneityFinding;
  readonly average: Uncertain;
  readonly distribution: EffectDistribution;
  readonly calibration: EffectCalibration;
  readonly groups: SortedGroups;
  readonly targeting?: Targeting;
  readonly projection?: EffectProjection;
  /** Largest first; empty where the learner does not know. */
  readonly importance: readonly { readonly covariate: string; readonly share: number }[];
  readonly tree?: EffectTree;
  readonly notes: readonly Remark[];
}
