import { causalForest } from "../../learn/effects/causal-forest.js";
import { drLearner } from "../../learn/effects/dr-learner.js";
import type { EffectLearner, EffectTask } from "../../learn/effects/effect-learner.js";
import { rLearner } from "../../learn/effects/r-learner.js";
import { sLearner } from "../../learn/effects/s-learner.js";
import { tLearner } from "../../learn/effects/t-learner.js";
import { xLearner } from "../../learn/effects/x-learner.js";
import type { Entries } from "../../learn/folds.js";
import type { Learner } from "../../learn/learner.js";
import type { Column } from "../../num/columns.js";
import { indices } from "../../num/indices.js";
import { takeColumn } from "../../num/take-column.js";
import type { HeterogeneityLearner } from "../../query/heterogeneity.js";
import type { Problem } from "../problem.js";
import type { JudgedRows } from "./judged.js";

/** The learner of effects by its name; the meta-learners learn their means by `learner`. */
export function effectLearnerOf(how: HeterogeneityLearner, learner: Learner): EffectLearner {
  switch (how) {
    case "s":
      return sLearner({ learner });
    case "t":
      return tLearner({ learner });
    case "x":
      return xLearner({ learner });
    case "r":
      return rLearner({ learner });
    case "dr":
      return drLearner({ learner });
    case "forest":
      return causalForest();
  }
}

/** The entries of a problem that are in one of its two arms, as learners of effects and those who judge them see them. */
export interface PairOfArms {
  /** Places among the problem's entries. */
  readonly entries: Int32Array;
  readonly task: EffectTask;
  readonly rows: Omit<JudgedRows, "effect">;
}

/**
 * Takes them out; the propensity is that of the arm among the two. Cost: O(entries x columns).
 * @param learntFrom the covariates as the learner takes them (with gaps, where it has a branch for these); default the study's
 */
export function pairOfArms(
  problem: Problem,
  { fold, folds, row, rowHash }: Entries,
  learntFrom: readonly Column[] = problem.study.given,
): PairOfArms {
  const { study, arm, y, count, cluster, clusters, law, seed } = problem;
  const entries = indices(arm.length).filter((j) => arm[j] >= 0 && count[j] > 0);
  const numbers = (values: Float64Array) => Float64Array.from(entries, (j) => values[j]);
  const own = entries.map((j) => row[j]);
  const pick = (column: Column) => takeColumn(column, own);
  const given = study.given.map(pick);
  const counts = numbers(count);
  const both = {
    given,
    t: Uint8Array.from(entries, (j) => arm[j]),
    y: numbers(y),
    e: Float64Array.from(entries, (j) => problem.e[1][j] / (problem.e[0][j] + problem.e[1][j])),
    m: [numbers(problem.m[0]), numbers(problem.m[1])] as const,
    fold: Uint8Array.from(entries, (j) => fold[j]),
    folds,
    ...(cluster && clusters ? { cluster: Int32Array.from(entries, (j) => cluster[j]), clusters } : {}),
  };
  const task: EffectTask = {
    ...both,
    given: learntFrom === study.given ? given : learntFrom.map(pick),
    rows: entries.length,
    outcome: study.outcome.kind,
    ...(counts.every((c) => c === 1) ? {} : { weight: counts }),
    rowHash: Uint32Array.from(entries, (j) => rowHash[row[j]]),
    seed,
  };
  return { entries, task, rows: { ...both, count: counts, total: counts.reduce((a, b) => a + b, 0), law } };
}
