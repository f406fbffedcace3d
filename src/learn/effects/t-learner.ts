import type { Learner } from "../learner.js";
import { acrossFolds } from "./across-folds.js";
import type { ArmEffectFit } from "./arm-effect-fit.js";
import type { EffectLearner, EffectRun, EffectTask } from "./effect-learner.js";
import { errorsAt, openStage, SANDWICH, type StageFit } from "./stage.js";

/** An effect learner that also says both arms' means. */
export interface ArmEffectLearner extends EffectLearner {
  readonly fit: (task: EffectTask, run?: EffectRun) => Promise<ArmEffectFit>;
}

/**
 * The T-learner: each arm's mean by a regression of its own, the effect their difference (Künzel, Sekhon, Bickel & Yu 2019, eq. 4). Assumes no
 * shape of the effect beyond what the learner can follow; what regularisation does to one arm alone shows up as an effect, so it fits best
 * where both arms have many rows. Uses neither propensities nor the task's means. With the linear learner it has robust errors (the delta
 * method for two-valued outcomes). @throws DiscoError where an arm has no rows outside a fold. Cost: 2 x folds fits.
 */
export function tLearner({ learner }: { readonly learner: Learner }): ArmEffectLearner {
  return {
    name: "t",
    words: `a T-learner (each arm's mean by ${learner.name})`,
    fit: (task, run) =>
      acrossFolds(
        task,
        run,
        (about, say) => {
          const stage = openStage(learner, about, say);
          const { outcome: kind, y, t } = about;
          return (rows) => {
            const fits = [0, 1].map((arm) => stage.fit({ kind, y, rows: rows.filter((i) => t[i] === arm) }));
            return (at, errors) => twoMeans(fits[0], fits[1], at, errors);
          };
        },
        SANDWICH,
      ),
  };
}

function twoMeans(reference: StageFit, arm: StageFit, at: Int32Array, errors: boolean) {
  const [m0, m1] = [reference.predict(at), arm.predict(at)];
  const effect = m1.map((value, i) => value - m0[i]);
  const [spread0, spread1] = [reference.variance, arm.variance];
  if (!errors || spread0 === undefined || spread1 === undefined) return { effect, arms: { m: [m0, m1] as const } };
  const [error0, error1] = [errorsAt(spread0, at), errorsAt(spread1, at)];
  return {
    effect,
    error: error0.map((one, i) => Math.hypot(one, error1[i])),
    arms: { m: [m0, m1] as const, error: [error0, error1] as const },
  };
}
