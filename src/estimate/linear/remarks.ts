import { listed } from "../../num/say-names.js";
import type { Study } from "../../num/study.js";
import type { Remark } from "../../query/answer.js";
import { percent } from "./words.js";

/** Nothing unmeasured moves both treatment and outcome. */
export function exogeneity({ treatment, given }: Study): Remark {
  const text =
    given.length > 0
      ? `Among rows alike in ${listed(given.map((column) => column.name))}, ${treatment.name} is as good as random: nothing else moves both it and the outcome.`
      : `${treatment.name} is as good as random: nothing moves both it and the outcome.`;
  return { id: "exogeneity", text };
}

/** Which rows, or groups of rows, the standard error takes for independent; nothing for an exact law. */
export function independence({ unit, weights }: Study): Remark[] {
  if (weights?.kind === "law") return [];
  const text = unit
    ? `Rows of different ${unit.name} are independent of each other; rows of one may not be.`
    : "The rows are independent of each other.";
  return [{ id: unit ? "independent-units" : "independent-rows", text }];
}

/** Beyond this share of its variance told by the covariates, little is left of the treatment to learn from. */
const NEARLY_TOLD = 0.99;

/** Warns where the covariates leave next to nothing of the treatment. */
export function nearlyTold(treatment: string, told: number): Remark[] {
  if (told <= NEARLY_TOLD) return [];
  const text = `The covariates tell ${percent(told)} of the variance of ${treatment}: the estimate rests on the small rest. Leave out covariates that do not touch the outcome.`;
  return [{ id: "treatment-nearly-told", text }];
}
