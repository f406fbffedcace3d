import type { Study } from "../num/study.js";
import type { Remark } from "../query/answer.js";

/** What estimates can rest on, by id. */
export type AssumptionId =
  | "exogeneity"
  | "overlap"
  | "no-interference"
  | "propensity-model"
  | "outcome-model"
  | "either-model";

/** The sentences, in the words of this table. */
export function effectAssumptions(study: Study): (ids: readonly AssumptionId[]) => readonly Remark[] {
  const { treatment, outcome, given } = study;
  const names = given.map(({ name }) => name);
  const alike = names.length === 0 ? "the rows" : `rows alike in ${names.join(", ")}`;
  const texts: Record<AssumptionId, string> = {
    exogeneity:
      names.length === 0
        ? `Nothing that matters for ${outcome.name} decided who got which ${treatment.name}, as in a lottery.`
        : `Among ${alike}, nothing else that matters for ${outcome.name} decided ${treatment.name} (no unmeasured common causes).`,
    overlap: `Among ${alike}, everyone asked about could have had either ${treatment.name}.`,
    "no-interference": `${outcome.name} of one does not depend on the ${treatment.name} of another, and each ${treatment.name} is one thing.`,
    "propensity-model": `The model of who gets which ${treatment.name} is right.`,
    "outcome-model": `The model of ${outcome.name} in each arm is right.`,
    "either-model": `The model of who gets which ${treatment.name} is right, or that of ${outcome.name} is, or both learn the truth fast enough.`,
  };
  return (ids) => ids.map((id) => ({ id, text: texts[id] }));
}
