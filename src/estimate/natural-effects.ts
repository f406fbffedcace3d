import { firstFew } from "../num/say-names.js";
import type { Study } from "../num/study.js";
import type { Remark } from "../query/answer.js";
import type { Observations } from "./influence.js";
import { checkWeights, effectiveSize, notesOf, partsOf } from "./mediation/assemble.js";
import { fitMediation, type MediationOptions } from "./mediation/nuisances.js";
import { insist, mediationOverlap } from "./mediation/overlap.js";
import { observationsOf, twoArms } from "./mediation/rows.js";
import { crossedWeights, nestedScores } from "./mediation/scores.js";
import type { EstimateParts } from "./parts.js";

/** Y(t, M(s)): the outcome had the treatment been t and the mediators what they would have been under s; 0 is the reference. */
export interface NaturalEffects {
  /** E[Y(1, M(0)) - Y(0, M(0))], the pure direct effect, NDE in questions. */
  readonly direct: EstimateParts;
  /** E[Y(1, M(1)) - Y(1, M(0))], the total indirect effect: `direct` and `indirect` add up to `total`. */
  readonly indirect: EstimateParts;
  /** E[Y(1) - Y(0)]. */
  readonly total: EstimateParts;
  /**
   * E[Y(0, M(1)) - Y(0, M(0))], the pure indirect effect, NIE in questions (Pearl 2001): without interaction the same as `indirect`.
   * Absent, with a warning, where the reference is not seen at the mediators of the other arm.
   */
  readonly pureIndirect?: EstimateParts;
  /** Which row each entry is, and how often it counts: what the influences are aligned with. */
  readonly row: Int32Array;
  readonly observations: Observations;
}

function assumptionsOf({ treatment, outcome, given, mediators }: Study): Remark[] {
  const through = firstFew(mediators.map(({ name }) => name));
  const names = firstFew(given.map(({ name }) => name));
  const alike = names === "" ? "" : ` among individuals alike in ${names}`;
  const [t, y] = [treatment.name, outcome.name];
  return [
    {
      id: "exogeneity",
      text: `Nothing unmeasured drives both ${t} and ${y}, or both ${t} and ${through}${alike}.`,
    },
    {
      id: "mediator-exogeneity",
      text: `Nothing unmeasured drives both ${through} and ${y}${alike} with the same ${t}, and nothing that ${t} changes does, measured or not.`,
    },
    {
      id: "cross-worlds",
      text: `What ${through} would have been under one ${t} says nothing about ${y} under the other beyond what is given: no experiment can test this.`,
    },
    {
      id: "overlap",
      text: `Every kind of individual could have had either ${t}, and either with the ${through} that the other brings.`,
    },
    {
      id: "no-interference",
      text: "One individual's arm does not change another's outcome, and there is one version of each arm.",
    },
  ];
}

/**
 * Natural direct and indirect effects of two arms (reference first) through one or several mediators, everybody's average, by the multiply
 * robust influence function (mediation/scores.ts) with cross-fitted regressions and no density. Influences are by entry, and standard errors
 * clustered by unit. Assumes no unmeasured cause of any two of treatment, mediators and outcome given the covariates, none of mediators and
 * outcome that the treatment changes, independence across worlds, and overlap also at the mediators. An exact law with the `cells` learner
 * gives the exact answer.
 *
 * @throws DiscoError `input` where there are not two arms or no mediators; `refused` where the arms cannot be compared
 * Cost: 8 fits of the learner a fold and deal; then O(entries).
 * Source: E. Tchetgen Tchetgen and I. Shpitser, Annals of Statistics 40, 2012, 1816-1845, Theorem 1.
 */
export async function naturalEffects(study: Study, options: MediationOptions): Promise<NaturalEffects> {
  const arms = twoArms(study, "natural effects");
  const learnt = await fitMediation(study, arms, options);
  const overlap = mediationOverlap(study, arms, learnt, { reference: true, arm: false });
  insist(overlap);
  const pure = mediationOverlap(study, arms, learnt, { reference: false, arm: true });
  const observations = observationsOf(study, learnt.entries);
  const [base, withTheirs, full] = [nestedScores(learnt, 0, 0), nestedScores(learnt, 1, 0), nestedScores(learnt, 1, 1)];
  const weights = crossedWeights(learnt, 1);
  const notes = notesOf(learnt.notes);
  const common = {
    about: observations,
    level: options.level ?? 0.95,
    assumptions: assumptionsOf(study),
    warnings: [
      ...overlap.warnings,
      ...checkWeights(weights, `The weights that give ${arms.arms[1]} the mediators of ${arms.arms[0]}`, observations),
      ...notes,
    ],
    diagnostics: diagnosticsOf(
      options,
      learnt.entries.folds,
      overlap.diagnostics,
      effectiveSize(weights, observations),
    ),
  };
  const minus = (a: Float64Array, b: Float64Array) => a.map((score, j) => score - b[j]);
  const result = {
    direct: partsOf(minus(withTheirs, base), "natural-direct", common),
    total: partsOf(minus(full, base), "aipw", common),
    row: learnt.entries.row,
    observations,
  };
  const indirect = partsOf(minus(full, withTheirs), "natural-indirect", common);
  if (pure.refused) {
    const { wrong, given } = pure.refused;
    const text = `There is no indirect effect at the reference (NIE in questions): ${wrong} (${given}).`;
    const warning = { id: "no-pure-indirect", text };
    return { ...result, indirect: { ...indirect, warnings: [...indirect.warnings, warning] } };
  }
  const back = crossedWeights(learnt, 0);
  const pureCommon = {
    ...common,
    warnings: [
      ...pure.warnings,
      ...checkWeights(back, `The weights that give ${arms.arms[0]} the mediators of ${arms.arms[1]}`, observations),
      ...notes,
    ],
    diagnostics: diagnosticsOf(options, learnt.entries.folds, pure.diagnostics, effectiveSize(back, observations)),
  };
  const pureIndirect = partsOf(minus(nestedScores(learnt, 0, 1), base), "natural-indirect", pureCommon);
  return { ...result, indirect, pureIndirect };
}

function diagnosticsOf(
  { learner, seed }: MediationOptions,
  folds: number,
  overlap: Readonly<Record<string, number>>,
  effective: number | undefined,
) {
  return {
    learner: learner.name,
    folds,
    seed,
    ...overlap,
    ...(effective === undefined ? {} : { effectiveSize: effective }),
  };
}
