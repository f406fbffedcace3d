import type { Sample } from "../../num/sample.js";
import type { ResponseMoments } from "../response-moments.js";
import { unitDesign } from "./covariates.js";
import { blankLaw, type ClassLaw } from "./law.js";
import { priorOf } from "./logit.js";
import { type Occasions, occasionsOf } from "./occasions.js";
import { posterior } from "./posterior.js";

/** Moments of (m0, m1) for every row from its class probabilities, which `fill` writes. */
function momentsBy(rows: number, law: ClassLaw, fill: (row: number, r: Float64Array) => void): ResponseMoments {
  const [m0, m1, m00, m11, m10] = Array.from({ length: 5 }, () => new Float64Array(rows));
  const { classes, mean } = law;
  const r = new Float64Array(classes);
  for (let i = 0; i < rows; i++) {
    fill(i, r);
    for (let k = 0; k < classes; k++) {
      const [zero, one] = [mean[0][k], mean[1][k]];
      m0[i] += r[k] * zero;
      m1[i] += r[k] * one;
      m00[i] += r[k] * zero * zero;
      m11[i] += r[k] * one * one;
      m10[i] += r[k] * one * zero;
    }
  }
  return { m0, m1, m00, m11, m10, notes: [] };
}

/**
 * What the law says of each row from the *other* rows of its unit and from the row's own arm, its own outcome left out: so that plugged
 * into E[m1^2] / E[m1] no row vouches for itself (THEORY 3.7). The law was still fitted with the row in it, which matters by one unit in
 * all of them. Cost: O(rows x classes).
 */
export function momentsFromOthers(sample: Sample, law: ClassLaw): ResponseMoments {
  const { rows, unit, treatment, outcome } = sample;
  const { classes, weight, mean, sd } = law;
  const occasions = occasionsOf(sample, law.logit ? unitDesign(sample) : undefined);
  // Without its weights and means the law leaves what is known of the class from arms alone; outcomes are then added but one.
  const armsOnly = armPosterior(occasions, law);
  const logs = new Float64Array(classes);
  return momentsBy(rows, law, (i, r) => {
    const j = occasions.patternOf[unit!.codes[i]];
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) {
      let log = j < 0 ? Math.log(weight[k]) : armsOnly[j * classes + k];
      for (let t = 0; j >= 0 && t < 2; t++) {
        const own = treatment.values[i] === t ? 1 : 0;
        const n = occasions.seen[t][j] - own;
        if (n === 0) continue;
        const y = outcome.values[i];
        const sum = occasions.sum[t][j] - own * y;
        if (sd && occasions.within) {
          const before = occasions.sum[t][j] / occasions.seen[t][j];
          // Sum of squares about the average of the others: Welford's step taken back.
          const within = Math.max(0, occasions.within[t][j] - own * (y - before) * (y - sum / n));
          const s = sd[t][k];
          log -= n * Math.log(s) + (within + n * (sum / n - mean[t][k]) ** 2) / (2 * s * s);
        } else {
          log += logBernoulli(sum, n, mean[t][k]);
        }
      }
      logs[k] = log;
      most = Math.max(most, log);
    }
    let mass = 0;
    for (let k = 0; k < classes; k++) {
      r[k] = most === Number.NEGATIVE_INFINITY ? weight[k] : Math.exp(logs[k] - most);
      mass += r[k];
    }
    for (let k = 0; k < classes; k++) r[k] /= mass;
  });
}

/** The same given nothing but the population, and the unit's covariates where class weights go with them. Cost: O(rows x classes). */
export function momentsOfPopulation(sample: Sample, law: ClassLaw): ResponseMoments {
  const { rows, unit } = sample;
  if (!law.logit) return momentsBy(rows, law, (_, r) => r.set(law.weight));
  const occasions = occasionsOf(sample, unitDesign(sample));
  return momentsBy(rows, law, (i, r) => {
    const j = occasions.patternOf[unit!.codes[i]];
    if (j < 0) r.set(law.weight);
    else priorOf(occasions, law, j, r);
  });
}

function logBernoulli(successes: number, n: number, p: number): number {
  const yes = successes > 0 ? successes * (p > 0 ? Math.log(p) : -1e4) : 0;
  return yes + (n - successes > 0 ? (n - successes) * (p < 1 ? Math.log(1 - p) : -1e4) : 0);
}

/** log P(class | arms of the unit), patterns x classes. */
function armPosterior(occasions: Occasions, law: ClassLaw): Float64Array {
  const { size, seen } = occasions;
  const { logit } = law;
  const flat: ClassLaw = { ...blankLaw("binary", law.classes), weight: law.weight, ...(logit ? { logit } : {}) };
  const out = new Float64Array(size * law.classes);
  const none = new Float64Array(size);
  // Arms as outcomes of one arm: `treated` successes among all occasions, no other outcomes.
  const arms: Occasions = {
    ...occasions,
    kind: "binary",
    seen: [seen[0].map((n, j) => n + seen[1][j]), none],
    sum: [seen[1], none],
  };
  posterior(arms, { ...flat, mean: [law.treated, law.treated], treated: new Float64Array(law.classes).fill(0.5) }, out);
  return out.map((p) => (p > 0 ? Math.log(p) : -1e4));
}
