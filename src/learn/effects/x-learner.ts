import type { Learner } from "../learner.js";
import { acrossFolds } from "./across-folds.js";
import type { EffectLearner } from "./effect-learner.js";
import { openStage } from "./stage.js";

/**
 * The X-learner (Künzel, Sekhon, Bickel & Yu 2019, eq. 6 to 8): each arm's mean is learnt, every row's outcome is held against what the other
 * arm's mean says of it, these differences are regressed in each arm, and the two effects are averaged with the propensity as weight on
 * the reference's, so that each row leans on the arm that knows more. Good where one arm is much larger. Means are learnt anew within each
 * training set, so that nothing of a held-out row is in its effect (but the task's propensity, learnt from other folds too). It has no
 * errors: those of the last regressions would leave out what the means before them are unsure of.
 * @throws DiscoError where an arm has no rows outside a fold. Cost: 4 x folds fits.
 */
export function xLearner({ learner }: { readonly learner: Learner }): EffectLearner {
  return {
    name: "x",
    words: `an X-learner (${learner.name})`,
    fit: (task, run) =>
      acrossFolds(task, run, (about, say) => {
        const stage = openStage(learner, about, say);
        const { outcome: kind, y, t, e } = about;
        return (rows) => {
          const own = [0, 1].map((arm) => rows.filter((i) => t[i] === arm));
          const means = own.map((learnt) => stage.fit({ kind, y, rows: learnt }));
          const effects = [0, 1].map((arm) => {
            const imputed = new Float64Array(about.rows);
            const other = means[1 - arm].predict(own[arm]);
            own[arm].forEach((row, i) => {
              imputed[row] = arm === 1 ? y[row] - other[i] : other[i] - y[row];
            });
            return stage.fit({ kind: "numeric", y: imputed, rows: own[arm] });
          });
          return (at) => {
            const [reference, arm] = effects.map(({ predict }) => predict(at));
            return { effect: Float64Array.from(at, (row, i) => e[row] * reference[i] + (1 - e[row]) * arm[i]) };
          };
        };
      }),
  };
}
