import type { Learner } from "../learner.js";
import { acrossFolds } from "./across-folds.js";
import type { EffectLearner, EffectTask } from "./effect-learner.js";
import { effectsOf, openStage, SANDWICH } from "./stage.js";

/**
 * The R-learner (Nie & Wager 2021, eq. 4; Robinson 1988): (Y - m) / (T - e) regressed on the covariates with weights (T - e)^2, where
 * m = (1 - e) m0 + e m1: the effect that best tells what the covariates leave of the outcome from what they leave of the treatment. Errors in
 * e and m matter to second order only; rows whose arm was nearly certain count for nearly nothing. Rows with T = e exactly say nothing.
 * With the linear learner it has robust errors, given e and m. @throws DiscoError where no row is left. Cost: `folds` fits.
 */
export function rLearner({ learner }: { readonly learner: Learner }): EffectLearner {
  return {
    name: "r",
    words: `an R-learner (${learner.name})`,
    fit: (task, run) =>
      acrossFolds(
        task,
        run,
        (about, say) => {
          const stage = openStage(learner, about, say);
          const { y, factor } = residualOnResidual(about);
          return (rows) =>
            effectsOf(stage.fit({ kind: "numeric", y, factor, rows: rows.filter((i) => factor[i] > 0) }));
        },
        SANDWICH,
      ),
  };
}

function residualOnResidual({ rows, t, y, e, m, weight }: EffectTask) {
  const ratio = new Float64Array(rows);
  const factor = new Float64Array(rows);
  let [sum, mass] = [0, 0];
  for (let i = 0; i < rows; i++) {
    const rest = t[i] - e[i];
    factor[i] = rest * rest;
    ratio[i] = rest === 0 ? 0 : (y[i] - (1 - e[i]) * m[0][i] - e[i] * m[1][i]) / rest;
    sum += (weight ? weight[i] : 1) * factor[i];
    mass += weight ? weight[i] : 1;
  }
  // Observations' worth is what learners think in; a power of two rounds nothing away, whatever the order of the rows.
  const scale = sum > 0 ? 2 ** Math.round(Math.log2(mass / sum)) : 1;
  return { y: ratio, factor: factor.map((value) => value * scale) };
}
