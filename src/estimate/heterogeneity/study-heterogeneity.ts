import { DiscoError } from "../../error.js";
import type { ArmNuisances } from "../../learn/arm-nuisances.js";
import type { ArmEffectFit } from "../../learn/effects/arm-effect-fit.js";
import { covariatesFor, type Learner } from "../../learn/learner.js";
import type { ArmStudy } from "../../num/study.js";
import type { Remark } from "../../query/answer.js";
import type { Heterogeneity, HeterogeneityLearner } from "../../query/heterogeneity.js";
import type { EffectSettings } from "../effect-options.js";
import { crossFittedProblem } from "../make-problem.js";
import type { Problem } from "../problem.js";
import { studyNuisances, watch } from "../study-nuisances.js";
import { heterogeneityOf } from "./heterogeneity-of.js";
import { type IndividualColumn, individualEffects } from "./individual-effects.js";
import { effectLearnerOf, type PairOfArms, pairOfArms } from "./learn-effects.js";

/** What a study says of individuals: a record for each arm against the reference, and a line for each row. */
export interface StudyHeterogeneity {
  readonly heterogeneity: readonly Heterogeneity[];
  /** Aligned with the rows of the study, which it names by unit or row number. */
  readonly individuals: readonly IndividualColumn[];
}

/** Said where the response types of the file of individuals have bounds and no intervals. */
const WITHOUT_LIMITS: Remark = {
  id: "types-without-intervals",
  text: "The errors of each individual's p1 and p0 are not known here, so these and the chances of the response types have no intervals (the bounds say nothing of sampling). --heterogeneity t with --learner linear knows them.",
};

/** Folds where the averages took none. */
const FOLDS = 5;

/**
 * Learns and judges individual effects of every arm against the reference, on the nuisances of the averages (learnt anew across five folds where
 * those took one, as effects have to be judged on rows that they were not learnt from). @throws DiscoError (refused) without overlap. Cost: that of the learner for each arm.
 */
export async function studyHeterogeneity(
  study: ArmStudy,
  how: HeterogeneityLearner,
  learner: Learner,
  given: ArmNuisances,
  settings: EffectSettings,
): Promise<StudyHeterogeneity> {
  const { seed, target, level, workers } = settings;
  const nuisances = given.entries.folds > 1 ? given : await studyNuisances(study, learner, FOLDS, settings);
  const effectLearner = effectLearnerOf(how, learner);
  const step = watch(settings, `learning effects (${effectLearner.name})`);
  const learntFrom = how === "forest" ? (study.gapped ?? study.given) : covariatesFor(learner, study);
  const { arms } = study.treatment;
  const records: Heterogeneity[] = [];
  const columns: IndividualColumn[] = [];
  for (let arm = 1; arm < arms.length; arm++) {
    const problem = crossFittedProblem({ study, arm, target, seed }, nuisances);
    const pair = pairOfArms(problem, nuisances.entries, learntFrom);
    // Learners of means say them too.
    const fit: ArmEffectFit = await effectLearner.fit(pair.task, {
      ...(workers === undefined ? {} : { workers }),
      // Arms are parts of one stage.
      onFit: (done, of) => step(arm - 1 + done / of, arms.length - 1),
    });
    const about = { arm: arms[arm], reference: arms[0], learner: how, words: effectLearner.words };
    const record = heterogeneityOf(pair.rows, fit, about, { target, level, learntFrom });
    const unknown = study.outcome.kind === "binary" && fit.arms?.error === undefined;
    records.push(unknown ? { ...record, notes: [...record.notes, WITHOUT_LIMITS] } : record);
    columns.push(...columnsOf(study, problem, pair, fit, level, arms.length > 2 ? ` ${arms[arm]}` : ""));
  }
  return { heterogeneity: records, individuals: [who(study), ...columns] };
}

/** Is there anything to learn individual effects from? Asked before anything is learnt. @throws DiscoError for laws, one fold, no covariates or another way */
export function refuseHeterogeneity(study: ArmStudy, { folds, way, heterogeneity }: EffectSettings): void {
  if (heterogeneity === undefined) return;
  const complain = (wrong: string, next: string, value?: string) => {
    throw new DiscoError({ who: "heterogeneity", wrong, next, ...(value === undefined ? {} : { given: value }) });
  };
  if (study.weights?.kind === "law") {
    complain("an exact law has no rows to learn from and others to judge by", "ask for its individuals with attribute");
  }
  if (study.given.length === 0) complain("without covariates all individuals are alike", "name covariates (--given)");
  if (folds === 1)
    complain("effects have to be judged on rows that they were not learnt from", "give 2 folds or more", "1 fold");
  if (way !== undefined && way !== "adjustment") {
    complain(
      "individual effects are learnt by adjusting for covariates, which here identify nothing",
      "leave it out",
      `identified by ${way}`,
    );
  }
}

function who({ unit, rowNumbers, rows }: ArmStudy): IndividualColumn {
  if (unit) return { name: unit.name, values: Array.from(unit.codes, (code) => unit.labels[code]) };
  return { name: "row", values: rowNumbers ?? Int32Array.from({ length: rows }, (_, i) => i + 1) };
}

/** By row of the study: averages over the row's entries; rows of other arms have no effect of this one. */
function columnsOf(
  study: ArmStudy,
  problem: Problem,
  { entries, rows }: PairOfArms,
  fit: ArmEffectFit,
  level: number,
  suffix: string,
): IndividualColumn[] {
  const averaged = (values: Float64Array, places: ArrayLike<number>, count: Float64Array) => {
    const [top, bottom] = [new Float64Array(study.rows), new Float64Array(study.rows)];
    for (let k = 0; k < values.length; k++) {
      top[places[k]] += count[k] * values[k];
      bottom[places[k]] += count[k];
    }
    return top.map((value, i) => value / bottom[i]);
  };
  const own = Int32Array.from(entries, (j) => problem.row[j]);
  const ofPair = (values: Float64Array) => averaged(values, own, rows.count);
  const ofAll = (values: Float64Array) => averaged(values, problem.row, problem.count);
  const { arms, effect, error } = fit;
  return individualEffects(
    {
      effect: { effect: ofPair(effect), ...(error ? { error: ofPair(error) } : {}) },
      arms: arms
        ? {
            m: [ofPair(arms.m[0]), ofPair(arms.m[1])],
            ...(arms.error ? { error: [ofPair(arms.error[0]), ofPair(arms.error[1])] as const } : {}),
          }
        : { m: [ofAll(problem.m[0]), ofAll(problem.m[1])] },
      binary: study.outcome.kind === "binary",
      level,
    },
    suffix,
  );
}
