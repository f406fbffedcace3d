import { cholesky, choleskySolve } from "../../num/cholesky.js";
import type { ClassLaw } from "./law.js";
import type { Occasions } from "./occasions.js";

/**
 * Writes P(class | covariates) of pattern j; the law's weights where there are no covariates. `logit` is classes x width, the first row 0.
 */
export function priorOf({ covariates }: Occasions, { classes, weight, logit }: ClassLaw, j: number, out: Float64Array) {
  if (!covariates || !logit) {
    out.set(weight);
    return;
  }
  const { width, values } = covariates;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < classes; k++) {
    let eta = 0;
    for (let c = 0; c < width; c++) eta += logit[k * width + c] * values[j * width + c];
    out[k] = eta;
    if (eta > most) most = eta;
  }
  let mass = 0;
  for (let k = 0; k < classes; k++) {
    out[k] = Math.exp(out[k] - most);
    mass += out[k];
  }
  for (let k = 0; k < classes; k++) out[k] /= mass;
}

/**
 * Half the ridge's weight times the squared distance of each class's slopes from the average class's: alike for all names of the classes.
 * Constants are not penalised.
 */
export function penaltyOf({ classes, logit }: ClassLaw, width: number, ridge: number): number {
  if (!logit || ridge === 0) return 0;
  let sum = 0;
  for (let c = 1; c < width; c++) {
    let mean = 0;
    for (let k = 0; k < classes; k++) mean += logit[k * width + c] / classes;
    for (let k = 0; k < classes; k++) sum += (logit[k * width + c] - mean) ** 2;
  }
  return (ridge / 2) * sum;
}

/** Adds the curvature of the penalty to a matrix whose places (class less one) x width + column begin at 0. */
export function addRidge(matrix: Float64Array, size: number, classes: number, width: number, ridge: number): void {
  for (let c = 1; c < width; c++) {
    for (let a = 1; a < classes; a++) {
      for (let b = 1; b < classes; b++) {
        matrix[((a - 1) * width + c) * size + (b - 1) * width + c] += ridge * ((a === b ? 1 : 0) - 1 / classes);
      }
    }
  }
}

/** Expected log weights of the classes under r, less the penalty: what a step must raise. */
function expected(occasions: Occasions, r: Float64Array, law: ClassLaw, ridge: number): number {
  const { classes } = law;
  const prior = new Float64Array(classes);
  let total = -penaltyOf(law, occasions.covariates!.width, ridge);
  for (let j = 0; j < occasions.size; j++) {
    priorOf(occasions, law, j, prior);
    for (let k = 0; k < classes; k++) {
      const w = occasions.count[j] * r[j * classes + k];
      if (w > 0) total += w * Math.log(Math.max(prior[k], 1e-300));
    }
  }
  return total;
}

/**
 * One Newton step of the multinomial logit of class weights towards r, halved until it climbs (so that the mixture's penalised likelihood
 * does too; a generalised EM step). Cost: O(patterns x (classes x width)^2).
 */
export function logitStep(occasions: Occasions, r: Float64Array, law: ClassLaw, ridge: number): Float64Array {
  const { classes } = law;
  const before = law.logit!;
  const { width, values } = occasions.covariates!;
  const p = (classes - 1) * width;
  if (p === 0) return before;
  const gradient = new Float64Array(p);
  const matrix = new Float64Array(p * p);
  const prior = new Float64Array(classes);
  for (let j = 0; j < occasions.size; j++) {
    priorOf(occasions, law, j, prior);
    const x = values.subarray(j * width, (j + 1) * width);
    const count = occasions.count[j];
    for (let a = 1; a < classes; a++) {
      const off = count * (r[j * classes + a] - prior[a]);
      for (let c = 0; c < width; c++) gradient[(a - 1) * width + c] += off * x[c];
      for (let b = 1; b <= a; b++) {
        const w = count * ((a === b ? prior[a] : 0) - prior[a] * prior[b]);
        for (let c = 0; c < width; c++) {
          const scaled = w * x[c];
          const at = ((a - 1) * width + c) * p + (b - 1) * width;
          for (let d = 0; d < width; d++) matrix[at + d] += scaled * x[d];
        }
      }
    }
  }
  addRidge(matrix, p, classes, width, ridge);
  for (let c = 1; c < width; c++) {
    let mean = 0;
    for (let k = 0; k < classes; k++) mean += before[k * width + c] / classes;
    for (let a = 1; a < classes; a++) gradient[(a - 1) * width + c] -= ridge * (before[a * width + c] - mean);
  }
  const step = choleskySolve(cholesky(matrix, p), gradient);
  const now = expected(occasions, r, law, ridge);
  for (let scale = 1; scale > 1e-6; scale /= 2) {
    const logit = before.map((value, at) => (at < width ? 0 : value + scale * step[at - width]));
    if (expected(occasions, r, { ...law, logit }, ridge) >= now) return logit;
  }
  return before;
}
