import { DiscoError } from "../error.js";
import type { ArmStudy, Study } from "../num/study.js";
import type { EffectAnswer } from "../query/effect.js";
import type { GraphGuard } from "../query/misuse.js";
import { type ArmsAnswer, armsAnswer } from "./arms-answer.js";
import { discontinuityAnswer } from "./discontinuity-answer.js";
import { doseAnswer } from "./dose-answer.js";
import { type EffectOptions, type EffectSettings, settleEffect } from "./effect-options.js";
import type { IndividualColumn } from "./heterogeneity/individual-effects.js";
import { refusedWith } from "./misuse/graph-remarks.js";
import { guardRemarks } from "./misuse/guarded.js";
import { panelEffect } from "./panel/panel-answer.js";
import { type Road, refuseIdle, roadOf } from "./roads.js";
import { checkContrast } from "./study-checks.js";

/** An answer with a line for each individual: columns in the order of the rows that were used. */
export interface EffectWithIndividuals {
  readonly answer: EffectAnswer;
  readonly individuals: readonly IndividualColumn[];
}

/**
 * The effect of a treatment, by every estimator that applies, with what it rests on. A study with times is a panel, one with a running variable
 * a regression discontinuity; else the treatment has arms, or is a dose.
 *
 * @param study a table with its roles
 * @param options with `individuals: true` (and a learner, `heterogeneity`) the answer comes with a line for each individual
 * @returns the answer, JSON-ready; estimators that do not apply say why
 * @throws DiscoError `input` for options or data that cannot be used, `refused` where the data refuse an assumption
 * Cost: for two arms about 3 fits to all rows and 3 x folds across folds, and where checks estimate again some twenty more.
 */
export async function effect(
  study: Study,
  options: EffectOptions & { readonly individuals: true },
): Promise<EffectWithIndividuals>;
export async function effect(study: Study, options?: EffectOptions): Promise<EffectAnswer>;
export async function effect(
  study: Study,
  options: EffectOptions & { readonly individuals?: true } = {},
): Promise<EffectAnswer | EffectWithIndividuals> {
  const settings = settleEffect(options);
  const road = roadOf(study);
  refuseIdle(road, options);
  refuseIndividuals(road, options);
  checkContrast(study, settings);
  const { guard } = settings;
  const { answer, individuals = [] } = await answerFor(road, study, settings).catch((error: unknown) => {
    throw guard === undefined ? error : refusedWith(error, guard);
  });
  if (answer.estimates[answer.recommended] === undefined) {
    throw new DiscoError({
      who: "--method",
      wrong: "this estimator does not belong to these columns and options",
      given: answer.recommended,
      next: `those that do: ${Object.keys(answer.estimates).join(", ") || "none"}`,
    });
  }
  const told = guard === undefined ? answer : await guarded(study, settings, guard, answer);
  return options.individuals ? { answer: told, individuals } : told;
}

/** The answer with what a graph has against it, first among the warnings. */
async function guarded(
  study: Study,
  settings: EffectSettings,
  guard: GraphGuard,
  answer: EffectAnswer,
): Promise<EffectAnswer> {
  const { heterogeneity: _, bootstrap: __, guard: ___, ...rest } = settings;
  const again = (other: Study) =>
    answerFor(roadOf(other), other, {
      ...rest,
      // Nothing is left to adjust for: the others would be the difference too.
      ...(other.given.length === 0 && answer.treatment.kind === "arms" ? {} : { method: answer.recommended }),
      refute: false,
    });
  const remarks = await guardRemarks(study, guard, answer, async (other) => (await again(other)).answer);
  return remarks.length === 0 ? answer : { ...answer, warnings: [...remarks, ...answer.warnings] };
}

/** Individual effects are learnt of arms, and a line for each individual wants a learner named. */
function refuseIndividuals(
  road: Road,
  { heterogeneity, individuals }: EffectOptions & { readonly individuals?: true },
): void {
  if (heterogeneity !== undefined && road !== "arms") {
    const next = "leave it out, or give a treatment with arms, and no times or running variable";
    throw new DiscoError({
      who: "heterogeneity",
      wrong: "individual effects are learnt of a treatment with arms only",
      given: heterogeneity,
      next,
    });
  }
  if (individuals && heterogeneity === undefined) {
    throw new DiscoError({
      who: "individuals",
      wrong: "it is not said how their effects are to be learnt",
      next: "name a learner: heterogeneity dr",
    });
  }
}

async function answerFor(road: Road, study: Study, settings: EffectSettings): Promise<ArmsAnswer> {
  switch (road) {
    case "panel": {
      const { level, seed, method, replications, onProgress } = settings;
      const answer = await panelEffect(study, {
        level,
        seed,
        ...(method ? { method } : {}),
        ...(replications ? { replications } : {}),
        ...(onProgress ? { onProgress } : {}),
      });
      return { answer };
    }
    case "discontinuity":
      return { answer: discontinuityAnswer(study, settings) };
    case "dose":
      return { answer: await doseAnswer(study, settings) };
    case "arms":
      return armsAnswer(study as ArmStudy, settings);
  }
}
