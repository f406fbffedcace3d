import { DiscoError } from "../error.js";
import type { ArmStudy, Study } from "../num/study.js";
import type { EffectAnswer } from "../query/effect.js";
import { armsAnswer } from "./arms-answer.js";
import { discontinuityAnswer } from "./discontinuity-answer.js";
import { doseAnswer } from "./dose-answer.js";
import { type EffectOptions, type EffectSettings, settleEffect } from "./effect-options.js";
import { panelEffect } from "./panel/panel-answer.js";
import { type Road, refuseIdle, roadOf } from "./roads.js";
import { checkContrast } from "./study-checks.js";

/**
 * The effect of a treatment, by every estimator that applies, with what it rests on. A study with times is a panel, one with a running variable
 * a regression discontinuity; else the treatment has arms, or is a dose.
 *
 * @param study a table with its roles
 * @returns the answer, JSON-ready; estimators that do not apply say why
 * @throws DiscoError `input` for options or data that cannot be used, `refused` where the data refuse an assumption
 * Cost: for two arms about 3 fits to all rows and 3 x folds across folds, and where checks estimate again some twenty more.
 */
export async function effect(study: Study, options: EffectOptions = {}): Promise<EffectAnswer> {
  const settings = settleEffect(options);
  const road = roadOf(study);
  refuseIdle(road, options);
  checkContrast(study, settings);
  const answer = await answerFor(road, study, settings);
  if (answer.estimates[answer.recommended] === undefined) {
    throw new DiscoError({
      who: "--method",
      wrong: "this estimator does not belong to these columns and options",
      given: answer.recommended,
      next: `those that do: ${Object.keys(answer.estimates).join(", ") || "none"}`,
    });
  }
  return answer;
}

function answerFor(road: Road, study: Study, settings: EffectSettings): Promise<EffectAnswer> | EffectAnswer {
  switch (road) {
    case "panel": {
      const { level, seed, method, replications, onProgress } = settings;
      return panelEffect(study, {
        level,
        seed,
        ...(method ? { method } : {}),
        ...(replications ? { replications } : {}),
        ...(onProgress ? { onProgress } : {}),
      });
    }
    case "discontinuity":
      return discontinuityAnswer(study, settings);
    case "dose":
      return doseAnswer(study, settings);
    case "arms":
      return armsAnswer(study as ArmStudy, settings);
  }
}
