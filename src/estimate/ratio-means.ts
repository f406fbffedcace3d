import type { ArmMeans } from "./influence.js";
import type { Problem } from "./problem.js";

/** What an entry gives to the two averages and to what they are divided by. */
export interface ScoreParts {
  reference: number;
  arm: number;
  /** Share of the target; 1 for all where the target is everybody. */
  target: number;
}

/** Averages of scores over the target: sum z / sum of shares, with influences (z - mean share) / average share. Cost: O(entries). */
export function ratioMeans(problem: Problem, fill: (j: number, parts: ScoreParts) => void): ArmMeans {
  const { count, total, y, target } = problem;
  const n = y.length;
  const parts: ScoreParts = { reference: 0, arm: 0, target: 0 };
  const z = [new Float64Array(n), new Float64Array(n)] as const;
  const share = new Float64Array(n);
  const sums = [0, 0];
  let mass = 0;
  for (let j = 0; j < n; j++) {
    fill(j, parts);
    z[0][j] = parts.reference;
    z[1][j] = parts.arm;
    share[j] = parts.target;
    sums[0] += count[j] * parts.reference;
    sums[1] += count[j] * parts.arm;
    mass += count[j] * parts.target;
  }
  const mean = [sums[0] / mass, sums[1] / mass] as const;
  const influence = ([0, 1] as const).map((a) => {
    const out = new Float64Array(n);
    for (let j = 0; j < n; j++) out[j] = (total * (z[a][j] - mean[a] * share[j])) / mass;
    return out;
  });
  return { mean, influence: [influence[0], influence[1]], plain: target === "ate" };
}
