import { leastSquares } from "../../learn/linear/irls.js";
import { type DesignColumns, linearPredictor } from "../../num/gram.js";
import type { Problem } from "../problem.js";
import type { Points } from "./points.js";

/** What the matching made of each entry. */
export interface Used {
  /** 1: in the target with a match. */
  readonly kept: Uint8Array;
  /** The sum of its weights in others' counterfactuals. */
  readonly weight: Float64Array;
  /** The effect, and how many it is about. */
  readonly value: number;
  readonly size: number;
}

/**
 * The influence of each entry on the effect, so that those of one cluster can be added up: what its kind's effect is above the average, and
 * as often as its outcome is used what that is above its kind's mean (the linear form of Otsu & Rai, JASA 112, 2017, section 2). A kind's
 * mean in each arm is a cubic of the propensity's logit, or linear and quadratic in the covariates: neighbours, who may be of the same
 * cluster, would take away what a cluster has in common. Cost: O(entries x columns^2).
 */
export function linearised(problem: Problem, points: Points, { kept, weight, value, size }: Used): Float64Array {
  const { arm, y, count, total } = problem;
  const design = powers(points);
  const all = Int32Array.from(arm, (_, j) => j);
  const [m0, m1] = [0, 1].map((w) => {
    const rows = all.filter((j) => arm[j] === w && count[j] > 0);
    const { beta } = leastSquares({
      design,
      rows,
      y: Float64Array.from(rows, (j) => y[j]),
      weight: Float64Array.from(rows, (j) => count[j]),
      ridge: 0,
    });
    return linearPredictor(design, beta, all);
  });
  const own = (j: number) => (arm[j] < 0 ? 0 : (kept[j] + weight[j]) * (arm[j] === 1 ? y[j] - m1[j] : m0[j] - y[j]));
  const influence = Float64Array.from(y, (_, j) => kept[j] * (m1[j] - m0[j] - value) + own(j));
  // The curves' average is not quite the matching's: what is left belongs to nobody.
  const rest = influence.reduce((sum, phi, j) => sum + count[j] * phi, 0) / size;
  return influence.map((phi, j) => (total / size) * (phi - kept[j] * rest));
}

function powers({ dims, at, id }: Points): DesignColumns {
  const dense: Float64Array[] = [];
  for (let d = 0; d < dims; d++) {
    for (let power = 1; power <= (dims === 1 ? 3 : 2); power++) {
      dense.push(Float64Array.from(id, (p) => at[p * dims + d] ** power));
    }
  }
  return { dense, blocks: [], size: 1 + dense.length };
}
