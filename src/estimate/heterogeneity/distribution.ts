import { normalQuantile } from "../../num/normal.js";
import type { EffectDistribution } from "../../query/heterogeneity.js";
import type { Judged } from "./judged.js";

const BINS = 24;

/** The predicted effects of the target population, counted in bins of equal width. `error`: the standard error of each. */
export function distributionOf({ effect, tilt, count, level }: Judged, error?: Float64Array): EffectDistribution {
  const weight = tilt.map((h, j) => h * count[j]);
  const total = weight.reduce((a, b) => a + b, 0);
  const average = (of: (entry: number) => number) => weight.reduce((s, w, j) => s + w * of(j), 0) / total;
  const mean = average((j) => effect[j]);
  const low = effect.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = effect.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const bins = high > low ? BINS : 1;
  const edges = Array.from({ length: bins + 1 }, (_, k) => (k === bins ? high : low + ((high - low) * k) / bins));
  const shares = new Float64Array(bins);
  effect.forEach((value, j) => {
    const bin = high > low ? Math.min(bins - 1, Math.floor((bins * (value - low)) / (high - low))) : 0;
    shares[bin] += weight[j] / total;
  });
  const z = normalQuantile(0.5 + level / 2);
  return {
    mean,
    sd: Math.sqrt(average((j) => (effect[j] - mean) ** 2)),
    edges,
    shares: [...shares],
    above: average((j) => (effect[j] > 0 ? 1 : 0)),
    ...(error
      ? {
          surelyAbove: average((j) => (effect[j] - z * error[j] > 0 ? 1 : 0)),
          surelyBelow: average((j) => (effect[j] + z * error[j] < 0 ? 1 : 0)),
        }
      : {}),
  };
}
