import { DiscoError } from "../../error.js";
import { cholesky } from "../../num/cholesky.js";
import type { Column } from "../../num/columns.js";
import { gram } from "../../num/gram.js";
import { patternsOf } from "../../num/patterns.js";
import type { Problem } from "../problem.js";

/** Where each entry stands: row-major entries x dims. Nearness is the Euclidean distance here. */
export interface Space {
  readonly dims: number;
  readonly at: Float64Array;
}

/** How covariates are made comparable: by their inverse covariance (Mahalanobis), or each by its own variance. */
export type Metric = "mahalanobis" | "variances";

/** Beyond this, everybody is about equally far from everybody. */
const MOST_DIMENSIONS = 200;

/**
 * The logit of the propensity, one number an entry: of the arm against the reference, or, where everybody is asked about and there are other
 * arms, of arm `w` against all others (the generalised propensity: Yang et al., Biometrics 72, 2016).
 * @throws DiscoError (refused) when a propensity is 0 or 1, which is infinitely far from all others
 */
export function logits(problem: Problem, w: 0 | 1): Space {
  const { e, arm, target } = problem;
  const others = target === "ate" && arm.some((a) => a < 0);
  const at = Float64Array.from(arm, (a, j) => {
    if (others) return Math.log(e[w][j]) - Math.log1p(-e[w][j]);
    return a < 0 ? 0 : Math.log(e[1][j]) - Math.log(e[0][j]);
  });
  const certain = at.reduce((sum, z, j) => sum + (Number.isFinite(z) ? 0 : problem.count[j]), 0);
  if (certain > 0) {
    throw new DiscoError(
      {
        who: "matching",
        wrong: "a propensity of exactly 0 or 1 is like no other",
        given: `${problem.law ? "a share" : "rows"} of ${certain} with such a propensity`,
        next: "leave these out with --trim 0.01, or give fewer covariates if one of them says who was treated",
      },
      "refused",
    );
  }
  return { dims: 1, at };
}

/** Which rows are equal in all covariates, as one number an entry; only equality of the numbers means something. */
export function cells(problem: Problem): Space {
  const { study, row } = problem;
  const { id } = patternsOf(study.given, study.rows);
  return { dims: 1, at: Float64Array.from(row, (r) => id[r]) };
}

/** Numbers as they are, labels as an indicator of each level that occurs, by entry. */
function columnsOf(given: readonly Column[], row: Int32Array): Float64Array[] {
  const out: Float64Array[] = [];
  for (const column of given) {
    if (column.kind === "numeric") {
      out.push(Float64Array.from(row, (r) => column.values[r]));
      continue;
    }
    const used = new Set(Array.from(row, (r) => column.codes[r]));
    if (out.length + used.size > MOST_DIMENSIONS) refuseWidth(column.name, used.size);
    for (const level of used) out.push(Float64Array.from(row, (r) => (column.codes[r] === level ? 1 : 0)));
  }
  if (out.length > MOST_DIMENSIONS) refuseWidth(given[given.length - 1].name, 1);
  return out;
}

function refuseWidth(name: string, levels: number): never {
  throw new DiscoError({
    who: `matching: covariate "${name}"`,
    wrong: `nobody has a near neighbour in more than ${MOST_DIMENSIONS} dimensions`,
    given: `${levels} levels`,
    next: "match on the propensity, or group its levels with --derive",
  });
}

/**
 * The covariates in units in which distance is meant: whitened by the covariance among the entries of both arms (Mahalanobis), or each
 * divided by its standard deviation. Columns that others already say add nothing; constants neither. Cost: O(entries x columns^2).
 */
export function covariateSpace(problem: Problem, metric: Metric): Space {
  const { study, row, arm, count } = problem;
  const weight = count.map((c, j) => (arm[j] < 0 ? 0 : c));
  const mass = weight.reduce((a, b) => a + b, 0);
  const dense = columnsOf(study.given, row).map((values) => {
    const mean = values.reduce((sum, v, j) => sum + weight[j] * v, 0) / mass;
    const sd = Math.sqrt(values.reduce((sum, v, j) => sum + weight[j] * (v - mean) ** 2, 0) / mass);
    return sd > 1e-12 * Math.abs(mean) ? values.map((v) => (v - mean) / sd) : new Float64Array(values.length);
  });
  const all = Int32Array.from(row, (_, j) => j);
  const size = 1 + dense.length;
  const { lower, kept } = cholesky(gram({ dense, blocks: [], size }, weight, all), size);
  const used = Array.from({ length: dense.length }, (_, k) => k + 1).filter((k) =>
    metric === "variances" ? dense[k - 1].some((v) => v !== 0) : kept[k] === 1,
  );
  const dims = Math.max(1, used.length);
  const at = new Float64Array(row.length * dims);
  const z = new Float64Array(size);
  for (let j = 0; j < row.length; j++) {
    z[0] = Math.sqrt(1 / mass);
    used.forEach((k, d) => {
      let sum = dense[k - 1][j];
      if (metric === "mahalanobis") {
        for (let l = 0; l < k; l++) sum -= lower[k * size + l] * z[l];
        sum /= lower[k * size + k];
        z[k] = sum;
        sum *= Math.sqrt(mass);
      }
      at[j * dims + d] = sum;
    });
  }
  return { dims, at };
}
