import { type Cholesky, cholesky } from "../../num/cholesky.js";
import type { ClassLaw } from "./law.js";
import { addRidge, priorOf } from "./logit.js";
import type { Occasions } from "./occasions.js";

/**
 * Where the free parameters of a law stand in one list: log odds of the weights against the first class; then, class by class, what it
 * answers in arm 0 and 1 (a logit, or a mean and a log standard deviation) and, where arms go by class, the logit of its treatment.
 */
export interface Places {
  readonly size: number;
  /** Log odds of class k > 0 (the constant first, then covariates). */
  readonly weight: (k: number) => number;
  /** Places a class's log odds take. */
  readonly width: number;
  readonly mean: (t: number, k: number) => number;
  readonly sd: (t: number, k: number) => number;
  readonly treated: (k: number) => number;
  readonly byClass: boolean;
}

function placesOf(law: ClassLaw, byClass: boolean): Places {
  const own = (law.sd ? 4 : 2) + (byClass ? 1 : 0);
  const width = law.logit ? law.logit.length / law.classes : 1;
  const weights = width * (law.classes - 1);
  const at = (k: number) => weights + own * k;
  return {
    size: weights + own * law.classes,
    weight: (k) => width * (k - 1),
    width,
    mean: (t, k) => at(k) + t,
    sd: (t, k) => at(k) + 2 + t,
    treated: (k) => at(k) + own - 1,
    byClass,
  };
}

/** Scores of class k's own parameters if pattern j belonged to it, beginning at its first place. */
export function ownScores(
  occasions: Occasions,
  law: ClassLaw,
  byClass: boolean,
  j: number,
  k: number,
  out: Float64Array,
) {
  const { seen, sum, within } = occasions;
  for (let t = 0; t < 2; t++) {
    const n = seen[t][j];
    const mean = law.mean[t][k];
    if (law.sd && within) {
      const variance = law.sd[t][k] ** 2;
      const off = n > 0 ? sum[t][j] / n - mean : 0;
      out[t] = (n * off) / variance;
      out[2 + t] = (within[t][j] + n * off * off) / variance - n;
    } else {
      out[t] = sum[t][j] - n * mean;
    }
  }
  if (byClass) out[law.sd ? 4 : 2] = seen[1][j] - (seen[0][j] + seen[1][j]) * law.treated[k];
}

/** What the mixture's likelihood knows: the score of each pattern (patterns x places, of one unit) and the observed information of all units. */
export interface Information {
  readonly places: Places;
  readonly scores: Float64Array;
  readonly factor: Cholesky;
  /** Parameters that the data say nothing of. */
  readonly blind: number;
}

/**
 * Scores and observed information of a mixture: what the complete data would know, less what not knowing the class costs (Louis 1982).
 * @param r P(class | occasions), patterns x classes
 * @param ridge the penalty that the weights' slopes were fitted with. Cost: O(patterns x classes x places).
 */
export function informationOf(
  occasions: Occasions,
  law: ClassLaw,
  r: Float64Array,
  byClass: boolean,
  ridge = 0,
): Information {
  const { size, count, seen, covariates } = occasions;
  const { classes } = law;
  const places = placesOf(law, byClass);
  const p = places.size;
  const own = (law.sd ? 4 : 2) + (byClass ? 1 : 0);
  const scores = new Float64Array(size * p);
  const matrix = new Float64Array(p * p);
  const part = new Float64Array(own);
  const { width } = places;
  const weights = width * (classes - 1);
  // Complete score given the class: the weights' part and the class's own; zeros elsewhere are skipped.
  const index = new Int32Array(weights + own);
  const value = new Float64Array(weights + own);
  for (let c = 0; c < weights; c++) index[c] = c;
  const weight = new Float64Array(classes);
  const constant = new Float64Array(1).fill(1);
  for (let j = 0; j < size; j++) {
    const row = scores.subarray(j * p, (j + 1) * p);
    const x = covariates ? covariates.values.subarray(j * width, (j + 1) * width) : constant;
    priorOf(occasions, law, j, weight);
    for (let k = 0; k < classes; k++) {
      const w = r[j * classes + k];
      ownScores(occasions, law, byClass, j, k, part);
      for (let a = 1; a < classes; a++) {
        const off = (a === k ? 1 : 0) - weight[a];
        for (let c = 0; c < width; c++) value[places.weight(a) + c] = off * x[c];
      }
      for (let c = 0; c < own; c++) {
        index[weights + c] = places.mean(0, k) + c;
        value[weights + c] = part[c];
      }
      for (let c = 0; c < index.length; c++) {
        row[index[c]] += w * value[c];
        const scaled = count[j] * w * value[c];
        for (let d = 0; d < index.length; d++) matrix[index[c] * p + index[d]] -= scaled * value[d];
      }
      const share = count[j] * w;
      for (let t = 0; t < 2; t++) {
        const n = seen[t][j];
        const at = places.mean(t, k);
        if (law.sd) {
          const variance = law.sd[t][k] ** 2;
          const spread = places.sd(t, k);
          matrix[at * p + at] += (share * n) / variance;
          // Twice the score of the mean is what mean and log sd share; what log sd has of itself is twice its score and n.
          matrix[at * p + spread] += share * 2 * part[t];
          matrix[spread * p + at] += share * 2 * part[t];
          matrix[spread * p + spread] += share * 2 * (part[2 + t] + n);
        } else {
          matrix[at * p + at] += share * n * law.mean[t][k] * (1 - law.mean[t][k]);
        }
      }
      if (byClass) {
        const at = places.treated(k);
        matrix[at * p + at] += share * (seen[0][j] + seen[1][j]) * law.treated[k] * (1 - law.treated[k]);
      }
    }
    for (let c = 0; c < p; c++) {
      for (let d = 0; d < p; d++) matrix[c * p + d] += count[j] * row[c] * row[d];
    }
    for (let a = 1; a < classes; a++) {
      for (let b = 1; b < classes; b++) {
        const w = count[j] * ((a === b ? weight[a] : 0) - weight[a] * weight[b]);
        for (let c = 0; c < width; c++) {
          const at = (places.weight(a) + c) * p + places.weight(b);
          for (let d = 0; d < width; d++) matrix[at + d] += w * x[c] * x[d];
        }
      }
    }
  }
  addRidge(matrix, p, classes, width, ridge);
  const factor = cholesky(matrix, p, 1e-8);
  return { places, scores, factor, blind: factor.kept.reduce((n, kept) => n + 1 - kept, 0) };
}
