import type { Judged } from "../../estimate/heterogeneity/judged.js";
import type { Scored } from "../scored.js";

/** The benefit in the place of the effect, for what ranks and averages effects: everybody counts as much as everybody else. */
export function judgedBenefit(scored: Scored, level: number, cost?: Float64Array): Judged {
  const { t, y, e, p, fold, folds, benefit, score, count, total, law, cluster, clusters } = scored;
  const ones = new Float64Array(t.length).fill(1);
  const rows = { given: [], t, y, e, m: p, fold, folds, count, total, law };
  return {
    ...rows,
    ...(cluster && clusters !== undefined ? { cluster, clusters } : {}),
    effect: less(benefit.value, cost),
    gain: less(score.value, cost),
    tilt: ones,
    mass: ones,
    level,
  };
}

/** Costs taken off. */
function less(values: Float64Array, cost?: Float64Array): Float64Array {
  return cost === undefined ? values : values.map((value, j) => value - cost[j]);
}
