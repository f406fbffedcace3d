import { DiscoError } from "../../error.js";
import { linearDesign } from "../../learn/linear/design.js";
import { linear } from "../../learn/linear.js";
import { cholesky, choleskySolve } from "../../num/cholesky.js";
import type { Column } from "../../num/columns.js";
import { crossProduct, type DesignColumns, gram, linearPredictor } from "../../num/gram.js";
import { hashRows } from "../../num/hash.js";
import { indices } from "../../num/indices.js";
import { standardError } from "../influence.js";

/** A number with the influence of each unit on it: averages to zero, n times what the unit moves the number by. */
export interface Influenced {
  readonly value: number;
  readonly influence: Float64Array;
}

/** Standard error clustered by unit, g / (g - 1) included (Liang & Zeger 1986). */
export function clusteredError(influence: Float64Array): number {
  const n = influence.length;
  const cluster = indices(n);
  const about = { count: new Float64Array(n).fill(1), total: n, law: false, cluster, clusters: n };
  return standardError(influence, about) ?? Number.NaN;
}

/**
 * How much more the treated changed than the others: difference in differences on each unit's own change.
 * @param change of each unit
 * @param treated 1 or 0 for each unit, both occur
 */
export function plainChange(change: Float64Array, treated: Uint8Array): Influenced {
  const n = change.length;
  const count = [0, 0];
  const mean = [0, 0];
  for (let u = 0; u < n; u++) count[treated[u]]++;
  for (let u = 0; u < n; u++) mean[treated[u]] += change[u] / count[treated[u]];
  return {
    value: mean[1] - mean[0],
    influence: change.map((d, u) => ((treated[u] === 1 ? 1 : -1) * n * (d - mean[treated[u]])) / count[treated[u]]),
  };
}

/** A propensity above this is too close to 1 to say so in no words. */
const HIGH = 0.95;

export interface RobustChange extends Influenced {
  /** Largest propensity among the units compared with. */
  readonly highest: number;
  /** Units compared with whose propensity is above 0.95. */
  readonly high: number;
}

/**
 * Doubly robust difference in differences for panels (Sant'Anna & Zhao 2020, the estimand of section 2 for panels, with nuisances by maximum
 * likelihood and least squares): right when either the propensity (logit) or the untreated's mean change (linear) is, given parallel
 * trends among units alike in the covariates. The influence counts that both were fitted.
 * @param given covariates, a row for each unit
 * @param where said in a refusal: which units are compared
 * @throws DiscoError `refused` where the covariates tell the treated from the others, or are too many for the units
 * Cost: two fits.
 */
export function robustChange(
  change: Float64Array,
  treated: Uint8Array,
  given: readonly Column[],
  where: string,
): RobustChange {
  const n = change.length;
  const rows = indices(n);
  const others = rows.filter((u) => treated[u] === 0);
  const prepared = linear().prepare(given, n);
  const task = { rowHash: hashRows(given, n), seed: 0 };
  const d = Float64Array.from(treated);
  const arm = prepared.fit({ ...task, kind: "binary", y: d, rows });
  const trend = prepared.fit({ ...task, kind: "numeric", y: change, rows: others });
  const crowded = [...arm.notes, ...trend.notes].some(({ id }) => id === "more-columns-than-rows");
  if (crowded || arm.status === "separated" || arm.status === "not-converged") {
    throw new DiscoError(
      {
        who: `difference in differences with covariates (${where})`,
        wrong: crowded
          ? "there are as many covariates as units to learn from"
          : "the covariates tell the treated units from the others, so no untreated unit is like them",
        given: `${n - others.length} treated units, ${others.length} others`,
        next: "give fewer covariates in --given, or none",
      },
      "refused",
    );
  }
  const e = arm.predict(rows);
  const design = linearDesign(given, n);
  const rest = trend.predict(rows).map((mean, u) => change[u] - mean);
  const odds = e.map((p, u) => (treated[u] === 1 ? 0 : p / (1 - p)));
  const [one, none] = [weightedMean(rest, d), weightedMean(rest, odds)];
  const centred = rest.map((r, u) => odds[u] * (r - none.mean));
  const byTrend = lever(design, gram(design, new Float64Array(others.length).fill(1), others), n);
  const byArm = lever(
    design,
    gram(
      design,
      e.map((p) => p * (1 - p)),
      rows,
    ),
    n,
  );
  // What the fits add: M1 and M3 for the trend, M2 for the propensity (the asymptotic linear representation of the paper's section 3).
  const [m1, m3, m2] = [byTrend(d), byTrend(odds), byArm(centred)];
  const influence = rest.map((r, u) => {
    const fitted = treated[u] === 1 ? 0 : r;
    const ones = d[u] * (r - one.mean) - fitted * m1[u];
    const nones = centred[u] + (d[u] - e[u]) * m2[u] - fitted * m3[u];
    return (n * ones) / one.mass - (n * nones) / none.mass;
  });
  return {
    value: one.mean - none.mean,
    influence,
    highest: others.reduce((top, u) => Math.max(top, e[u]), 0),
    high: others.filter((u) => e[u] > HIGH).length,
  };
}

function weightedMean(values: Float64Array, weight: Float64Array): { readonly mean: number; readonly mass: number } {
  let sum = 0;
  let mass = 0;
  for (let u = 0; u < values.length; u++) {
    sum += weight[u] * values[u];
    mass += weight[u];
  }
  return { mean: sum / mass, mass };
}

/** For weights w by unit: x_u' G^-1 (sum of w x), by unit, which is what a unit's residual counts for in a fit with Gram matrix G. */
function lever(design: DesignColumns, matrix: Float64Array, n: number): (weight: Float64Array) => Float64Array {
  const factor = cholesky(matrix, design.size);
  const rows = indices(n);
  return (weight) => linearPredictor(design, choleskySolve(factor, crossProduct(design, weight, rows)), rows);
}
