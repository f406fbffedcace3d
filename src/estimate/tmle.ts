import type { ArmMeans } from "./influence.js";
import type { Problem } from "./problem.js";
import { ratioMeans } from "./ratio-means.js";

/** Means are kept this far inside the outcome's range, so that their logits are finite. */
const INSIDE = 1e-6;

/**
 * Targeted maximum likelihood (van der Laan & Rubin 2006; the outcome scaled to its range: Gruber & van der Laan 2010): each arm's mean is
 * moved along its logit by an intercept fitted with the target's weights, so that the weighted residuals vanish; then averaged over the target.
 * Doubly robust, and never outside the outcome's range. Not for overlap weights. Cost: O(entries) a Newton step.
 * @returns the averages, and each arm's step on the logit scale
 */
export function tmle(problem: Problem): ArmMeans & { readonly steps: readonly [number, number] } {
  const { arm, e, m, y, target, count } = problem;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of y) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const span = high - low;
  const asked = target === "ate" ? undefined : target === "att" ? 1 : 0;
  /** What an entry of arm `a` weighs when that arm's mean is to be imagined for the target. */
  const weigh = (a: 0 | 1, j: number) => (asked === undefined ? 1 : e[asked][j]) / e[a][j];
  const targeted = ([0, 1] as const).map((a) => {
    if (asked === a) return { mean: m[a], step: 0 };
    const logits = m[a].map((mean) => {
      const inside = Math.min(1 - INSIDE, Math.max(INSIDE, (mean - low) / span));
      return Math.log(inside / (1 - inside));
    });
    const step = fluctuation(
      logits,
      y.map((value) => (value - low) / span),
      y.map((_, j) => (arm[j] === a ? count[j] * weigh(a, j) : 0)),
    );
    return { mean: logits.map((logit) => low + span / (1 + Math.exp(-logit - step))), step };
  });
  const means = ratioMeans(problem, (j, parts) => {
    const own = arm[j];
    const imagined = (a: 0 | 1): number => {
      const inTarget = asked === undefined || own === asked ? 1 : 0;
      if (asked === a) return own === a ? y[j] : 0;
      return inTarget * targeted[a].mean[j] + (own === a ? weigh(a, j) * (y[j] - targeted[a].mean[j]) : 0);
    };
    parts.target = asked === undefined || own === asked ? 1 : 0;
    parts.reference = imagined(0);
    parts.arm = imagined(1);
  });
  return { ...means, steps: [targeted[0].step, targeted[1].step] };
}

/** The intercept of a weighted logistic regression with an offset, by Newton's method from 0. */
function fluctuation(logits: Float64Array, y: Float64Array, weight: Float64Array): number {
  let step = 0;
  for (let round = 0; round < 100; round++) {
    let gradient = 0;
    let curvature = 0;
    for (let j = 0; j < y.length; j++) {
      if (weight[j] === 0) continue;
      const p = 1 / (1 + Math.exp(-logits[j] - step));
      gradient += weight[j] * (y[j] - p);
      curvature += weight[j] * p * (1 - p);
    }
    if (curvature === 0) return step;
    const move = Math.max(-1, Math.min(1, gradient / curvature));
    step += move;
    if (Math.abs(move) < 1e-12) break;
  }
  return step;
}
