import type { LearnNote } from "./learner.js";

/**
 * What a learner with a law of the individual says of each row before its own outcome is looked at: moments, over what is not known of the
 * individual, of its two response means m0 = E[Y(0) | U] and m1 = E[Y(1) | U] (probabilities, for two-valued outcomes). From them follow
 * recurrence E[m1^2] / E[m1] and the cross-arm product E[m1 m0] (THEORY 3.3, 3.4), which averages given covariates alone cannot give.
 */
export interface ResponseMoments {
  /** E[m0], E[m1], by row. */
  readonly m0: Float64Array;
  readonly m1: Float64Array;
  /** E[m0^2], E[m1^2], E[m1 m0], by row. */
  readonly m00: Float64Array;
  readonly m11: Float64Array;
  readonly m10: Float64Array;
  readonly notes: readonly LearnNote[];
}
