import { chooseLearner, type LearnerChoice } from "../learn/choose.js";
import type { Learner } from "../learn/learner.js";
import type { Column } from "../num/columns.js";
import type { ArmStudy } from "../num/study.js";

/** The learner for a study with arms, chosen by the columns it has to learn from; without a penalty. Cost: O(rows x columns) for `auto`. */
export function armLearner(
  { rows, treatment, weights }: ArmStudy,
  given: readonly Column[],
  choice: LearnerChoice,
): Learner {
  const { codes, arms } = treatment;
  return chooseLearner({ rows, given, codes, arms: arms.length, ...(weights ? { weights } : {}) }, choice, 0);
}
