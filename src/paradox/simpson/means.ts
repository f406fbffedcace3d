import { betaQuantile, betaTails } from "../../num/special-beta.js";
import type { Cells } from "./cells.js";
import { type Contrast, contrastAt } from "./contrast.js";
import type { Judged } from "./score.js";

/**
 * A contrast of averages of numbers, judged by Student's law with the degrees of freedom that its standard error has (Welch and Satterthwaite).
 * Cells of one observation borrow the variance of their arm (`comparableCells`).
 * Source: F. Satterthwaite, Biometrics Bulletin 2, 1946. Cost: O(cells).
 */
export function judgeMeans({ count, mean, variance, total }: Cells, contrast: Contrast): Judged {
  const value = contrastAt(contrast, mean);
  const ofMix = contrast.ofCounts(mean);
  let [all, squared] = [ofMix, (ofMix * ofMix) / total];
  for (let i = 0; i < count.length; i++) {
    const part = (contrast.weights[i] ** 2 * variance[i]) / count[i];
    all += part;
    // (n - 1) of its own and one that is borrowed.
    squared += (part * part) / Math.max(1, count[i] - 1);
  }
  const error = Math.sqrt(all);
  const freedom = squared > 0 ? (all * all) / squared : Infinity;
  return {
    value,
    p: value === 0 ? 1 : studentP(value / error, Math.min(freedom, 1e9)),
    interval: (level) => {
      const half = error * studentQuantile(level, Math.min(freedom, 1e9));
      return [value - half, value + half];
    },
  };
}

/** P(|T| > |t|). */
function studentP(t: number, freedom: number): number {
  if (!Number.isFinite(t)) return 0;
  return betaTails(freedom / 2, 0.5, freedom / (freedom + t * t), (t * t) / (freedom + t * t)).lower;
}

/** The t with P(|T| > t) = level. */
function studentQuantile(level: number, freedom: number): number {
  // T^2 / (freedom + T^2) is beta distributed; this side keeps its digits where freedom is large.
  const share = betaQuantile(0.5, freedom / 2, 1 - level);
  return Math.sqrt((freedom * share) / (1 - share));
}
