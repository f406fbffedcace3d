import type { Remark } from "../../query/answer.js";
import type { Problem } from "../problem.js";
import { type InverseWeight, inverseWeightRemarks, inverseWeights } from "./inverse-weights.js";

/** The inverse weights of a problem's arms: their averages, and what is to be said of them. */
export interface WeightsOfProblem {
  readonly found: readonly InverseWeight[];
  readonly remarks: readonly Remark[];
}

const MEND = "--learner boost or stack may model it better, and --trim 0.05 leaves out where it matters most.";

/** The better choice, for models across folds and for models on all rows. */
const BETTER = {
  crossFitted: `AIPW and TMLE then lean on their models of the outcome. ${MEND}`,
  fitted:
    "Hajek and overlap weights divide by it (they need the model all the same); AIPW with --learner boost or stack models it better; --trim 0.05 leaves out where it matters most.",
};

/**
 * Do the inverse weights of an arm and of the reference average to 1 (THEORY 8.1)?
 * @param arm its place among the study's arms
 * Cost: O(entries).
 */
export function weightsOfProblem(problem: Problem, arm: number, on: "fitted" | "crossFitted"): WeightsOfProblem {
  const { name, arms } = problem.study.treatment;
  const found = inverseWeights(problem);
  const names = [`${name} = ${arms[0]}`, `${name} = ${arms[arm]}`] as const;
  return { found, remarks: inverseWeightRemarks(found, names, problem.target, BETTER[on]) };
}
