import type { EffectAt, EffectFit } from "./effect-learner.js";

/** Both arms' means at some rows, where the effect is their difference. */
export interface ArmMeansAt {
  /** E[Y | reference, W] and E[Y | arm, W]. */
  readonly m: readonly [Float64Array, Float64Array];
  /** Standard error of each; absent where the learner knows none. */
  readonly error?: readonly [Float64Array, Float64Array];
}

/** Effects at some rows, with the two means they are the difference of, for learners that model the means. */
export interface ArmEffectAt extends EffectAt {
  readonly arms?: ArmMeansAt;
}

/** What S- and T-learners know beyond an effect: the two means that it is made of. */
export interface ArmEffectFit extends EffectFit {
  readonly arms?: ArmMeansAt;
}
