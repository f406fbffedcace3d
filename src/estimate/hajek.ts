import type { ArmMeans } from "./influence.js";
import type { FittedProblem, Problem } from "./problem.js";
import { targetWeight, targetWeights } from "./target-weights.js";

/** The averages alone. Cost: O(entries). */
export function hajekMeans({ arm, count, y, e, target }: Problem): [number, number] {
  const mass = [0, 0];
  const sums = [0, 0];
  for (let j = 0; j < y.length; j++) {
    const own = arm[j];
    if (own !== 0 && own !== 1) continue;
    const w = count[j] * targetWeight(target, own, e[own][j], e[1 - own][j]);
    mass[own] += w;
    sums[own] += w * y[j];
  }
  return [sums[0] / mass[0], sums[1] / mass[1]];
}

/**
 * Inverse probability weighting with weights that average to 1 in each arm (Hájek 1971): sum w Y / sum w. Moves with the outcome's zero.
 * Consistent when the propensity is right; the influences include the propensity's own fit (M-estimation: Lunceford & Davidian 2004, eq. 12).
 * Stabilised weights give the same, because a factor that is the same for an arm falls out. Cost: O(entries x columns^2).
 */
export function hajek(problem: FittedProblem): ArmMeans {
  const { weight, slope } = targetWeights(problem);
  const { count, y, total } = problem;
  const means = hajekMeans(problem);
  const influence = ([0, 1] as const).map((a) => {
    const mean = means[a];
    const mass = weight[a].reduce((sum, w, j) => sum + count[j] * w, 0);
    const pull = (k: 0 | 1) => y.map((value, j) => (count[j] * (value - mean) * slope[a][k][j]) / mass);
    const moved = problem.fits.throughPropensity([pull(0), pull(1)]);
    return y.map((value, j) => (total * weight[a][j] * (value - mean)) / mass + total * moved[j]);
  });
  return { mean: means, influence: [influence[0], influence[1]] };
}
