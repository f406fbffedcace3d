import { firstFew } from "../num/say-names.js";
import type { Study } from "../num/study.js";
import type { Remark } from "../query/answer.js";
import type { ArmMeans, Observations } from "./influence.js";
import { averageOf, checkWeights, effectiveSize, notesOf, partsOf } from "./mediation/assemble.js";
import { fitMediation, type MediationOptions } from "./mediation/nuisances.js";
import { insist, mediationOverlap } from "./mediation/overlap.js";
import { observationsOf, twoArms } from "./mediation/rows.js";
import { frontDoorScores, mediatorRatios } from "./mediation/scores.js";
import type { EstimateParts } from "./parts.js";

/** The parts are those of E[Y(1)] - E[Y(0)]. */
export interface FrontDoor extends EstimateParts {
  /** E[Y(0)] and E[Y(1)] with their influences, for ratios and odds ratios. */
  readonly means: ArmMeans;
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
    { id: "full-mediation", text: `${t} touches ${y} through ${through} and through nothing else.` },
    { id: "mediator-randomised", text: `Nothing unmeasured drives both ${t} and ${through}${alike}.` },
    {
      id: "mediator-exogeneity",
      text: `Nothing unmeasured drives both ${through} and ${y}${alike} with the same ${t}.`,
    },
    { id: "confounded-treatment", text: `What drives both ${t} and ${y} need not be measured.` },
    { id: "overlap", text: `Each value of ${through} occurs with either ${t}${alike}.` },
    {
      id: "no-interference",
      text: "One individual's arm does not change another's outcome, and there is one version of each arm.",
    },
  ];
}

/**
 * The effect of an arm against the reference through mediators that carry all of it, whatever unmeasured drives both treatment and outcome
 * (J. Pearl, Biometrika 82, 1995): E_W sum_m p(m | a, W) sum_t P(t | W) E[Y | t, m, W], by its influence function (mediation/scores.ts)
 * with cross-fitted regressions and no density. Influences are by entry, and standard errors clustered by unit. Assumes what `assumptions`
 * says. An exact law with the `cells` learner gives the exact answer.
 *
 * @throws DiscoError `input` where there are not two arms or no mediators; `refused` where the arms cannot be compared at the same mediators
 * Cost: 8 fits of the learner a fold and deal; then O(entries).
 * Source: I. Fulcher, I. Shpitser, S. Marealle and E. Tchetgen Tchetgen, JRSS B 82, 2020, 199-214; A. Guo, D. Benkeser and R. Nabi,
 * arXiv 2312.10234, 2023.
 */
export async function frontDoor(study: Study, options: MediationOptions): Promise<FrontDoor> {
  const arms = twoArms(study, "front door");
  const learnt = await fitMediation(study, arms, options);
  const overlap = mediationOverlap(study, arms, learnt, { reference: true, arm: true });
  insist(overlap);
  const observations = observationsOf(study, learnt.entries);
  const scores = [frontDoorScores(learnt, 0), frontDoorScores(learnt, 1)] as const;
  const ratios = [mediatorRatios(learnt, 0), mediatorRatios(learnt, 1)] as const;
  const sizes = ratios.map((one) => effectiveSize(one, observations));
  const parts = partsOf(
    scores[1].map((score, j) => score - scores[0][j]),
    "front-door",
    {
      about: observations,
      level: options.level ?? 0.95,
      assumptions: assumptionsOf(study),
      warnings: [
        ...overlap.warnings,
        // One remark is enough: both sets of weights come of the same two models.
        ...[0, 1]
          .flatMap((a) =>
            checkWeights(ratios[a], `The weights that give everybody the mediators of ${arms.arms[a]}`, observations),
          )
          .slice(0, 1),
        ...notesOf(learnt.notes),
      ],
      diagnostics: {
        learner: options.learner.name,
        folds: learnt.entries.folds,
        seed: options.seed,
        ...overlap.diagnostics,
        ...(sizes[0] === undefined || sizes[1] === undefined ? {} : { effectiveSize: Math.min(sizes[0], sizes[1]) }),
      },
    },
  );
  const [reference, arm] = scores.map((one) => averageOf(one, observations));
  const means: ArmMeans = {
    mean: [reference.value, arm.value],
    influence: [reference.influence, arm.influence],
    plain: true,
  };
  return { ...parts, means, row: learnt.entries.row, observations };
}
