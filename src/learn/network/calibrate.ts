import { normalCdf } from "../../num/normal.js";
import type { NetworkModel } from "./action.js";
import type { Unravelled } from "./fit-learn.js";
import { scoreOf } from "./likelihood.js";
import { cauchyCdf } from "./log-probability.js";
import type { RawRows } from "./rows.js";

/** Shift of all scores that makes probabilities add up to the successes: bisection, as their sum only grows. */
export function probabilityShift(
  scores: Float64Array,
  units: Float64Array | undefined,
  mass: Float64Array,
  successes: number,
  cdf: (x: number) => number,
): number {
  const missing = (shift: number) => {
    let sum = successes;
    for (let i = 0; i < scores.length; i++) sum -= mass[i] * cdf((scores[i] + shift) / (units ? units[i] : 1));
    return sum;
  };
  let [low, high] = [-1, 1];
  while (missing(low) < 0 && low > -1e6) low *= 2;
  while (missing(high) > 0 && high < 1e6) high *= 2;
  for (let step = 0; step < 100 && high - low > 1e-13 * Math.max(1, high); step++) {
    const middle = (low + high) / 2;
    if (missing(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function median(values: Float64Array, mass: Float64Array): number {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const half = mass.reduce((a, b) => a + b, 0) / 2;
  let below = 0;
  for (const i of order) {
    below += mass[i];
    if (below >= half) return values[i];
  }
  return 0;
}

/**
 * Moves each arm's `b` so that the average of its predictions over its training rows is that of its outcomes (for Cauchy numbers: so that half of
 * them are above their medians): early stopping, the penalty and what was held out all move it a little, and a causal average would inherit that.
 */
export function calibrated(model: NetworkModel, fitted: Unravelled, { rows, t, y, weight }: RawRows): Unravelled {
  const { family, outcome, dims, arms } = model;
  const { action, mu, s } = fitted;
  const b = action.b.slice();
  for (let arm = 0; arm < arms; arm++) {
    const own = rows.filter((row) => t[row] === arm && (!weight || weight[row] > 0));
    const mass = Float64Array.from(own, (row) => (weight ? weight[row] : 1));
    const scores = Array.from(own, (row) => scoreOf(model, action, arm, mu, s, row * dims));
    const location = Float64Array.from(scores, (score) => score.location);
    if (outcome === "numeric") {
      const rest = location.map((value, i) => y[own[i]] - value);
      const total = mass.reduce((sum, m) => sum + m, 0);
      b[arm] +=
        family === "cauchy" ? median(rest, mass) : rest.reduce((sum, value, i) => sum + mass[i] * value, 0) / total;
      continue;
    }
    const successes = own.reduce((sum, row, i) => sum + mass[i] * y[row], 0);
    const units = Float64Array.from(scores, ({ spread }) => (family === "gaussian" ? Math.sqrt(spread) : spread));
    b[arm] += probabilityShift(location, units, mass, successes, family === "gaussian" ? normalCdf : cauchyCdf);
  }
  return { mu, s, action: { ...action, b } };
}
