import { averageScores, type Estimate, estimateOf, type ScoreRows } from "./scores.js";

/**
 * Plain difference of the arms' average outcomes, E[Y | T=1] - E[Y | T=0], with the interval of two independent means (no degrees of
 * freedom are subtracted). The effect when treatment was randomised; otherwise the effect plus confounding. Cost: O(entries).
 */
export function difference(t: Uint8Array, y: Float64Array, rows: ScoreRows): Estimate {
  const scores = averageScores(rows, 3, (j, z) => {
    z[0] = t[j];
    z[1] = t[j] === 1 ? y[j] : 0;
    z[2] = t[j] === 1 ? 0 : y[j];
  });
  return estimateOf(scores, (mean) => mean[1] / mean[0] - mean[2] / (1 - mean[0]));
}
