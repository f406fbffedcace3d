import { type Judged, type JudgedRows, judge } from "../../src/estimate/heterogeneity/judged.js";
import type { EffectTask } from "../../src/learn/effects/effect-learner.js";
import type { Target } from "../../src/query/effect.js";

/** The rows of a task as those who judge see them. */
function rowsToJudge(task: EffectTask): Omit<JudgedRows, "effect"> {
  const { given, t, y, e, m, fold, folds, rows, weight, cluster, clusters } = task;
  const count = weight ?? new Float64Array(rows).fill(1);
  const total = count.reduce((a, b) => a + b, 0);
  const about = { given, t, y, e, m, fold, folds, count, total, law: false };
  return { ...about, ...(cluster && clusters ? { cluster, clusters } : {}) };
}

/** A task with effects that somebody predicted. */
export function judgedTask(task: EffectTask, effect: Float64Array, target: Target = "ate", level = 0.95): Judged {
  return judge({ ...rowsToJudge(task), effect }, target, level);
}
