import type { Target } from "../query/effect.js";
import type { Problem } from "./problem.js";

/** What an entry of each arm weighs so that the arm looks like the target population, and how that moves with the propensities. */
export interface TargetWeights {
  /** By arm (the reference first) and entry; 0 for entries of other arms. */
  readonly weight: readonly [Float64Array, Float64Array];
  /** By arm, then by which propensity (reference, arm), by entry. */
  readonly slope: readonly [readonly [Float64Array, Float64Array], readonly [Float64Array, Float64Array]];
}

/**
 * Weights h(W) / e_a(W) (Li, Morgan & Zaslavsky 2018, table 1): everybody h = 1, the treated h = e1, the untreated h = e0, overlap
 * h = e0 e1 / (e0 + e1). Those asked about weigh 1 where they are the arm itself. Cost: O(entries).
 */
export function targetWeights({ arm, e, target }: Problem): TargetWeights {
  const blank = () => new Float64Array(arm.length);
  const weight = [blank(), blank()] as const;
  const slope = [
    [blank(), blank()],
    [blank(), blank()],
  ] as const;
  for (let j = 0; j < arm.length; j++) {
    const own = arm[j];
    if (own !== 0 && own !== 1) continue;
    const other = own === 0 ? 1 : 0;
    const [p, q] = [e[own][j], e[other][j]];
    const mine = slope[own];
    weight[own][j] = targetWeight(target, own, p, q);
    if (target === "ate") {
      mine[own][j] = -1 / (p * p);
    } else if (target === "overlap") {
      const sum = p + q;
      mine[own][j] = -q / (sum * sum);
      mine[other][j] = p / (sum * sum);
    } else if ((target === "att") !== (own === 1)) {
      mine[own][j] = -q / (p * p);
      mine[other][j] = 1 / p;
    }
  }
  return { weight, slope };
}

/** What an entry of arm `own` weighs: `p` its own propensity, `q` the other arm's. Without slopes and arrays, for what is done a thousand times. */
export function targetWeight(target: Target, own: 0 | 1, p: number, q: number): number {
  if (target === "ate") return 1 / p;
  if (target === "overlap") return q / (p + q);
  return (target === "att") === (own === 1) ? 1 : q / p;
}

/** Share of the target in an entry as a regression sees it: 1, is it the arm (or the reference), or the overlap weight. */
export function targetShare({ arm, e, target }: Problem, j: number): number {
  if (target === "ate") return 1;
  if (target === "overlap") return (e[0][j] * e[1][j]) / (e[0][j] + e[1][j]);
  return arm[j] === (target === "att" ? 1 : 0) ? 1 : 0;
}
