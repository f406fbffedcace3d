import { choleskySolve } from "../../num/cholesky.js";
import { informationOf, ownScores } from "./information.js";
import type { ClassLaw } from "./law.js";
import type { Occasions } from "./occasions.js";

/** What one class answers. */
export interface ClassMeans {
  readonly mean0: number;
  readonly mean1: number;
  /** Numbers only. */
  readonly sd0: number;
  readonly sd1: number;
}

/** Sum over units of `times` (of the unit's pattern) times the expectation of `of` over the unit's class. */
export interface ClassTerm {
  readonly times: Float64Array;
  readonly of: (means: ClassMeans) => number;
}

/** Sums of terms over all units, and by pattern with the influence of the units on the fitted law (patterns x terms, of one unit). */
export interface ClassAverages {
  readonly total: Float64Array;
  readonly byPattern: Float64Array;
  /** Parameters of the law that the data say nothing of; they are taken as they stand. */
  readonly blind: number;
}

function meansOf({ mean, sd }: ClassLaw, k: number): ClassMeans {
  return { mean0: mean[0][k], mean1: mean[1][k], sd0: sd ? sd[0][k] : 0, sd1: sd ? sd[1][k] : 0 };
}

/** Slope of a function of one class's answers in its free parameters (logits, or means and log standard deviations), by central differences. */
function slopes(of: ClassTerm["of"], means: ClassMeans, numeric: boolean): Float64Array {
  const names = numeric ? (["mean0", "mean1", "sd0", "sd1"] as const) : (["mean0", "mean1"] as const);
  return Float64Array.from(names, (name) => {
    const value = means[name];
    const unit = numeric ? Math.max(means.sd0, means.sd1) : 1;
    const h = 1e-5 * unit;
    const slope = (of({ ...means, [name]: value + h }) - of({ ...means, [name]: value - h })) / (2 * h);
    return slope * (numeric ? (name === "sd0" || name === "sd1" ? value : 1) : value * (1 - value));
  });
}

/**
 * Averages over individuals whose class is known only as far as their occasions tell, with the influence of every unit: its own term, and
 * what it moves in the fitted law (its score through the inverse of the observed information, times the slope of the sum). Sums over
 * units of the influence's square are variances that hold even where the law is only an approximation (White 1982).
 * @param r P(class | occasions), patterns x classes. Cost: O(patterns x classes x places x terms).
 */
export function classAverages(
  occasions: Occasions,
  law: ClassLaw,
  r: Float64Array,
  byClass: boolean,
  terms: readonly ClassTerm[],
  ridge = 0,
): ClassAverages {
  const { size, count, covariates } = occasions;
  const { classes } = law;
  const { places, scores, factor, blind } = informationOf(occasions, law, r, byClass, ridge);
  const p = places.size;
  const values = terms.map(({ of }) => Float64Array.from({ length: classes }, (_, k) => of(meansOf(law, k))));
  const total = new Float64Array(terms.length);
  const byPattern = new Float64Array(size * terms.length);
  const slope = terms.map(() => new Float64Array(p));
  const classMass = terms.map(() => new Float64Array(classes));
  const own = new Float64Array(5);
  const width = places.mean(0, 1) - places.mean(0, 0);
  for (let j = 0; j < size; j++) {
    for (let z = 0; z < terms.length; z++) {
      const times = terms[z].times[j];
      if (times === 0) continue;
      let mean = 0;
      for (let k = 0; k < classes; k++) mean += r[j * classes + k] * values[z][k];
      byPattern[j * terms.length + z] = times * mean;
      total[z] += count[j] * times * mean;
      for (let k = 0; k < classes; k++) {
        const w = count[j] * times * r[j * classes + k];
        classMass[z][k] += w;
        const off = w * (values[z][k] - mean);
        if (off === 0) continue;
        // The posterior moves with the class's complete score; the weights' own part of it cancels but for the class itself.
        for (let c = 0; k > 0 && c < places.width; c++) {
          slope[z][places.weight(k) + c] += off * (covariates ? covariates.values[j * places.width + c] : 1);
        }
        ownScores(occasions, law, byClass, j, k, own);
        const at = places.mean(0, k);
        for (let c = 0; c < width; c++) slope[z][at + c] += off * own[c];
      }
    }
  }
  terms.forEach(({ of }, z) => {
    for (let k = 0; k < classes; k++) {
      const direct = slopes(of, meansOf(law, k), law.sd !== undefined);
      for (let c = 0; c < direct.length; c++) slope[z][places.mean(0, k) + c] += classMass[z][k] * direct[c];
    }
    const lever = choleskySolve(factor, slope[z]);
    for (let j = 0; j < size; j++) {
      let moved = 0;
      for (let c = 0; c < p; c++) moved += lever[c] * scores[j * p + c];
      byPattern[j * terms.length + z] += moved;
    }
  });
  return { total, byPattern, blind };
}
