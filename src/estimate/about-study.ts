import type { Study } from "../num/study.js";
import type { EffectAnswer } from "../query/effect.js";

/** The outcome and the covariates, as an answer names them. */
export function aboutStudy({ outcome, given }: Study): Pick<EffectAnswer, "outcome" | "given"> {
  const { name } = outcome;
  return {
    outcome:
      outcome.kind === "binary"
        ? { kind: "binary", name, success: String(outcome.labels.yes), failure: String(outcome.labels.no) }
        : { kind: "numeric", name },
    given: given.map((column) => column.name),
  };
}
