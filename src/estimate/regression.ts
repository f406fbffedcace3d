import type { ArmMeans } from "./influence.js";
import type { FittedProblem, Problem } from "./problem.js";
import { targetShare } from "./target-weights.js";

/** The averages alone. Cost: O(entries). */
export function regressionMeans(problem: Problem): [number, number] {
  const { count, m } = problem;
  let mass = 0;
  const sums: [number, number] = [0, 0];
  for (let j = 0; j < count.length; j++) {
    const share = count[j] * targetShare(problem, j);
    mass += share;
    sums[0] += share * m[0][j];
    sums[1] += share * m[1][j];
  }
  return [sums[0] / mass, sums[1] / mass];
}

/**
 * Regression standardisation, the g-formula (Robins 1986): the outcome's mean in each arm given the covariates, averaged over the target.
 * Consistent when that mean is right; the influences include its fit. Not for overlap weights, which come from a propensity.
 * Cost: O(entries x columns^2).
 */
export function regression(problem: FittedProblem): ArmMeans {
  const { count, total, m, y } = problem;
  const share = y.map((_, j) => targetShare(problem, j));
  const mass = share.reduce((sum, h, j) => sum + count[j] * h, 0);
  const means = regressionMeans(problem);
  const influence = ([0, 1] as const).map((a) => {
    const moved = problem.fits.throughMean(
      a,
      share.map((h, j) => (count[j] * h) / mass),
    );
    return share.map((h, j) => (total * h * (m[a][j] - means[a])) / mass + total * moved[j]);
  });
  return { mean: means, influence: [influence[0], influence[1]] };
}
