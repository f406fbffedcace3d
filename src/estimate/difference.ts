import type { ArmMeans } from "./influence.js";
import type { Problem } from "./problem.js";
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

/** The plain averages of both arms alone. Cost: O(entries). */
export function armAverageMeans({ arm, y, count }: Problem): [number, number] {
  const average = (a: 0 | 1) => {
    let mass = 0;
    let sum = 0;
    for (let j = 0; j < y.length; j++) {
      if (arm[j] !== a) continue;
      mass += count[j];
      sum += count[j] * y[j];
    }
    return sum / mass;
  };
  return [average(0), average(1)];
}

/** The plain averages of both arms, as they were seen. Cost: O(entries). */
export function armAverages(problem: Problem): ArmMeans {
  const { arm, y, count, total } = problem;
  const means = armAverageMeans(problem);
  const influence = ([0, 1] as const).map((a) => {
    let mass = 0;
    for (let j = 0; j < y.length; j++) if (arm[j] === a) mass += count[j];
    const influence = new Float64Array(y.length);
    for (let j = 0; j < y.length; j++) if (arm[j] === a) influence[j] = (total * (y[j] - means[a])) / mass;
    return influence;
  });
  return { mean: means, influence: [influence[0], influence[1]] };
}
