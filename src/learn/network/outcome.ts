import { normalQuantile } from "../../num/normal.js";
import type { NetworkFamily, NetworkModel } from "./action.js";
import { coarse } from "./inputs.js";
import type { Observations } from "./likelihood.js";

/** What a numeric outcome is standardised by. */
export interface Centre {
  readonly centre: number;
  readonly unit: number;
}

/**
 * Average and standard deviation of a numeric outcome among the rows, or for Cauchy median and half the distance between the quartiles, with so
 * few bits that the order of rows leaves no trace. Two-valued outcomes stay as they are.
 */
export function centreOf(
  family: NetworkFamily,
  outcome: "binary" | "numeric",
  rows: Int32Array,
  y: Float64Array,
  weight: Float64Array | undefined,
): Centre {
  if (outcome === "binary") return { centre: 0, unit: 1 };
  const counted = weight ? rows.filter((row) => weight[row] > 0) : rows;
  const order = [...counted].sort((a, b) => y[a] - y[b]);
  const massOf = (row: number) => (weight ? weight[row] : 1);
  const total = order.reduce((sum, row) => sum + massOf(row), 0);
  const mean = order.reduce((sum, row) => sum + massOf(row) * y[row], 0) / total;
  const sd = Math.sqrt(order.reduce((sum, row) => sum + massOf(row) * (y[row] - mean) ** 2, 0) / total);
  if (family === "gaussian") return { centre: coarse(mean, sd), unit: coarse(sd, sd) };
  const quantile = (p: number) => {
    let below = 0;
    for (const row of order) {
      below += massOf(row);
      if (below >= p * total * (1 - 1e-12)) return y[row];
    }
    return y[order[order.length - 1]];
  };
  const half = (quantile(0.75) - quantile(0.25)) / 2;
  // More than half of the outcomes may be one number.
  return { centre: quantile(0.5), unit: half > 0 ? half : coarse(sd, sd) };
}

/** Where each arm's readout starts: the average of its outcomes, as a score. */
export function startLevel(
  { arms, outcome, family }: NetworkModel,
  { t, y, mass }: Pick<Observations, "t" | "y"> & { readonly mass: ArrayLike<number> },
): number[] {
  return Array.from({ length: arms }, (_, arm) => {
    if (outcome === "numeric" && family === "cauchy") return 0;
    let [sum, total] = [0, 0];
    for (let i = 0; i < t.length; i++) {
      if (t[i] !== arm) continue;
      sum += mass[i] * y[i];
      total += mass[i];
    }
    if (outcome === "numeric") return total > 0 ? sum / total : 0;
    // Half an observation of each kind keeps an arm without successes on the scale; where training starts changes no law.
    const p = (sum + 0.5) / (total + 1);
    return family === "gaussian" ? normalQuantile(p) : Math.tan(Math.PI * (p - 0.5));
  });
}
