import type { ClassLaw } from "./law.js";
import { priorOf } from "./logit.js";
import type { Occasions } from "./occasions.js";

/** Log of a probability; of 0 a number so low that one occasion against it decides, and that no occasion of it leaves at 0 x log 0 = 0. */
function safeLog(p: number): number {
  return p > 0 ? Math.log(p) : -1e4;
}

/**
 * Writes P(class | all occasions of the unit), pattern by pattern (row-major patterns x classes), and returns the log likelihood of the
 * arms and outcomes of all units. In logs, so that a thousand occasions do not underflow (THEORY 6.6: occasions fuse as a product).
 * Cost: O(patterns x classes).
 */
export function posterior(occasions: Occasions, law: ClassLaw, out: Float64Array): number {
  const { size, count, seen, sum, within } = occasions;
  const { classes, weight, treated, mean, sd } = law;
  const shared = weight.map(safeLog);
  const prior = new Float64Array(classes);
  const arm = [treated.map((e) => safeLog(1 - e)), treated.map(safeLog)];
  const yes = mean.map((m) => (sd ? m : m.map(safeLog)));
  const no = mean.map((m) => (sd ? m : m.map((p) => safeLog(1 - p))));
  const precision = sd?.map((s) => s.map((value) => 1 / (value * value)));
  const norm = sd?.map((s) => s.map((value) => Math.log(value) + 0.5 * Math.log(2 * Math.PI)));
  let total = 0;
  for (let j = 0; j < size; j++) {
    const at = j * classes;
    if (occasions.covariates) {
      priorOf(occasions, law, j, prior);
      for (let k = 0; k < classes; k++) prior[k] = safeLog(prior[k]);
    } else {
      prior.set(shared);
    }
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) {
      let log = prior[k];
      for (let t = 0; t < 2; t++) {
        const n = seen[t][j];
        if (n === 0) continue;
        log += n * arm[t][k];
        if (within && precision && norm) {
          const off = sum[t][j] / n - mean[t][k];
          log -= n * norm[t][k] + 0.5 * (within[t][j] + n * off * off) * precision[t][k];
        } else {
          log += sum[t][j] * yes[t][k] + (n - sum[t][j]) * no[t][k];
        }
      }
      out[at + k] = log;
      if (log > most) most = log;
    }
    let mass = 0;
    for (let k = 0; k < classes; k++) {
      const p = Math.exp(out[at + k] - most);
      out[at + k] = p;
      mass += p;
    }
    for (let k = 0; k < classes; k++) out[at + k] /= mass;
    total += count[j] * (most + Math.log(mass));
  }
  return total;
}
