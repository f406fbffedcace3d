import { DiscoError } from "../../error.js";
import type { Learner } from "../learner.js";
import { acrossFolds } from "./across-folds.js";
import type { EffectLearner, EffectTask } from "./effect-learner.js";
import { effectsOf, openStage, SANDWICH } from "./stage.js";

/**
 * The DR-learner (Kennedy 2023, algorithm 1): the pseudo-outcome m1 - m0 + T/e (Y - m1) - (1-T)/(1-e) (Y - m0), whose mean given the
 * covariates is the effect when e or m is right, regressed on them. Errors in e and m matter by their product only; small propensities make
 * it noisy, where the R-learner is calmer. With the linear learner it has robust errors, given e and m; with others none, as nobody knows them.
 * @throws DiscoError (refused) where a row has a propensity of 0 or 1 for its own arm. Cost: `folds` fits.
 */
export function drLearner({ learner }: { readonly learner: Learner }): EffectLearner {
  return {
    name: "dr",
    words: `a DR-learner (${learner.name})`,
    fit: (task, run) =>
      acrossFolds(
        task,
        run,
        (about, say) => {
          const stage = openStage(learner, about, say);
          const y = pseudoOutcome(about, task.rows);
          return (rows) => effectsOf(stage.fit({ kind: "numeric", y, rows }));
        },
        SANDWICH,
      ),
  };
}

/** `own`: how many of the rows are no copies. */
function pseudoOutcome({ rows, t, y, e, m }: EffectTask, own: number): Float64Array {
  const out = new Float64Array(rows);
  let without = 0;
  for (let i = 0; i < rows; i++) {
    const rest = t[i] === 1 ? (y[i] - m[1][i]) / e[i] : -(y[i] - m[0][i]) / (1 - e[i]);
    out[i] = m[1][i] - m[0][i] + rest;
    if (i < own && !Number.isFinite(out[i])) without++;
  }
  if (without === 0) return out;
  throw new DiscoError(
    {
      who: "the DR-learner",
      wrong: "some rows are in an arm whose propensity is 0, so nothing can be divided by it",
      given: without === 1 ? "1 row" : `${without} rows`,
      next: "leave out rows without overlap (--trim), give fewer covariates, or use the R-learner",
    },
    "refused",
  );
}
