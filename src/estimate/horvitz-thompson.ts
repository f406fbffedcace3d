import type { ArmMeans } from "./influence.js";
import type { FittedProblem, Problem } from "./problem.js";
import { targetWeight, targetWeights } from "./target-weights.js";

/** Observations of the target: everybody, the treated, or the untreated. */
function targetMass({ count, arm, target }: Problem): number {
  const asked = target === "ate" ? undefined : target === "att" ? 1 : 0;
  return count.reduce((sum, c, j) => sum + (asked === undefined || arm[j] === asked ? c : 0), 0);
}

/** The averages alone. Cost: O(entries). */
export function horvitzThompsonMeans(problem: Problem): [number, number] {
  const { arm, count, y, e, target } = problem;
  const sums = [0, 0];
  for (let j = 0; j < y.length; j++) {
    const own = arm[j];
    if (own === 0 || own === 1) sums[own] += count[j] * targetWeight(target, own, e[own][j], e[1 - own][j]) * y[j];
  }
  const mass = targetMass(problem);
  return [sums[0] / mass, sums[1] / mass];
}

/**
 * Inverse probability weighting without normalisation (Horvitz & Thompson 1952; THEORY 8.1): sum w Y / n, over the target's observations where
 * the target is not everybody. Unbiased when the propensity is known, but it moves when a constant is added to the outcome. The influences
 * include the propensity's fit. Not for overlap weights, whose target has no count of its own. Cost: O(entries x columns^2).
 */
export function horvitzThompson(problem: FittedProblem): ArmMeans {
  const { count, y, total, arm, target } = problem;
  const { weight, slope } = targetWeights(problem);
  const means = horvitzThompsonMeans(problem);
  const asked = target === "ate" ? undefined : target === "att" ? 1 : 0;
  const mass = targetMass(problem);
  const influence = ([0, 1] as const).map((a) => {
    const pull = (k: 0 | 1) => y.map((value, j) => (count[j] * value * slope[a][k][j]) / mass);
    const moved = problem.fits.throughPropensity([pull(0), pull(1)]);
    return y.map((value, j) => {
      const inTarget = asked === undefined || arm[j] === asked ? 1 : 0;
      return (total * (weight[a][j] * value - inTarget * means[a])) / mass + total * moved[j];
    });
  });
  return { mean: means, influence: [influence[0], influence[1]] };
}
